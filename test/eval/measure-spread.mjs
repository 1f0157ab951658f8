/** A number generator with a fixed start (mulberry32), so that the same data gives the same intervals. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const resamples = 2000;
const sum = (rows, key) => rows.reduce((total, row) => total + row[key], 0);
const shareOf = (rows, part, whole) => (sum(rows, whole) === 0 ? undefined : sum(rows, part) / sum(rows, whole));

/** Middle 95 % of the shares that packages drawn anew, with repetition, would give. */
function interval(rows, part, whole) {
  const random = dice(1);
  const shares = [];
  for (let round = 0; round < resamples; round += 1) {
    const share = shareOf(
      rows.map(() => rows[Math.floor(random() * rows.length)]),
      part,
      whole,
    );
    if (share !== undefined) shares.push(share);
  }
  shares.sort((a, b) => a - b);
  return { low: shares[Math.floor(shares.length * 0.025)] ?? 0, high: shares[Math.ceil(shares.length * 0.975) - 1] ?? 0 };
}

/** Lowest and highest share of the rest when each package is left out once. */
function withoutEach(rows, part, whole) {
  const shares = rows.map((_, at) => shareOf(rows.toSpliced(at, 1), part, whole)).filter((share) => share !== undefined);
  return { low: Math.min(...shares), high: Math.max(...shares) };
}

/**
 * How much the figures hang on single packages: each package left out once, the share of the packages taken one by one, and packages
 * drawn anew 2,000 times. `rows` are those of `measureClasses`.
 */
export function measureSpread(rows) {
  const spread = (part, whole) => {
    const counted = rows.filter((row) => row[whole] > 0);
    const shares = counted.map((row) => row[part] / row[whole]);
    return {
      packages: counted.length,
      pooled: shareOf(counted, part, whole) ?? 0,
      mean: shares.reduce((total, share) => total + share, 0) / Math.max(1, shares.length),
      ...(counted.length < 2 ? {} : { without: withoutEach(counted, part, whole), drawn: interval(counted, part, whole) }),
    };
  };
  // an author who marks every tool destructive, looks included, tells nothing about any of them
  const telling = rows.filter((row) => row.destructive > 0 && !(row.tools > 1 && row.destructive === row.tools));
  return {
    right: spread('right', 'annotated'),
    destructiveAsRead: spread('destructiveAsRead', 'destructive'),
    worst: rows
      .filter((row) => row.annotated > row.right || row.destructiveAsRead > 0)
      .sort((a, b) => (a.right - a.annotated) / Math.max(1, a.annotated) - (b.right - b.annotated) / Math.max(1, b.annotated))
      .slice(0, 6),
    telling: { destructive: sum(telling, 'destructive'), destructiveAsRead: sum(telling, 'destructiveAsRead') },
  };
}
