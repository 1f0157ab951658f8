import type { Clock } from './clock.js';

/** Tells when nobody calls: what nobody waits for is done then, and not among calls that are slower for it. */
export interface Quiet {
  /** a call was written into the log */
  heard(): void;
  /** whether there was one since the start */
  heardAny(): boolean;
  /** calls `fn` once, when nothing was heard for `quietMs` or at the first look after `latestMs`; the returned function cancels */
  after(quietMs: number, latestMs: number, fn: () => void): () => void;
  /** the end: what still waits is done now, as much of it as half a second allows, and the rest never */
  close(): void;
}

const closesWithinMs = 500;

export function createQuiet(clock: Clock): Quiet {
  let calls = 0;
  const waiting = new Map<() => void, () => void>();
  return {
    heard() {
      calls += 1;
    },
    heardAny: () => calls > 0,
    after(quietMs, latestMs, fn) {
      const endMs = clock.monotonicMs() + latestMs;
      const cancel = (): void => {
        waiting.get(run)?.();
        waiting.delete(run);
      };
      const run = (): void => {
        cancel();
        fn();
      };
      const wait = (): void => {
        const before = calls;
        const look = (): void => (calls === before || clock.monotonicMs() >= endMs ? run() : wait());
        waiting.set(run, clock.after(quietMs, look));
      };
      wait();
      return cancel;
    },
    close() {
      const endMs = clock.monotonicMs() + closesWithinMs;
      for (const [run, cancel] of waiting) {
        if (clock.monotonicMs() < endMs) run();
        else cancel();
      }
    },
  };
}
