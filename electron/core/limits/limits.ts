import { bucketMs, createSlidingLog, exceeds, MAX_EXACT, type SlidingLog } from '../../../shared/limits/sliding-log.js';
import type { MeterView } from '../../../shared/model/views.js';
import type { LimitCharge } from '../../../shared/policy/types.js';
import type { Clock } from '../ports/clock.js';
import { createOpenCells } from '../ports/open-cells.js';
import type { Limits, Reservation } from '../ports/rooms.js';
import type { StampStore } from '../ports/stores.js';
import { createLimitClock } from './limit-clock.js';
import { createExtensions } from './extensions.js';
import { CLOCK_KEY, jumpsIn, loadStamps, partsOf, readStamps } from './stored-stamps.js';

export interface LimitsRoom extends Limits {
  /** every count that is not empty, fullest first */
  meters(): MeterView[];
  /** ms until the first of these counts falls by itself; undefined where all are empty */
  fallsInMs(): number | undefined;
  /** "allow 10 more": raises one count's maximum by `by` for one window from now. False for an unknown key and for a maximum of 0, which refuses whatever is added; throws when it cannot be kept. */
  extend(key: string, by: number): boolean;
  /** the last look at the clock, before the store closes */
  close(): void;
}

interface Meter {
  readonly key: string;
  readonly log: SlidingLog;
  charge: LimitCharge | undefined;
  /** above max 1,000: units already made durable for the bucket that ends at `atMs` */
  block: { atMs: number; left: number; size: number } | undefined;
}

interface Taken {
  readonly meter: Meter;
  readonly atMs: number;
  readonly amount: number;
  readonly fromBlock: boolean;
  /** as it was before */
  readonly block: Meter['block'];
}

type Stamp = Parameters<StampStore['add']>[0][number];

const PRUNE_EVERY = 5000;

/**
 * Limits that never leak: sliding logs in memory, made durable before `reserve` returns. Up to max 1,000 every call is one stamp in
 * the store; above, units are made durable ahead in growing blocks (at most a thousandth of max), so that a crash counts a few too
 * many, never too few, and a large limit costs almost no writes.
 */
