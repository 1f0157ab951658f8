import fc from 'fast-check';
import { expect, it } from 'vitest';
import { play, schedule } from '../unit/limits/brute-force.js';

it('no window of any length ever holds more than max, over 100,000 random schedules', () => {
  fc.assert(
    fc.property(schedule, (plan) => play(plan) === undefined),
    { numRuns: 100_000, seed: 1 },
  );
  expect(play({ windowMs: 10, max: 0, calls: [{ gap: 0, amount: 1, big: false }] })).toBeUndefined();
});
