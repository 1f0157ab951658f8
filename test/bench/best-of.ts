/** The quickest of `tries` runs, in ms: what other work on the machine takes only ever adds. */
export function bestOfMs(tries: number, run: () => void): number {
  let best = Infinity;
  for (let turn = 0; turn < tries; turn += 1) {
    const startedMs = performance.now();
    run();
    best = Math.min(best, performance.now() - startedMs);
  }
  return best;
}