export function createLimits({ store, clock, changed }: { store: StampStore; clock: Clock; changed: () => void }): LimitsRoom {
  const time = createLimitClock(clock);
  const meters = new Map<string, Meter>();
  /** of calls that may be given back yet */
  const open = createOpenCells<readonly Taken[]>();
  let written = 0;
  let blocks = 0;
  /** looked at, not yet written: a write that fails must not lose it */
  let unsavedJump = 0;

  const stored = readStamps(store, time.nowMs());
  let jumped = jumpsIn(stored);
  const extensions = createExtensions(store, time, stored);
  for (const loaded of loadStamps(stored, time.nowMs())) {
    const meter = newMeter(loaded.key, loaded.windowMs);
    for (const stamp of loaded.stamps) meter.log.add(stamp.atMs, stamp.amount, 0);
    meters.set(loaded.key, meter);
  }

  function meterOf(charge: LimitCharge): Meter {
    const known = meters.get(charge.key);
    if (known) return known;
    if (meters.size >= 2000) dropEmpty();
    const made = newMeter(charge.key, charge.windowMs);
    meters.set(charge.key, made);
    return made;
  }

  function dropEmpty(): void {
    for (const meter of meters.values()) if (meter.log.used(time.nowMs()) === 0) meters.delete(meter.key);
  }

  /** What must be written of a jump of the clock; undefined where there was none. */
  function jumpSeen(): Stamp | undefined {
    unsavedJump += time.lookForJump();
    if (unsavedJump === 0) return undefined;
    return { key: CLOCK_KEY, callId: `clock:${clock.nowMs()}:${++blocks}`, atMs: Math.round(clock.nowMs()), amount: unsavedJump };
  }

  function jumpSaved(): void {
    jumped += unsavedJump;
    unsavedJump = 0;
  }

  /** At once: a call that is refused writes nothing, and at the next start a jump that nobody wrote down would have emptied the counts. */
  function keepJump(): void {
    const jump = jumpSeen();
    if (jump === undefined) return;
    try {
      store.add([jump]);
      jumpSaved();
    } catch {
      // the next look writes it; a call that counts is refused where it cannot
    }
  }

  /** Adds to the count and puts into `stamps` what must be written for it; nothing where a durable block still covers it. */
  function take(meter: Meter, callId: string, amount: number, max: number, nowMs: number, stamps: Stamp[]): Taken {
    const atMs = meter.log.add(nowMs, amount, max);
    const { key, block } = meter;
    if (!(Number.isFinite(max) && max > MAX_EXACT)) {
      stamps.push({ key, callId, atMs: time.toWall(atMs), amount });
      return { meter, atMs, amount, fromBlock: false, block };
    }
    const current = block?.atMs === atMs ? block : undefined;
    const left = current?.left ?? 0;
    if (left >= amount && current !== undefined) {
      meter.block = { atMs, left: left - amount, size: current.size };
    } else {
      const size = Math.min(current === undefined ? 1 : current.size * 2, Math.max(1, Math.floor(max / MAX_EXACT)));
      const units = Math.max(size, amount - left);
      meter.block = { atMs, left: left + units - amount, size };
      stamps.push({ key, callId: `block:${nowMs}:${++blocks}`, atMs: time.toWall(atMs), amount: units });
    }
    return { meter, atMs, amount, fromBlock: true, block };
  }

  /** With the first write too: runs that count little would leave theirs for ever. */
  function prune(): void {
    if (written++ % PRUNE_EVERY !== 0) return;
    let longest = 0;
    for (const meter of meters.values()) longest = Math.max(longest, meter.log.windowMs);
    try {
      store.prune(clock.nowMs() - longest - bucketMs(longest) - jumped - 60_000);
    } catch {
      // it counts nothing any more: a later write throws it away
    }
  }

  return {
    read(charge) {
      keepJump();
      const meter = meterOf(charge);
      meter.charge = Number.isFinite(charge.max) ? charge : meter.charge;
      const extra = extensions.of(charge.key);
      const used = meter.log.used(time.nowMs());
      return { used: Math.max(0, used - extra), freeInMs: meter.log.freeInMs(time.nowMs(), charge.amount, charge.max + extra) };
    },

    reserve(callId, charges): Reservation {
      // INVARIANT: no await between the check and the last add; whoever comes second sees what the first one took.
      const nowMs = time.nowMs();
      for (const charge of charges) {
        if (!Number.isFinite(charge.amount) || charge.amount < 0) throw new Error(`the limit ${charge.counter} was charged with no amount`);
        if (charge.max === Infinity) continue;
        const meter = meterOf(charge);
        const units = amountOn(charges, charge.key);
        const max = charge.max + extensions.of(charge.key);
        const used = meter.log.used(nowMs);
        if (charge.max === 0 || exceeds(used, units, max))
          return { kind: 'exceeded', charge, used, retryAfterMs: charge.max === 0 ? Infinity : meter.log.freeInMs(nowMs, units, max) };
      }
      const stamps: Stamp[] = [];
      const taken: Taken[] = [];
      const jump = jumpSeen();
      if (jump !== undefined) stamps.push(jump);
      for (const one of charges) {
        const charge = least(charges, one.key);
        // several charges on one count are one amount
        if (charge !== one) continue;
        const amount = amountOn(charges, one.key);
        if (amount === 0) continue;
        const meter = meterOf(charge);
        taken.push(take(meter, callId, amount, charge.max, nowMs, stamps));
        if (Number.isFinite(charge.max)) meter.charge = charge;
      }
      try {
        if (stamps.length > 0) store.add(stamps);
        jumpSaved();
      } catch (error) {
        for (const { meter, atMs, amount, block } of taken.reverse()) {
          meter.log.remove(atMs, amount);
          meter.block = block;
        }
        throw error;
      }
      if (taken.length > 0) {
        const before = open.get(callId);
        open.set(callId, before === undefined ? taken : [...before, ...taken]);
        if (stamps.length > 0) prune();
        changed();
      }
      return { kind: 'reserved' };
    },

    close: keepJump,

    extended: (charges) => charges.map((charge) => ({ ...charge, max: charge.max + extensions.of(charge.key) })),

    spent: (callId) => void open.take(callId),

    release(callId) {
      const taken = open.take(callId);
      if (taken === undefined) return;
      if (taken.some(({ fromBlock }) => !fromBlock)) store.remove(callId);
      for (const { meter, atMs, amount, fromBlock } of taken) {
        meter.log.remove(atMs, amount);
        if (fromBlock && meter.block?.atMs === atMs) meter.block = { ...meter.block, left: meter.block.left + amount };
      }
      changed();
    },

    extend(key, by) {
      const meter = meters.get(key);
      if (meter === undefined || meter.charge?.max === 0 || !(by > 0)) return false;
      extensions.add(key, meter.log.windowMs, by);
      changed();
      return true;
    },

    fallsInMs() {
      const nowMs = time.nowMs();
      let soonest: number | undefined;
      for (const { log } of meters.values()) {
        const used = log.used(nowMs);
        if (used > 0) soonest = Math.min(soonest ?? Infinity, log.freeInMs(nowMs, Math.min(1, used), used));
      }
      return soonest;
    },

    meters() {
      const nowMs = time.nowMs();
      const views: MeterView[] = [];
      for (const meter of meters.values()) {
        const { charge } = meter;
        const used = meter.log.used(nowMs);
        if (charge === undefined || used === 0) continue;
        const max = charge.max + extensions.of(meter.key);
        const wait = meter.log.freeInMs(nowMs, Math.min(1, max), max);
        const parts = partsOf(meter.key);
        views.push({
          key: meter.key,
          pointer: charge.pointer,
          counter: charge.counter,
          ...(parts?.client ? { client: parts.client } : {}),
          ...(parts?.server ? { server: parts.server } : {}),
          ...(parts?.kind === 'tool' ? { tool: parts.name } : {}),
          used,
          max,
          windowMs: charge.windowMs,
          freeInMs: Number.isFinite(wait) ? wait : Number.MAX_SAFE_INTEGER,
        });
      }
      return views.sort((a, b) => b.used / b.max - a.used / a.max);
    },
  };
}

/** of the charges on one count, the highest amount */
function amountOn(charges: readonly LimitCharge[], key: string): number {
  let amount = 0;
  for (const charge of charges) if (charge.key === key && charge.amount > amount) amount = charge.amount;
  return amount;
}

/** of the charges on one count, the (first) one with the lowest maximum */
function least(charges: readonly LimitCharge[], key: string): LimitCharge {
  let found: LimitCharge | undefined;
  for (const charge of charges) if (charge.key === key && (found === undefined || charge.max < found.max)) found = charge;
  return found as LimitCharge;
}

const newMeter = (key: string, windowMs: number): Meter => ({
  key,
  log: createSlidingLog(windowMs),
  charge: undefined,
  block: undefined,
});
