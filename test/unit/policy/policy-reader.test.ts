import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy, readPolicy } from '../../../shared/policy/parse.js';
import { createPolicyReader } from '../../../shared/policy/policy-reader.js';
import { readJsonc } from '../../../shared/policy/read-jsonc.js';
import { facts, noLimits } from './fixtures.js';

const rule = (n: number): object => ({ action: 'ask', deny_if: [{ conditions: [{ path: 'args.q', op: 'eq', value: n }] }] });
const many = (count: number, more: object = {}): string =>
  JSON.stringify({
    version: '1',
    servers: { s: { tools: Object.fromEntries(Array.from({ length: count }, (_, n) => [`t${n}`, rule(n)])) } },
    ...more,
  });

const bad: readonly (readonly [string, string])[] = [
  ['a rule that nobody saw', many(20, { all_tools: { action: 'alow' } })],
  ['a known rule under a class that is none', many(20, { classes: { raed: rule(1) } })],
  ['a known rule under an empty name', many(20, { tools: { '': rule(1) } })],
  ['a known rule under a name that is too long', many(20, { tools: { [`${'x'.repeat(1001)}`]: rule(1) } })],
  ['a known rule under a method that is none', many(20, { methods: { samplng: rule(1) } })],
  ['a known rule where none may stand', many(20, { rules: { t1: rule(1) } })],
  ['a known rule in a list', many(20, { tools: [rule(1)] })],
  ['a rule that differs by a digit that no double holds', many(20).replace('"value":7', '"value":7, "valeu":9007199254740993')],
  ['too many rules', many(5001)],
  ['a key that stands twice', many(20).replace('"t3"', '"t4"')],
  ['broken JSON', many(20).slice(0, -1)],
];

describe('a reader that remembers', () => {
  it.each(bad)('says of %s what one says that does not', (_what, text) => {
    const reader = createPolicyReader();
    expect(reader.parse(many(20)).ok).toBe(true);
    expect(reader.read(text)).toEqual(readPolicy(text));
    expect(reader.read(text).document).toBeUndefined();
  });

  it('prepares a text in slices, changing nothing of what is said about it', async () => {
    for (const text of [many(500), ...bad.map(([, one]) => one)]) {
      const reader = createPolicyReader();
      let nowMs = 0;
      let pauses = 0;
      await reader.prepare(text, { nowMs: () => (nowMs += 2), pause: () => Promise.resolve(void pauses++) });
      expect(reader.read(text)).toEqual(readPolicy(text));
      if (text === many(500)) expect(pauses).toBeGreaterThanOrEqual(80);
    }
  });

  it('takes a rule that was compiled before only where the same words stand at the same place', () => {
    const reader = createPolicyReader();
    const judged = (text: string, tool: string, q: number) => {
      const parsed = reader.parse(text);
      if (!parsed.ok) throw new Error(parsed.error.message);
      const call = facts({ server: 's', tool, arguments: { q } });
      const fresh = parsePolicy(text);
      if (!fresh.ok) throw new Error(fresh.error.message);
      const { decision } = reader.compile(parsed.value.document).evaluate(call, noLimits);
      expect(decision).toEqual(createPolicyReader().compile(fresh.value.document).evaluate(call, noLimits).decision);
      return [decision.verdict, decision.because[0]?.pointer];
    };
    expect(judged(many(3), 't1', 1)).toEqual(['deny', '/servers/s/tools/t1/deny_if/0']);
    expect(judged(many(3).replace('"value":1', '"value":2'), 't1', 1)).toEqual(['ask', '/servers/s/tools/t1']);
    expect(judged(many(3).replace('"s"', '"s"').replaceAll('"t1"', '"t9"'), 't9', 1)).toEqual(['deny', '/servers/s/tools/t9/deny_if/0']);
    expect(judged(many(3), 't1', 1)).toEqual(['deny', '/servers/s/tools/t1/deny_if/0']);
  });
});

describe('JSON with comments', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const gap = fc.constantFrom('', ' ', '\n', '/* a */', '// b\n', '/* " */', '//"\r\n', '/**/', '/* // */');

  it('means what it means without them', () => {
    fc.assert(
      fc.property(json, fc.infiniteStream(gap), (value, gaps) => {
        const next = (): string => gaps.next().value as string;
        const write = (one: unknown): string => {
          if (Array.isArray(one)) return `[${next()}${one.map((item) => write(item) + next()).join(`,${next()}`)}]`;
          if (typeof one !== 'object' || one === null) return JSON.stringify(one);
          return `{${next()}${Object.entries(one)
            .map(([key, item]) => `${JSON.stringify(key)}${next()}:${next()}${write(item)}`)
            .join(`${next()},${next()}`)}}`;
        };
        const read = readJsonc(`${next()}${write(value)}${next()}`);
        expect(read.problems).toEqual([]);
        expect(JSON.parse(JSON.stringify(read.value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it.each([
    '{} /*',
    '{} /*/',
    '{"a":1}/* *',
    '{} /',
    '{ / }',
    '{"a":1,}',
    '{"a":1 // }',
    '{"a" /*: 1}',
    '[1 2]',
    '{} {}',
    '{"a":1,"a":1}',
    '{"a":1 /* */ ,"a" // x\n:1}',
  ])('refuses %s', (text) => {
    expect(readJsonc(text).problems.length).toBeGreaterThan(0);
    expect(readPolicy(text).document).toBeUndefined();
  });

  it('finds the place of what stands behind a comment', () => {
    expect(readPolicy('{ /* x\n */ "version": "1", // "version"\n  "defualt": "ask" }').problems[0]).toMatchObject({ line: 3, column: 3 });
  });
});
