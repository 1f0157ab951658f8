import type { Clock } from './clock.js';

/** Tells when nobody calls: what nobody waits for is done then, and not among calls that are slower for it. */
export interface Quiet {
  /** a call was written into the log */
  heard(): void;
  /** calls `fn` once, when nothing was heard for `quietMs` or at the first look after `latestMs`; the returned function cancels */
  after(quietMs: number, latestMs: number, fn: () => void): () => void;
}

export function createQuiet(clock: Clock): Quiet {
  let calls = 0;
  return {
    heard() {
      calls += 1;
    },
    after(quietMs, latestMs, fn) {
      const endMs = clock.monotonicMs() + latestMs;
      let cancel = (): void => {};
      const wait = (): void => {
        const before = calls;
        cancel = clock.after(quietMs, () => (calls === before || clock.monotonicMs() >= endMs ? fn() : wait()));
      };
      wait();
      return () => cancel();
    },
  };
}
