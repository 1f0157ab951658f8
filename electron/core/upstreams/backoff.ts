/** How often and how soon a server that ends is started again. Times are monotonic ms. */
export interface Backoff {
  /** It ended after `aliveMs` of being ready (0 when it never was). Answers how long to wait, or `give-up` after five fast ends where that is allowed. */
  ended(aliveMs: number, mayGiveUp: boolean): { readonly waitMs: number } | 'give-up';
  reset(): void;
  readonly failures: number;
}

const healthyMs = 60_000;
const maxFast = 5;

/** 0.5, 1, 2, 4 … 60 s, each plus up to a quarter of chance; 60 s of health start over; the fifth fast end in a row gives up. */
export function createBackoff(random: () => number): Backoff {
  let failures = 0;
  return {
    ended(aliveMs, mayGiveUp) {
      failures = aliveMs >= healthyMs ? 1 : failures + 1;
      if (failures >= maxFast && mayGiveUp) return 'give-up';
      return { waitMs: Math.min(60_000, 500 * 2 ** (failures - 1)) * (1 + random() / 4) };
    },
    reset() {
      failures = 0;
    },
    get failures() {
      return failures;
    },
  };
}
