import type { Clock } from '../../electron/core/ports/clock.js';

export interface FakeClock extends Clock {
  /** time passes on both clocks; what falls due on the way is done at its time */
  advance(ms: number): void;
  /** only the wall clock moves */
  jump(ms: number): void;
  /** time passes while the process stands still: what falls due meanwhile is done at the end of it */
  stall(ms: number): void;
}

/** A clock that moves only when told. `wallMs`: what the wall clock says first. */
export function fakeClock(wallMs = Date.UTC(2026, 5, 1, 12)): FakeClock {
  let wall = wallMs;
  let monotonic = 5000;
  const timers = new Set<{ readonly atMs: number; readonly act: () => void }>();
  const moveTo = (atMs: number): void => {
    wall += Math.max(0, atMs - monotonic);
    monotonic = Math.max(monotonic, atMs);
  };
  const doDue = (endMs: number): void => {
    for (;;) {
      const [next] = [...timers].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) return;
      timers.delete(next);
      moveTo(next.atMs);
      next.act();
    }
  };
  return {
    nowMs: () => wall,
    monotonicMs: () => monotonic,
    after(ms, act) {
      const timer = { atMs: monotonic + ms, act };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const endMs = monotonic + ms;
      doDue(endMs);
      moveTo(endMs);
    },
    jump(ms) {
      wall += ms;
    },
    stall(ms) {
      moveTo(monotonic + ms);
      doDue(monotonic);
    },
  };
}
