import { describe, expect, it, vi } from 'vitest';
import { createLimits } from '../../../electron/core/limits/limits.js';
import { charge, memoryStore } from './fixtures.js';
import { fakeClock } from '../../support/fake-clock.js';

const start = (clock = fakeClock(), store = memoryStore()) => ({ clock, store, limits: createLimits({ store, clock, changed: () => {} }) });

describe('limits', () => {
  it('forward exactly 30 of 1,000 calls that come at once', () => {
    const { limits } = start();
    let through = 0;
    for (let i = 0; i < 1000; i++) if (limits.reserve(`c${i}`, [charge()]).kind === 'reserved') through++;
    expect(through).toBe(30);
  });

  it('have one left after a kill when 29 of 30 were forwarded', () => {
    const { limits, clock, store } = start();
    for (let i = 0; i < 29; i++) limits.reserve(`c${i}`, [charge()]);
    clock.advance(3000);
    const again = createLimits({ store, clock, changed: () => {} });
    expect(again.read(charge()).used).toBe(29);
    expect(again.reserve('x', [charge()]).kind).toBe('reserved');
    expect(again.reserve('y', [charge()]).kind).toBe('exceeded');
  });

  it('say when there is room, and keep their word', () => {
    const { limits, clock } = start();
    for (let i = 0; i < 30; i++) {
      limits.reserve(`c${i}`, [charge()]);
      clock.advance(100);
    }
    const refused = limits.reserve('x', [charge()]);
    expect(refused).toMatchObject({ kind: 'exceeded', used: 30, retryAfterMs: 57_001 });
    clock.advance(57_000);
    expect(limits.reserve('x', [charge()]).kind).toBe('exceeded');
    clock.advance(1);
    expect(limits.reserve('x', [charge()]).kind).toBe('reserved');
  });

  it('reserve all or none', () => {
    const { limits } = start();
    const small = charge({ key: JSON.stringify(['grant', 'c', '', 's', 'tool', 'small', 60_000]), max: 0 });
    expect(limits.reserve('x', [charge(), small]).kind).toBe('exceeded');
    expect(limits.read(charge()).used).toBe(0);
  });

  it('count the highest of several amounts on one count', () => {
    for (const amounts of [
      [2, 5],
      [5, 2],
    ]) {
      const { limits } = start();
      limits.reserve(
        'x',
        amounts.map((amount) => charge({ amount })),
      );
      expect(limits.read(charge()).used).toBe(5);
    }
  });

  it('take nothing and throw when the stamp cannot be made durable', () => {
    const { limits, store } = start();
    store.broken = true;
    expect(() => limits.reserve('x', [charge()])).toThrow('disk full');
    expect(() => limits.reserve('x', [charge({ max: 5000 })])).toThrow('disk full');
    store.broken = false;
    expect(limits.read(charge()).used).toBe(0);
  });

  it('of 0 refuse a call that counts nothing, too, and no call may count less than nothing', () => {
    const { limits } = start();
    expect(limits.reserve('x', [charge({ max: 0, amount: 0 })])).toMatchObject({ kind: 'exceeded', retryAfterMs: Infinity });
    expect(() => limits.reserve('y', [charge({ amount: -1 })])).toThrow('no amount');
  });

  it('hold no block for durable whose write failed', () => {
    const { limits, store } = start();
    const large = charge({ max: 100_000 });
    // blocks of one, of two, and of four that cannot be written
    for (const id of ['a', 'b', 'c']) limits.reserve(id, [large]);
    store.broken = true;
    expect(() => limits.reserve('d', [large])).toThrow('disk full');
    store.broken = false;
    const { writes } = store;
    limits.reserve('e', [large]);
    expect(store.writes).toBe(writes + 1);
  });

  it('draw anew from a durable block what was given back to it', () => {
    const { limits, store } = start();
    const large = charge({ max: 100_000 });
    // blocks of one, then of two
    for (const id of ['a', 'b']) limits.reserve(id, [large]);
    limits.release('b');
    expect(store.writes).toBe(2);
    for (const id of ['c', 'd']) limits.reserve(id, [large]);
    expect(store.writes).toBe(2);
    limits.reserve('e', [large]);
    expect(store.writes).toBe(3);
  });

  it.each([
    [20, 30],
    [30, 20],
  ])('count two rules on one count (%i and %i) by the lower maximum', (first, second) => {
    const { limits } = start();
    limits.reserve('x', [charge({ max: first }), charge({ max: second })]);
    expect(limits.meters()).toMatchObject([{ used: 1, max: 20 }]);
  });

  it('give back what was released, in memory and in the store', () => {
    const { limits, store } = start();
    limits.reserve('x', [charge()]);
    limits.release('x');
    limits.release('x');
    expect(limits.read(charge()).used).toBe(0);
    expect(store.rows).toEqual([]);
  });

  it('count one call once per key, also when two limits share it', () => {
    const { limits } = start();
    limits.reserve('x', [charge(), charge({ max: 5, pointer: '/all_tools/limits/0' })]);
    expect(limits.read(charge()).used).toBe(1);
  });

  it('keep a lower max that came later to what was used before', () => {
    const { limits } = start();
    for (let i = 0; i < 12; i++) limits.reserve(`c${i}`, [charge()]);
    expect(limits.reserve('x', [charge({ max: 10 })]).kind).toBe('exceeded');
  });

  it('do not open when the wall clock jumps a day ahead or back', () => {
    for (const jump of [86_400_000, -86_400_000]) {
      const { limits, clock, store } = start();
      for (let i = 0; i < 30; i++) limits.reserve(`c${i}`, [charge()]);
      clock.jump(jump);
      expect(limits.reserve('x', [charge()]).kind).toBe('exceeded');
      limits.reserve('other', [charge({ key: JSON.stringify(['grant', 'c', '', 's', 'tool', 'o', 60_000]) })]);
      const again = createLimits({ store, clock, changed: () => {} });
      expect(again.reserve('x', [charge()]).kind).toBe('exceeded');
    }
  });

  it('open again after a window even when the wall clock went back', () => {
    const { limits, clock, store } = start();
    for (let i = 0; i < 30; i++) limits.reserve(`c${i}`, [charge()]);
    clock.jump(-86_400_000);
    const again = createLimits({ store, clock, changed: () => {} });
    expect(again.reserve('x', [charge()]).kind).toBe('exceeded');
    clock.advance(60_001);
    expect(limits.reserve('x', [charge()]).kind).toBe('reserved');
    expect(again.reserve('y', [charge()]).kind).toBe('reserved');
  });

  it('do not open when the wall clock jumps ahead, back, and ahead again', () => {
    const { limits, clock, store } = start();
    const other = () => limits.reserve('o', [charge({ key: JSON.stringify(['grant', 'c', '', 's', 'tool', 'o', 60_000]) })]);
    clock.jump(600_000);
    other();
    clock.jump(-600_000);
    other();
    clock.advance(10_000);
    for (let i = 0; i < 30; i++) limits.reserve(`c${i}`, [charge()]);
    clock.jump(600_000);
    other();
    expect(createLimits({ store, clock, changed: () => {} }).reserve('x', [charge()]).kind).toBe('exceeded');
  });

  it('do not open after a jump ahead of a clock that was a little ahead already', () => {
    const { limits, clock, store } = start();
    clock.jump(900);
    for (let i = 0; i < 30; i++) limits.reserve(`c${i}`, [charge()]);
    clock.jump(600_000);
    limits.close();
    expect(start(clock, store).limits.read(charge()).used).toBe(30);
  });

  it('do not open after a jump ahead that only refused calls, or nobody, saw before the next start', () => {
    for (const seen of ['by a refused call', 'at the end'] as const) {
      const { limits, clock, store } = start();
      for (let i = 0; i < 30; i++) limits.reserve(`c${i}`, [charge()]);
      clock.jump(600_000);
      if (seen === 'at the end') limits.close();
      else expect(limits.read(charge()).used).toBe(30);
      expect(start(clock, store).limits.read(charge()).used).toBe(30);
    }
  });

  it('do not open when a clock that stood in 1970 is set, nor after what is long over was thrown away', () => {
    const { limits, clock, store } = start(fakeClock(60_000));
    for (let i = 0; i < 29; i++) limits.reserve(`c${i}`, [charge()]);
    clock.jump(1_700_000_000_000);
    limits.reserve('c29', [charge()]);
    const next = start(clock, store).limits;
    expect(next.read(charge()).used).toBe(30);
    for (let i = 0; i < 5000; i++)
      next.reserve(`d${i}`, [charge({ max: Infinity, key: JSON.stringify(['grant', 'c', '', 's', 'tool', 'u', 60_000]) })]);
    expect(start(clock, store).limits.read(charge()).used).toBe(30);
  });

  it('do not open when the wall clock jumps ahead while the disk is full', () => {
    const { limits, clock, store } = start();
    const other = () => limits.reserve('o', [charge({ key: JSON.stringify(['grant', 'c', '', 's', 'tool', 'o', 60_000]) })]);
    for (let i = 0; i < 30; i++) limits.reserve(`c${i}`, [charge()]);
    clock.jump(600_000);
    store.broken = true;
    expect(other).toThrow('disk full');
    store.broken = false;
    other();
    expect(createLimits({ store, clock, changed: () => {} }).reserve('x', [charge()]).kind).toBe('exceeded');
  });

  it('forget nothing that is still in the window while the machine was off, and the rest', () => {
    const { limits, clock, store } = start();
    for (let i = 0; i < 30; i++) limits.reserve(`c${i}`, [charge()]);
    clock.advance(50_000);
    expect(createLimits({ store, clock, changed: () => {} }).read(charge()).used).toBe(30);
    clock.advance(20_000);
    expect(createLimits({ store, clock, changed: () => {} }).read(charge()).used).toBe(0);
  });

  it('write seldom for a very large max, and count at least as many after a kill', () => {
    const { limits, store, clock } = start();
    const large = charge({ key: JSON.stringify(['grant', 'c', '', 's', 'tool', 'big', 3_600_000]), windowMs: 3_600_000, max: 100_000_000 });
    for (let i = 0; i < 50_000; i++) {
      limits.reserve(`c${i}`, [large]);
      if (i % 10 === 0) clock.advance(1);
    }
    expect(store.writes).toBeLessThan(60);
    const used = createLimits({ store, clock, changed: () => {} }).read(large).used;
    expect(used).toBeGreaterThanOrEqual(50_000);
    expect(used).toBeLessThanOrEqual(110_000);
  });

  it('never let more than a bucketed max through, also across kills', () => {
    const clock = fakeClock();
    const store = memoryStore();
    const limit = charge({ max: 2000 });
    let limits = createLimits({ store, clock, changed: () => {} });
    let through = 0;
    for (let i = 0; i < 6000; i++) {
      if (i % 500 === 0) limits = createLimits({ store, clock, changed: () => {} });
      if (limits.reserve(`c${i}`, [limit]).kind === 'reserved') through++;
      clock.advance(7);
    }
    expect(through).toBeLessThanOrEqual(2000);
    expect(through).toBeGreaterThan(900);
  });

  it('allow 10 more for one window when a person says so', () => {
    const { limits, clock } = start();
    for (let i = 0; i < 30; i++) limits.reserve(`c${i}`, [charge()]);
    expect(limits.extend(charge().key, 10)).toBe(true);
    let through = 0;
    for (let i = 0; i < 20; i++) if (limits.reserve(`d${i}`, [charge()]).kind === 'reserved') through++;
    expect(through).toBe(10);
    clock.advance(60_001);
    let later = 0;
    for (let i = 0; i < 50; i++) if (limits.reserve(`e${i}`, [charge()]).kind === 'reserved') later++;
    expect(later).toBe(30);
    expect(limits.extend('unknown', 1)).toBe(false);
  });

  it('keep what a person added over a kill, until its window ends, and let never more than max + 10 through', () => {
    const { limits, clock, store } = start();
    for (let i = 0; i < 30; i++) limits.reserve(`c${i}`, [charge()]);
    clock.advance(20_000);
    limits.extend(charge().key, 10);
    for (let i = 0; i < 4; i++) limits.reserve(`d${i}`, [charge()]);
    clock.advance(10_000);
    const { limits: again } = start(clock, store);
    const goes = (id: string) => again.reserve(id, [charge()]).kind === 'reserved';
    expect(Array.from({ length: 20 }, (_, i) => goes(`e${i}`)).filter(Boolean)).toHaveLength(6);
    expect(again.meters()).toMatchObject([{ used: 40, max: 40 }]);
    expect(again.extended?.([charge()])).toMatchObject([{ max: 40 }]);
    clock.advance(50_001);
    expect(again.extended?.([charge()])).toMatchObject([{ max: 30 }]);
    expect(Array.from({ length: 50 }, (_, i) => goes(`f${i}`)).filter(Boolean)).toHaveLength(20); // after a restart stamps count a second longer
  });

  it.each([
    ['went back past it', -25_000, 30],
    ['jumped ahead over its window', 61_000, 30],
  ])('do not let a clock that %s while nothing ran lengthen what a person added', (_, jumpMs, max) => {
    const { limits, clock, store } = start();
    for (let i = 0; i < 30; i++) limits.reserve(`c${i}`, [charge()]);
    clock.advance(20_000);
    limits.extend(charge().key, 10);
    clock.jump(jumpMs);
    expect(start(clock, store).limits.extended?.([charge()])).toMatchObject([{ max }]);
  });

  it('add nothing when it cannot be kept', () => {
    const { limits, store } = start();
    limits.reserve('c', [charge()]);
    store.broken = true;
    expect(() => limits.extend(charge().key, 10)).toThrow('disk full');
    expect(limits.extended?.([charge()])).toMatchObject([{ max: 30 }]);
  });

  it('show every count as used of max, with the time until it is free', () => {
    const { limits } = start();
    for (let i = 0; i < 30; i++) limits.reserve(`c${i}`, [charge()]);
    expect(limits.meters()).toEqual([
      {
        key: charge().key,
        pointer: '/tools/t/limits/0',
        counter: 't',
        client: 'c',
        server: 's',
        tool: 't',
        used: 30,
        max: 30,
        windowMs: 60_000,
        freeInMs: 60_001,
      },
    ]);
  });

  it('count what a person let through over an "ask" limit', () => {
    const { limits } = start();
    for (let i = 0; i < 30; i++) limits.reserve(`c${i}`, [charge()]);
    expect(limits.reserve('x', [charge({ max: Infinity, onExceed: 'ask' })]).kind).toBe('reserved');
    expect(limits.read(charge()).used).toBe(31);
  });

  it('prune what no window needs any more', () => {
    const { limits, clock, store } = start();
    for (let i = 0; i < 11_000; i++) {
      limits.reserve(`c${i}`, [charge()]);
      clock.advance(2100);
    }
    expect(store.rows.length).toBeLessThan(5200);
  });

  it('prune what earlier runs left, however few calls each of them counted', () => {
    const { clock, store } = start();
    for (let run = 0; run < 50; run++) {
      const { limits } = start(clock, store);
      for (let i = 0; i < 20; i++) limits.reserve(`c${run}.${i}`, [charge()]);
      clock.advance(3_600_000);
    }
    expect(store.rows.length).toBeLessThan(50);
  });

  it('count a call as ever when what is long over cannot be thrown away', () => {
    const { clock, store } = start();
    const prune = vi.spyOn(store, 'prune').mockImplementation(() => {
      throw new Error('disk full');
    });
    const { limits } = start(clock, store);
    expect(limits.reserve('a', [charge()])).toEqual({ kind: 'reserved' });
    prune.mockRestore();
    expect(limits.read(charge()).used).toBe(1);
  });
});
