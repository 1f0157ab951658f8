import { createRequire } from 'node:module';
import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * The young generation of V8's heap doubles while a program is loaded, up to twice 16 MB, and keeps that for ever. The gate holds it at what it
 * begins with, and gives it 8 MB when it is used: calls leave nothing behind, and large arguments need that much room to pass through
 * (docs/performance.md). An engine that knows no such flag, or means something else by it, goes on as it would.
 */
export function holdYoungGeneration(): void {
  // `require`, for the first `import()` sets up a loader that nothing else here needs: 3 ms
  const load = createRequire(import.meta.url);
  for (const name of runtime) load(`node:${name}`);
  grow(1);
}

/** What the gate uses of Node. The runtime brings it compiled, but the engine takes none of that any more once a flag was set: 11 ms and 4 MB. */
// prettier-ignore
const runtime = [
  'http', 'child_process', 'crypto', 'fs/promises', 'stream/promises', 'timers/promises', 'async_hooks', 'cluster', 'dns', 'os', 'perf_hooks',
];

const enoughBytes = 8 * 1024 * 1024;
/** each of them after half a megabyte or more: some hundred calls, and what comes after them is faster for it */
const usedAfter = 3;

/**
 * A gate that nobody calls keeps the memory of a small young generation: collections tell that it is used, once there was a call, for reading the first
 * lists takes ten to forty of them. A whole collection in a quiet hour makes it small again, so this goes on.
 */
export function settleYoungGenerationWhenUsed(isUsed: () => boolean): void {
  let collections = 0;
  new PerformanceObserver((list) => {
    if (!isUsed()) return;
    collections += list.getEntries().length;
    if (collections < usedAfter) return;
    collections = 0;
    if (youngBytes() < enoughBytes) settle();
  }).observe({ entryTypes: ['gc'] });
}

/** of arrays of 64 KB, most of the megabyte that it begins with: they live through one collection, and none is old enough to leave at the next */
const alive = 12;

/**
 * It grows when it is collected and more than it holds has lived through collections since it last could. Garbage alone does not make it grow, so
 * the newest of what is made and dropped for that stays alive: a few milliseconds.
 */
function settle(): void {
  grow(4);
  const newest: number[][] = [];
  for (let n = 0; n < 256 && youngBytes() < enoughBytes; n++) newest[n % alive] = new Array<number>(8192).fill(n);
  grow(1);
}

const grow = (factor: number): void => setFlagsFromString(`--semi-space-growth-factor=${factor}`);
const youngBytes = (): number => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? Infinity;
