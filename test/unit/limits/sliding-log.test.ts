import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlidingLog, exceeds } from '../../../shared/limits/sliding-log.js';
import { play, schedule } from './brute-force.js';

describe('a sliding log', () => {
  it('never holds more than max in any window, and waits exactly as long as needed, over 2,000 random schedules', () => {
    fc.assert(
      fc.property(schedule, (plan) => play(plan) === undefined),
      { numRuns: 2000, seed: 30 },
    );
  });

  it('lets 30 through when 30 come at 59.9 s and 30 at 60.1 s', () => {
    const log = createSlidingLog(60_000);
    let through = 0;
    for (const at of [59_900, 60_100]) {
      for (let i = 0; i < 30; i++) {
        if (log.freeInMs(at, 1, 30) > 0) continue;
        log.add(at, 1, 30);
        through++;
      }
    }
    expect(through).toBe(30);
    expect(log.freeInMs(60_100, 1, 30)).toBe(59_801);
  });

  it('keeps a stamp that is exactly as old as the window, and drops it a millisecond later', () => {
    const log = createSlidingLog(1000);
    log.add(0, 1, 1);
    expect(log.freeInMs(1000, 1, 1)).toBe(1);
    expect(log.freeInMs(1001, 1, 1)).toBe(0);
  });

  it('refuses everything at max 0 and what is larger than max, for ever', () => {
    const log = createSlidingLog(1000);
    expect(log.freeInMs(0, 1, 0)).toBe(Infinity);
    expect(log.freeInMs(0, 11, 10)).toBe(Infinity);
  });

  it('holds at most 1,001 buckets above max 1,000 and rounds towards refusal', () => {
    const log = createSlidingLog(60_000);
    let through = 0;
    for (let at = 0; at < 180_000; at += 3) {
      if (log.freeInMs(at, 1, 5000) > 0) continue;
      log.add(at, 1, 5000);
      through++;
      expect(log.size()).toBeLessThanOrEqual(1001);
    }
    expect(through).toBeLessThanOrEqual(15_000);
    expect(through).toBeGreaterThan(14_000);
  });

  it('never puts a bucket before its stamp, not even by the dust of a fraction', () => {
    const log = createSlidingLog(9);
    expect(log.add(27, 1, 1001)).toBeGreaterThanOrEqual(27);
    expect(log.used(36)).toBe(1);
  });

  it('forgets nothing beside an amount that a person let through and that is larger than numbers are exact', () => {
    for (const huge of [[1e300], [1e308, 1e308]]) {
      const log = createSlidingLog(1000);
      for (const amount of huge) log.add(0, amount, Infinity);
      log.add(500, 50, 100);
      expect(log.freeInMs(500, 50, 100)).toBe(501);
      expect(log.used(1001)).toBe(50);
      expect(log.freeInMs(1001, 51, 100)).toBe(500);
    }
    const given = createSlidingLog(1000);
    given.add(0, 50, 100);
    given.add(1, 1e300, Infinity);
    given.remove(1, 1e300);
    expect(given.used(2)).toBe(50);
  });

  it('adds tenths without dust: 0.1 + 0.2 fits under 0.3 and nothing more does', () => {
    const log = createSlidingLog(1000);
    log.add(0, 0.1, 0.3);
    expect(log.freeInMs(0, 0.2, 0.3)).toBe(0);
    log.add(0, 0.2, 0.3);
    expect(log.freeInMs(0, 0.01, 0.3)).toBe(1001);
    expect(exceeds(0.7, 0.1, 0.8)).toBe(false);
  });

  it('gives back exactly what is removed', () => {
    const log = createSlidingLog(1000);
    const at = log.add(5, 2, 3);
    log.add(6, 1, 3);
    log.remove(at, 2);
    expect(log.used(6)).toBe(1);
    log.remove(at, 2);
    expect(log.used(6)).toBe(1);
  });
});
