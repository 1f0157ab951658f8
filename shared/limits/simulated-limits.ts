import type { LimitCharge, ReadLimit } from '../policy/types.js';
import { createSlidingLog, type SlidingLog } from './sliding-log.js';

/** Limits in memory on a clock the caller drives: for evaluation without a gateway, and for replay. Never goes back in time. */
export interface SimulatedLimits {
  readonly read: ReadLimit;
  setNow(ms: number): void;
  /** counts a call that was let through */
  count(charges: readonly LimitCharge[]): void;
}

export function createSimulatedLimits(): SimulatedLimits {
  const logs = new Map<string, SlidingLog>();
  let nowMs = -Infinity;
  const logOf = (charge: LimitCharge): SlidingLog => {
    const known = logs.get(charge.key);
    if (known) return known;
    const made = createSlidingLog(charge.windowMs);
    logs.set(charge.key, made);
    return made;
  };
  return {
    setNow(ms) {
      nowMs = Math.max(nowMs, ms);
    },
    read(charge) {
      const log = logOf(charge);
      return { used: log.used(nowMs), freeInMs: log.freeInMs(nowMs, charge.amount, charge.max) };
    },
    count(charges) {
      for (const [key, charge] of byKey(charges)) {
        if (charge.amount > 0) logOf({ ...charge, key }).add(nowMs, charge.amount, charge.max);
      }
    },
  };
}

/** One stamp per key and call: the largest amount, the smallest finite maximum. */
function byKey(charges: readonly LimitCharge[]): Map<string, LimitCharge> {
  const merged = new Map<string, LimitCharge>();
  for (const charge of charges) {
    const known = merged.get(charge.key);
    merged.set(
      charge.key,
      known === undefined ? charge : { ...known, amount: Math.max(known.amount, charge.amount), max: Math.min(known.max, charge.max) },
    );
  }
  return merged;
}
