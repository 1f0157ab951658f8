/** Time as the core sees it. Tests drive a fake one. */
export interface Clock {
  /** wall clock, ms since 1970; may jump */
  nowMs(): number;
  /** never goes backwards within a process, ms */
  monotonicMs(): number;
  /** calls `fn` once after `ms`; the returned function cancels. Does not keep the process alive. */
  after(ms: number, fn: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, Math.min(ms, 2_147_483_647));
    timer.unref?.();
    return () => clearTimeout(timer);
  },
};
