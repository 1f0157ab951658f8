import { expect, test } from 'vitest';
import { atOnce, inSlices } from '../../../shared/slices.js';

function* work(steps: number, took: (at: number) => void): Generator<void, string> {
  for (let at = 0; at < steps; at++) {
    took(at);
    yield;
  }
  return `${steps} steps`;
}

test('work gives way after every ten milliseconds, loses no step and gives its result', async () => {
  let nowMs = 0;
  const log: string[] = [];
  const result = await inSlices(
    work(10, (at) => {
      log.push(`step ${at}`);
      nowMs += 4;
    }),
    {
      nowMs: () => nowMs,
      async pause() {
        log.push('pause');
        nowMs += 1000;
      },
    },
  );
  expect(result).toBe('10 steps');
  expect(log.filter((line) => line !== 'pause')).toEqual(Array.from({ length: 10 }, (_, at) => `step ${at}`));
  expect(log.flatMap((line, at) => (line === 'pause' ? [log[at - 1]] : []))).toEqual(['step 2', 'step 5', 'step 8']);
});

test('short work never gives way, and a fault of it is the fault of the whole', async () => {
  const still = { nowMs: () => 0, pause: () => Promise.reject(new Error('no pause was due')) };
  await expect(
    inSlices(
      work(1000, () => undefined),
      still,
    ),
  ).resolves.toBe('1000 steps');
  await expect(
    inSlices(
      work(2, () => {
        throw new Error('broken');
      }),
      still,
    ),
  ).rejects.toThrow('broken');
});

test('the same work in one stretch has the same result', () => {
  const seen: number[] = [];
  expect(atOnce(work(3, (at) => void seen.push(at)))).toBe('3 steps');
  expect(seen).toEqual([0, 1, 2]);
});
