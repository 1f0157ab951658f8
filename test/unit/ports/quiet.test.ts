import { expect, it } from 'vitest';
import { createQuiet } from '../../../electron/core/ports/quiet.js';
import { fakeClock } from '../../support/fake-clock.js';

/** after how many seconds something is done that waits for three quiet ones, ten at most, with calls in these seconds */
function doneAfter(calls: readonly number[], cancelAfter = Infinity): number | undefined {
  const clock = fakeClock();
  const quiet = createQuiet(clock);
  let done = false;
  const cancel = quiet.after(3000, 10_000, () => (done = true));
  for (let second = 1; second <= 30; second++) {
    if (calls.includes(second)) quiet.heard();
    if (second === cancelAfter) cancel();
    clock.advance(1000);
    if (done) return second;
  }
  return undefined;
}

it('waits until nobody calls, and no longer than it may', () => {
  expect(doneAfter([])).toBe(3);
  expect(doneAfter([2])).toBe(6);
  expect(doneAfter([2, 5])).toBe(9);
  expect(doneAfter(Array.from({ length: 30 }, (_, i) => i + 1))).toBe(12);
  expect(doneAfter([2], 5)).toBeUndefined();
});

it('does at the end what still waits, once, and not what was taken back', () => {
  const clock = fakeClock();
  const quiet = createQuiet(clock);
  const done: string[] = [];
  quiet.after(1000, 10_000, () => done.push('before'));
  clock.advance(1000);
  quiet.after(1000, 10_000, () => done.push('waiting'));
  quiet.after(1000, 10_000, () => done.push('taken back'))();
  quiet.close();
  clock.advance(20_000);
  expect(done).toEqual(['before', 'waiting']);
});

it('ends within half a second and what it begins then, however much waits', () => {
  const clock = fakeClock();
  const quiet = createQuiet(clock);
  let done = 0;
  for (let i = 0; i < 10; i++) quiet.after(60_000, 60_000, () => ((done += 1), clock.advance(200)));
  quiet.close();
  expect(done).toBe(3);
  clock.advance(120_000);
  expect(done).toBe(3);
});

it('knows whether anybody has called', () => {
  const quiet = createQuiet(fakeClock());
  expect(quiet.heardAny()).toBe(false);
  quiet.heard();
  expect(quiet.heardAny()).toBe(true);
});
