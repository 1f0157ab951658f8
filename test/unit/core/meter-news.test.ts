import { expect, it } from 'vitest';
import { createLimits } from '../../../electron/core/limits/limits.js';
import { createMeterNews } from '../../../electron/core/meter-news.js';
import type { LimitCharge } from '../../../shared/policy/types.js';
import { memoryStore } from '../limits/fixtures.js';
import { fakeClock } from '../../support/fake-clock.js';

const charge = (window: number): LimitCharge => ({
  pointer: '/limits/0', counter: 'c', key: JSON.stringify(['grant', 'cursor', '', 's', 'tool', `t${window}`, window]), windowMs: window, max: 5, amount: 1, onExceed: 'deny',
}); // prettier-ignore

it('tells when a count rises and when one falls by itself, the shortest window first, and rests while all are empty', () => {
  const still = fakeClock();
  const timers = new Set<{ atMs: number; run: () => void }>();
  const clock = {
    ...still,
    after(ms: number, run: () => void) {
      const timer = { atMs: still.monotonicMs() + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const pass = (ms: number): void => {
    const endMs = still.monotonicMs() + ms;
    for (;;) {
      const next = [...timers].sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > endMs) break;
      still.advance(next.atMs - still.monotonicMs());
      timers.delete(next);
      next.run();
    }
    still.advance(endMs - still.monotonicMs());
  };
  const told: number[] = [];
  const limits = createLimits({ store: memoryStore(), clock, changed: () => news.changed() });
  const news = createMeterNews(
    () => limits,
    clock,
    () => told.push(limits.meters().length),
  );

  limits.reserve('1', [charge(3_600_000)]);
  pass(10_000);
  limits.reserve('2', [charge(60_000)]);
  expect(told).toEqual([1, 2]);
  pass(60_001);
  expect(told).toEqual([1, 2, 1]);
  pass(3_600_000);
  expect(told).toEqual([1, 2, 1, 0]);
  expect(timers.size).toBe(0);

  limits.reserve('3', [charge(60_000)]);
  news.close();
  pass(120_000);
  expect(told).toEqual([1, 2, 1, 0, 1]);
});
