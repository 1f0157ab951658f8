/** Time as the core sees it. Tests drive a fake one. */
export interface Clock {
  /** wall clock, ms since 1970; may jump */
  nowMs(): number;
  /** never goes backwards within a process, ms */
  monotonicMs(): number;
  /** calls `fn` once after `ms`; the returned function cancels. Does not keep the process alive. */
  after(ms: number, fn: () => void): () => void;
}

/** a timer that is this late means that the process stood still: a suspended machine, a debugger */
export const standstillMs = 1000;
/** whoever was to answer by then has so long afterwards: what came meanwhile is not read yet */
export const afterStandstillMs = 10_000;

/** Calls `fn` when the time of somebody who was asked is over, `ms` from now, and later after a standstill. The returned function cancels. */
export function atLimit(clock: Pick<Clock, 'monotonicMs' | 'after'>, ms: number, fn: () => void): () => void {
  const dueMs = clock.monotonicMs() + ms;
  let stop = clock.after(ms, () => {
    if (clock.monotonicMs() - dueMs <= standstillMs) fn();
    else stop = clock.after(Math.min(ms, afterStandstillMs), fn);
  });
  return () => stop();
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
