import fc from 'fast-check';
import { createSlidingLog, type SlidingLog } from '../../../shared/limits/sliding-log.js';

/** Random schedules against a sliding log, checked against every window that exists. */
export const schedule = fc.record({
  windowMs: fc.integer({ min: 1, max: 5000 }),
  max: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1001, max: 3000 })),
  calls: fc.array(
    fc.record({
      gap: fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 0, max: 40 }) }, fc.integer({ min: 0, max: 6000 })),
      amount: fc.integer({ min: 0, max: 5 }),
      big: fc.boolean(),
    }),
    { maxLength: 60, size: 'max' },
  ),
});
export type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

/** Plays a schedule; returns a sentence when the log leaked, waited wrongly, or refused what fits. */
export function play({ windowMs, max, calls }: Schedule): string | undefined {
  const log = createSlidingLog(windowMs);
  const taken: { atMs: number; amount: number }[] = [];
  let nowMs = 0;
  for (const call of calls) {
    nowMs += call.gap;
    const amount = max > 1000 && call.big ? call.amount * 150 : call.amount;
    // closed windows: a stamp leaves when it is older than the window
    const inWindow = taken.filter(({ atMs }) => nowMs - atMs <= windowMs).reduce((sum, stamp) => sum + stamp.amount, 0);
    const wait = log.freeInMs(nowMs, amount, max);
    if (log.used(nowMs) < inWindow) return `at ${nowMs} the log says ${log.used(nowMs)} of ${inWindow} used`;
    if (wait === 0) {
      if (inWindow + amount > max) return `at ${nowMs} let ${amount} through over ${inWindow} of ${max}`;
      log.add(nowMs, amount, max);
      taken.push({ atMs: nowMs, amount });
    } else if (max <= 1000) {
      if (inWindow + amount <= max) return `at ${nowMs} refused ${amount} over ${inWindow} of ${max}`;
      const fits = (at: number): boolean =>
        taken.filter(({ atMs }) => at - atMs <= windowMs).reduce((sum, stamp) => sum + stamp.amount, 0) + amount <= max;
      if (amount > max ? wait !== Infinity : !fits(nowMs + wait) || fits(nowMs + wait - 1))
        return `at ${nowMs} said ${wait} ms for ${amount} over ${inWindow} of ${max}`;
    } else if (Number.isFinite(wait) && copyOf(log).freeInMs(nowMs + wait, amount, max) !== 0)
      return `at ${nowMs} said ${wait} ms, which is not enough`;
    if (log.size() > 1002) return `the log holds ${log.size()} stamps`;
  }
  for (const { atMs: begin } of taken) {
    const sum = taken.filter(({ atMs }) => atMs >= begin && atMs <= begin + windowMs).reduce((total, stamp) => total + stamp.amount, 0);
    if (sum > max) return `the window from ${begin} holds ${sum} of ${max}`;
  }
  return undefined;
}

/** asking about a later time expires stamps: that is done on a copy */
function copyOf(log: SlidingLog): SlidingLog {
  const copy = createSlidingLog(log.windowMs);
  for (const { atMs, amount } of log.entries()) copy.add(atMs, amount, 0);
  return copy;
}
