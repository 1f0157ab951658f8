import { describe, expect, it } from 'vitest';
import { loosens } from '../../../shared/policy/loosens.js';
import { document } from './fixtures.js';

const D = (rest: object) => document({ version: '1', ...rest });
const cond = { path: 'args.a', op: 'eq', value: 1 };
const limit = { window: 'minute', max: 10 };

describe('what loosens', () => {
  it.each<[string, object, object]>([
    ['the same', { default: 'ask' }, { default: 'ask' }],
    ['a stricter default', { default: 'allow' }, { default: 'deny' }],
    ['a stricter action', { tools: { a: { action: 'allow' } } }, { tools: { a: { action: 'ask' } } }],
    ['one more condition', { tools: { a: {} } }, { tools: { a: { deny_if: [{ conditions: [cond] }] } } }],
    ['one more rule that denies', { default: 'ask' }, { default: 'ask', servers: { s: { tools: { 'x*': { action: 'deny' } } } } }],
    ['a lower limit', { all_tools: { limits: [limit] } }, { all_tools: { limits: [{ ...limit, max: 9 }] } }],
    ['the same limit, otherwise written', { all_tools: { limits: [limit] } }, { all_tools: { rate_limit: '10/minute' } }],
    ['one more hidden tool', { hide: ['a'] }, { hide: ['b', 'a'] }],
    ['hiding everything instead', { hide: ['a'] }, { hide: ['*'] }],
    [
      'an allow_if that is gone',
      { tools: { a: { action: 'ask', allow_if: [{ conditions: [cond] }] } } },
      { tools: { a: { action: 'ask' } } },
    ],
    ['another reason', { tools: { a: { action: 'deny', reason: 'x' } } }, { tools: { a: { action: 'deny', reason: 'y' } } }],
    ['an explicit rule that says what held before', { default: 'deny' }, { default: 'deny', servers: { s: { default: 'deny' } } }],
    ['an allowing rule that is gone', { default: 'ask', tools: { a: { action: 'allow' } } }, { default: 'ask' }],
  ])('%s does not', (_, before, after) => expect(loosens(D(before), D(after))).toEqual([]));

  it.each<[string, object, object]>([
    ['a looser default', { default: 'deny' }, { default: 'ask' }],
    ['no default, where one denied', { default: 'deny' }, {}],
    ['a looser action', { tools: { a: { action: 'ask' } } }, { tools: { a: { action: 'allow' } } }],
    ['an empty rule by name', { default: 'deny' }, { default: 'deny', tools: { a: {} } }],
    ['a rule for one client', { default: 'deny' }, { default: 'deny', clients: { c: { default: 'ask' } } }],
    [
      'a rule for one class on one server',
      { default: 'ask' },
      { default: 'ask', servers: { s: { classes: { read: { action: 'allow' } } } } },
    ],
    ['a glob that allows', { default: 'ask' }, { default: 'ask', tools: { 'get_*': { action: 'allow' } } }],
    ['a denying rule that is gone', { default: 'ask', tools: { 'x*': { action: 'deny' } } }, { default: 'ask' }],
    ['deny where it was hidden', { tools: { a: { action: 'hide' } } }, { tools: { a: { action: 'deny' } } }],
    ['a condition that is gone', { tools: { a: { require: [cond] } } }, { tools: { a: {} } }],
    [
      'a condition that skips',
      { tools: { a: { deny_if: [{ conditions: [cond] }] } } },
      { tools: { a: { deny_if: [{ conditions: [{ ...cond, missing: 'skip' }] }] } } },
    ],
    ['an ask_if that is gone', { tools: { a: { ask_if: [{ conditions: [] }] } } }, { tools: { a: {} } }],
    ['a higher limit', { all_tools: { limits: [limit] } }, { all_tools: { limits: [{ ...limit, max: 11 }] } }],
    ['a limit that asks', { all_tools: { limits: [limit] } }, { all_tools: { limits: [{ ...limit, on_exceed: 'ask' }] } }],
    ['a limit of another scope', { all_tools: { limits: [limit] } }, { all_tools: { limits: [{ ...limit, scope: 'session' }] } }],
    [
      'a limit that counts another argument',
      { all_tools: { limits: [{ ...limit, increment_from: 'args.a' }] } },
      { all_tools: { limits: [{ ...limit, increment_from: 'args.b' }] } },
    ],
    ['a limit that is gone', { all_tools: { rate_limit: '1/day' } }, {}],
    ['one hidden tool less', { hide: ['a', 'b'] }, { hide: ['a'] }],
    ['an allow_if', { tools: { a: { action: 'ask' } } }, { tools: { a: { action: 'ask', allow_if: [{ conditions: [cond] }] } } }],
    ['sampling', {}, { methods: { sampling: { action: 'allow' } } }],
    [
      'a closer rule over a stricter one',
      { tools: { a: { action: 'deny' } } },
      { tools: { a: { action: 'deny' } }, servers: { s: { default: 'ask' } } },
    ],
  ])('%s does', (_, before, after) => expect(loosens(D(before), D(after)).length).toBeGreaterThan(0));

  it('is said when there are too many rules to compare', () => {
    const globs = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`x${i}*`, { action: 'deny' }]));
    expect(loosens(D({ tools: globs }), D({ tools: { ...globs, y: { action: 'deny' } } }))[0]).toContain('too many');
    expect(loosens(D({ tools: globs }), D({ tools: { ...globs, 'x0*': { action: 'deny', reason: 'new' } } }))).toEqual([]);
  });
});
