import { expect, test } from 'vitest';
import { paced } from '../../../electron/core/upstreams/paced.js';
import { fakeClock } from '../../support/fake-clock.js';

test('an output is read at 1.5 MB in a tenth of a second, whole and in order, and not held up by less', () => {
  const clock = fakeClock();
  let paused = 0;
  let isPaused = false;
  const stream = { isPaused: () => isPaused, pause: () => ((isPaused = true), (paused += 1)), resume: () => (isPaused = false) };
  const taken: number[] = [];
  const listen = paced(stream, (chunk) => taken.push(chunk[0] as number), clock);
  const chunk = (mark: number) => Buffer.alloc(384 * 1024, mark);
  for (const mark of [1, 2, 3]) listen(chunk(mark));
  clock.advance(100);
  for (const mark of [4, 5, 6]) listen(chunk(mark));
  expect(paused).toBe(0);
  clock.advance(60);
  listen(chunk(7));
  expect(isPaused).toBe(true);
  clock.advance(39);
  expect(isPaused).toBe(true);
  clock.advance(1);
  expect(isPaused).toBe(false);
  listen(chunk(8));
  expect([paused, taken]).toEqual([1, [1, 2, 3, 4, 5, 6, 7, 8]]);
});
