import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../../shared/policy/parse.js';

describe('a policy that is too large', () => {
  const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
  const eq = { path: 'args.a', op: 'eq', value: 1 };

  it.each([
    [
      '4,001 conditions inside one another',
      { all_tools: { require: many(21, () => ({ any: many(200, () => ({ not: eq })) })) } },
      '4,200 conditions',
      '/all_tools/require/20',
    ],
    [
      '10,000 entries of one rule',
      { all_tools: { deny_if: many(10_000, () => ({ conditions: [eq] })) } },
      '10,000 conditions',
      '/all_tools/deny_if/4000/conditions/0',
    ],
    [
      'entries without a condition',
      { all_tools: { ask_if: many(4001, () => ({ conditions: [] })) } },
      '4,001 conditions',
      '/all_tools/ask_if/4000',
    ],
    [
      '501 patterns',
      { all_tools: { deny_if: many(501, (i) => ({ conditions: [{ path: 'args.a', op: 'regex', value: `x${i}` }] })) } },
      '501 regular expressions',
      '/all_tools/deny_if/500/conditions/0',
    ],
    ['2,001 limits', { all_tools: { limits: many(2001, () => ({ window: 'minute', max: 1 })) } }, '2,001 limits', '/all_tools/limits/2000'],
    ['4,001 hidden names', { servers: { s: { hide: many(4001, (i) => `h${i}`) } } }, '4,001 names under "hide"', '/servers/s/hide/4000'],
  ])('with %s is refused with the count, the ceiling, the place and what to do', (_, document, says, pointer) => {
    const { problems } = readPolicy(JSON.stringify({ version: '1', ...document }, null, 1));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]?.message).toContain(says);
    expect(problems[0]).toMatchObject({ pointer, line: expect.any(Number) as number, fix: expect.any(String) as string });
  });
});
