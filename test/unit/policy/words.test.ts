import { describe, expect, it } from 'vitest';
import { conditionWords, limitWords, waitWords } from '../../../shared/policy/words.js';
import type { Condition } from '../../../shared/policy/language.js';
import { inEnglish } from '../../../shared/words/say.js';

const a = { path: 'args.a', op: 'exists' } as const;
const b = { path: 'args.b', op: 'exists' } as const;

describe('a condition in words', () => {
  it.each<[Condition, yes: string, no: string]>([
    [a, 'args.a is given', 'args.a is not given'],
    [{ ...a, value: true }, 'args.a is given', 'args.a is not given'],
    [{ ...a, value: false }, 'args.a is not given', 'args.a is given'],
    [{ not: a }, 'args.a is not given', 'args.a is given'],
    [{ any: [a] }, 'args.a is given', 'args.a is not given'],
    [{ any: [a, b] }, '(args.a is given or args.b is given)', '(args.a is not given and args.b is not given)'],
    [{ not: { any: [a, { not: b }] } }, '(args.a is not given and args.b is given)', '(args.a is given or args.b is not given)'],
    [{ path: 'args.a', op: 'in', value: [1, 'x', null] }, 'args.a is one of 1, x or null', 'args.a is none of 1, x or null'],
    [
      { path: 'args.a', op: 'lt', value: 5, missing: 'skip' },
      'args.a is below 5 (where it is given)',
      'args.a is at least 5 (where it is given)',
    ],
  ])('%j reads both ways', (condition, yes, no) => {
    expect([conditionWords(condition), conditionWords(condition, inEnglish, true)]).toEqual([yes, no]);
  });
});

describe('a limit in words', () => {
  it.each([
    [{ window: 'minute', max: 30 }, 'at most 30 calls in any minute for this application'],
    [{ window: 'minute', max: 1, scope: 'grant' }, 'at most 1 call in any minute for this application'],
    [{ window: '15m', max: 5, scope: 'session' }, 'at most 5 calls in any 15 minutes in this session'],
    [{ window: 0.5, max: 5, scope: 'server' }, 'at most 5 calls in any 0.5 seconds for this server'],
    [{ window: 'day', max: 100, scope: 'global', increment_from: 'args.amount' }, 'at most 100 of args.amount in any day in all'],
  ] as const)('%j says how much, in which window, and for whom', (limit, words) => {
    expect(limitWords(limit)).toBe(words);
  });

  it('says a wait rounded up, never too short', () => {
    expect([1, 1000, 1001, 119_000, 119_001, 7_140_001, 172_800_001, Infinity].map((ms) => waitWords(ms))).toEqual([
      '1 second',
      '1 second',
      '2 seconds',
      '119 seconds',
      '2 minutes',
      '2 hours',
      '3 days',
      'never',
    ]);
  });
});
