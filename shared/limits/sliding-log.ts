/**
 * A sliding log: what was used in the window that ends now. A stamp leaves when it is older than the window, so that no window of
 * that length, wherever it begins, ever holds more than `max`. Times in ms on any clock that never goes back; amounts >= 0.
 */
export interface SlidingLog {
  readonly windowMs: number;
  /** sum of the amounts in the window that ends at `nowMs` */
  used(nowMs: number): number;
  /** ms until `amount` fits under `max`: 0 when it fits now, Infinity when it never can */
  freeInMs(nowMs: number, amount: number, max: number): number;
  /** Adds a stamp and returns the time it counts from: later than `nowMs` where it went into a bucket. */
  add(nowMs: number, amount: number, max: number): number;
  /** takes `amount` back from the stamp that counts from `atMs`; nothing happens when it has left */
  remove(atMs: number, amount: number): void;
  /** stamps and buckets held */
  size(): number;
  /** the stamps, oldest first */
  entries(): readonly { readonly atMs: number; readonly amount: number }[];
}

/** Above this maximum, and above this many stamps, they go into buckets. */
export const MAX_EXACT = 1000;

/** Width of a bucket: at most 1,000 of them fill a window. */
export const bucketMs = (windowMs: number): number => windowMs / MAX_EXACT;

export function createSlidingLog(windowMs: number): SlidingLog {
  let stamps: { atMs: number; amount: number }[] = [];
  let first = 0;
  let sum = 0;

  /** Beyond whole numbers, a sum that stamps are taken from keeps dust, and after a very large one next to nothing of the others. */
  const addUp = (): void => {
    sum = 0;
    for (let i = first; i < stamps.length; i++) sum += stamps[i]?.amount ?? 0;
  };

  const expire = (nowMs: number): void => {
    const isExact = Number.isSafeInteger(sum);
    const before = first;
    for (let stamp = stamps[first]; stamp !== undefined && nowMs - stamp.atMs > windowMs; stamp = stamps[first]) {
      sum -= stamp.amount;
      first++;
    }
    if (first > before && !isExact) addUp();
    if (first > 64 && first * 2 > stamps.length) {
      stamps = stamps.slice(first);
      first = 0;
    }
    if (first === stamps.length) sum = 0;
  };

  return {
    windowMs,
    used(nowMs) {
      expire(nowMs);
      return tidy(sum);
    },
    freeInMs(nowMs, amount, max) {
      expire(nowMs);
      if (!exceeds(sum, amount, max)) return 0;
      if (exceeds(0, amount, max)) return Infinity;
      // the newest that can stay do, and the one before them has to leave
      let rest = 0;
      for (let i = stamps.length - 1; i >= first; i--) {
        const stamp = stamps[i];
        if (stamp === undefined) break;
        rest += stamp.amount;
        // just older than the window: whole milliseconds, never a moment too early
        if (exceeds(rest, amount, max)) return Math.floor(stamp.atMs + windowMs - nowMs) + 1;
      }
      return Math.floor(windowMs) + 1;
    },
    add(nowMs, amount, max) {
      expire(nowMs);
      const last = stamps[stamps.length - 1];
      const width = bucketMs(windowMs);
      // a bucket counts from its end: everything in it leaves late, never early
      const coarse = (max > MAX_EXACT && max !== Infinity) || stamps.length - first >= MAX_EXACT;
      const wanted = coarse ? Math.max(nowMs, Math.ceil(nowMs / width) * width) : nowMs;
      const atMs = last === undefined ? wanted : Math.max(wanted, last.atMs);
      sum += amount;
      if (last !== undefined && last.atMs === atMs && first < stamps.length) last.amount += amount;
      else stamps.push({ atMs, amount });
      return atMs;
    },
    remove(atMs, amount) {
      for (let i = stamps.length - 1; i >= first; i--) {
        const stamp = stamps[i];
        if (stamp === undefined || stamp.atMs < atMs) return;
        if (stamp.atMs !== atMs) continue;
        const taken = Math.min(amount, stamp.amount);
        const isExact = Number.isSafeInteger(sum);
        stamp.amount -= taken;
        sum -= taken;
        if (stamp.amount <= 0) stamps.splice(i, 1);
        if (!isExact) addUp();
        return;
      }
    },
    size: () => stamps.length - first,
    entries: () => stamps.slice(first),
  };
}

/** Whether `used + amount` is more than `max`, free of the dust of binary fractions (0.1 + 0.2 is 0.3). */
export function exceeds(used: number, amount: number, max: number): boolean {
  const sum = used + amount;
  return Number.isInteger(sum) ? sum > max : Number(sum.toPrecision(15)) > max;
}

const tidy = (sum: number): number => (Number.isInteger(sum) ? sum : Math.max(0, Number(sum.toPrecision(15))));
