import { defineConfig } from 'vitest/config';

/** Real browsers and desktops may be slow to answer on a busy machine: what fails once there is tried once more, and vitest says so. */
const retry = process.env.CI ? 1 : 0;

/** unit: no browser, no build, seconds. flow: real servers, real processes. The real application is test/desktop. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/architecture/**/*.test.ts'],
          // ends what hangs, and nothing else: properties of ten busy seconds take six times as long on a machine that is busy with more
          testTimeout: 180_000,
          // a worker keeps its modules from file to file: no test here changes a module or a global, and loading them 120 times costs most of the run
          pool: 'threads',
          isolate: false,
          maxWorkers: 2,
          globalSetup: ['test/support/temporary-folder.ts'],
        },
      },
      {
        test: {
          name: 'flow',
          include: ['test/flow/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // two files at a time: most of the time is waiting for windows of limits and for processes
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'renderer',
          include: ['test/renderer/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // two browsers: each waits for its pages half of the time
          maxWorkers: 2,
          retry,
        },
      },
      {
        test: {
          name: 'desktop',
          include: ['test/desktop/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          retry,
        },
      },
      // speed is measured, never part of the tests: `npm run bench:parts`
      { test: { name: 'bench', include: ['test/bench/**/*.test.ts'], testTimeout: 120_000, fileParallelism: false } },
      { test: { name: 'long', include: ['test/long/**/*.test.ts'], testTimeout: 3_600_000, hookTimeout: 120_000, fileParallelism: false } },
    ],
  },
});
