import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../shared/json/json.js';
import { compareNumbers, isWhole, toUpperDouble } from '../../../shared/policy/numbers.js';

const n = (digits: string) => new ExactNumber(digits);

describe('numbers to the last digit', () => {
  it.each<[a: string, b: string, order: -1 | 0 | 1]>([
    ['9007199254740993', '9007199254740992', 1],
    ['-9007199254740993', '9007199254740993', -1],
    ['9007199254740993', '-9007199254740993', 1],
    ['-9007199254740993', '-9007199254740992', -1],
    ['-9007199254740992', '-9007199254740993', 1],
    ['-1e30', '-1e31', 1],
    ['0', '-0', 0],
    ['-0.0', '0e5', 0],
    ['0', '-9007199254740993', 1],
    ['0.1', '0.10000000000000000001', -1],
    ['0.12', '0.1', 1],
    ['0.1', '0.12', -1],
    ['1e3', '1000.000', 0],
    ['1e400', '9e399', 1],
    ['1e-400', '0', 1],
    ['99', '100', -1],
    ['123456789012345678901234567890', '12345678901234567890123456789e1', 0],
  ])('%s against %s is %i', (a, b, order) => {
    expect([compareNumbers(n(a), n(b)), compareNumbers(n(b), n(a))]).toEqual([order, order === 0 ? 0 : -order]);
  });

  it('agree with the numbers that a double holds, however they are written', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(double, double, (a, b) => {
        const order = a < b ? -1 : a > b ? 1 : 0;
        const written = (value: number) => [value, n(String(value)), n(value.toExponential())];
        for (const left of written(a)) for (const right of written(b)) if (compareNumbers(left, right) !== order) return false;
        return Number.isInteger(a) === isWhole(n(String(a)));
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  it('are in no order with what is none', () => {
    for (const other of [NaN, Infinity, 'x', null, true, [], n('0x10'), n('')]) expect(compareNumbers(n('1'), other)).toBeUndefined();
  });

  it('are never counted for less than they are', () => {
    for (const digits of ['9007199254740993', '0.1000000000000000055511151231257828', '123456789012345678901'])
      expect(compareNumbers(toUpperDouble(n(digits)), n(digits))).not.toBe(-1);
    expect([toUpperDouble(n('1e400')), toUpperDouble(NaN), toUpperDouble(2)]).toEqual([undefined, undefined, 2]);
  });
});
