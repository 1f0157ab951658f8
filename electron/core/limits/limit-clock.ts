import type { Clock } from '../ports/clock.js';

/**
 * The clock of limits: monotonic within a process, wall time across restarts. When the wall clock runs ahead of the monotonic one
 * (a jump, a suspended machine), that lead is reported once, so that it can be kept and stamps do not age by it after a restart.
 */
export interface LimitClock {
  /** ms; begins at the wall time of the start and never goes back or jumps */
  nowMs(): number;
  /** the wall time that belongs to a time of this clock */
  toWall(atMs: number): number;
  /** ms by which the wall clock jumped ahead since the last look; 0 when it did not */
  lookForJump(): number;
}

/** Smaller leads are drift: loading allows for them. */
export const JUMP_MS = 1000;

export function createLimitClock(clock: Clock): LimitClock {
  const startWall = clock.nowMs();
  const startMonotonic = clock.monotonicMs();
  let lead = 0;
  const nowMs = (): number => startWall + Math.max(0, clock.monotonicMs() - startMonotonic);
  return {
    nowMs,
    toWall: (atMs) => Math.round(clock.nowMs() + (atMs - nowMs())),
    lookForJump() {
      const ahead = clock.nowMs() - nowMs();
      const jumped = ahead - lead;
      if (jumped < 0) lead = ahead;
      if (jumped <= JUMP_MS) return 0;
      lead = ahead;
      return Math.ceil(jumped);
    },
  };
}
