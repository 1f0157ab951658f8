import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/json/json.js';
import { compilePolicy } from '../../../shared/policy/compile.js';
import { rank } from '../../../shared/policy/rank.js';
import type { Verdict } from '../../../shared/model/decision.js';
import type { ToolRule } from '../../../shared/policy/language.js';
import type { PolicyDocument } from '../../../shared/policy/types.js';
import { facts } from './fixtures.js';

const value = fc.constantFrom<unknown>(
  1,
  5,
  9,
  'a',
  '/home/u/proj/x',
  '/home/u/secrets/y',
  'https://example.com',
  true,
  null,
  ['a'],
  { k: 1 },
  [],
);
const leaf = fc
  .oneof(
    fc.record({ path: fc.constantFrom('args.a', 'args.b', 'args.l[*]', 'args.o.k'), op: fc.constantFrom('eq', 'neq'), value }),
    fc.record({
      path: fc.constantFrom('args.a', 'args.b', 'args.l[*]'),
      op: fc.constantFrom('lt', 'gte'),
      value: fc.constantFrom(1, 5, 7),
    }),
    fc.record({ path: fc.constantFrom('args.a', 'args.b'), op: fc.constantFrom('in', 'not_in'), value: fc.array(value, { maxLength: 3 }) }),
    fc.record({
      path: fc.constantFrom('args.a', 'args.b'),
      op: fc.constantFrom('contains', 'starts_with', 'regex', 'glob'),
      value: fc.constantFrom('a', '/home'),
    }),
    fc.record({ path: fc.constantFrom('args.a', 'args.c'), op: fc.constant('exists') }),
    fc.record({ path: fc.constantFrom('args.a', 'args.b'), op: fc.constant('under'), value: fc.constant('/home/u/proj') }),
    fc.record({ path: fc.constantFrom('args.a', 'args.b'), op: fc.constant('host_in'), value: fc.constant(['example.com']) }),
  )
  .chain((condition) => fc.constantFrom(condition, { ...condition, missing: 'skip' }));
const condition: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  one: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc.record({ not: tie('one') }),
    fc.record({ any: fc.array(tie('one'), { minLength: 1, maxLength: 3 }) }),
  ),
})).one;
const entry = fc.record({ conditions: fc.array(condition, { minLength: 1, maxLength: 2 }) });
const limit = fc.record({
  window: fc.constantFrom('minute', 'hour'),
  max: fc.integer({ min: 0, max: 3 }),
  scope: fc.constantFrom('grant', 'server'),
  on_exceed: fc.constantFrom('deny', 'ask'),
});
const rule = fc.record(
  {
    action: fc.constantFrom('allow', 'ask', 'deny', 'hide'),
    require: fc.array(condition, { maxLength: 2 }),
    deny_if: fc.array(entry, { maxLength: 2 }),
    ask_if: fc.array(entry, { maxLength: 2 }),
    allow_if: fc.array(entry, { maxLength: 2 }),
    limits: fc.array(limit, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const level = fc.record(
  {
    default: fc.constantFrom('allow', 'ask', 'deny'),
    hide: fc.array(fc.constantFrom('x', 'write_*', 'y*'), { maxLength: 1 }),
    all_tools: rule,
    classes: fc.record({ write: rule }, { requiredKeys: [] }),
    tools: fc.dictionary(fc.constantFrom('write_file', 'write_*', '*_file', 'other'), rule, { maxKeys: 3 }),
  },
  { requiredKeys: [] },
);
const policy = fc
  .tuple(
    level,
    fc.dictionary(fc.constantFrom('files'), level, { maxKeys: 1 }),
    fc.dictionary(
      fc.constantFrom('cursor'),
      fc.tuple(level, fc.dictionary(fc.constantFrom('files'), level, { maxKeys: 1 })).map(([own, servers]) => ({ ...own, servers })),
      { maxKeys: 1 },
    ),
  )
  .map(([top, servers, clients]) => ({ version: '1' as const, ...top, servers, clients }));
const call = fc.record(
  { a: value, b: value, l: fc.array(value, { maxLength: 3 }), o: fc.oneof(value, fc.record({ k: value })) },
  { requiredKeys: [] },
);
const used = fc.integer({ min: 0, max: 4 });

const judge = (document: unknown, args: unknown, count: number) =>
  compilePolicy(document as PolicyDocument).evaluate(facts({ arguments: args as JsonObject }), (charge) => ({
    used: count,
    freeInMs: count + charge.amount > charge.max ? 1000 : 0,
  })).decision;
const rankOf = (document: unknown, args: unknown, count: number): number => rank(judge(document, args, count).verdict as Verdict);

type Mutable = { tools?: Record<string, ToolRule>; [key: string]: unknown };

function reversed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(reversed).reverse();
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .reverse()
      .map(([key, inner]) => [key, key === 'value' ? inner : reversed(inner)]),
  );
}

describe('the policy language', () => {
  it('does not care about the order of entries, rules and levels', () => {
    fc.assert(
      fc.property(
        policy,
        call,
        used,
        (document, args, count) => judge(document, args, count).verdict === judge(reversed(document), args, count).verdict,
      ),
      { numRuns: 500, seed: 7 },
    );
  });

  it('never becomes looser by one more require, deny_if, ask_if or limit on a rule that stands', () => {
    const extra = fc.oneof(
      fc.tuple(fc.constant('require'), condition),
      fc.tuple(fc.constant('deny_if'), entry),
      fc.tuple(fc.constant('ask_if'), entry),
      fc.tuple(fc.constant('limits'), limit),
    );
    fc.assert(
      fc.property(policy, call, used, extra, fc.nat(), (document, args, count, [key, added], pick) => {
        const copy = structuredClone(document) as unknown as Mutable;
        const rules = collect(copy);
        const target = rules[pick % Math.max(1, rules.length)] as Record<string, unknown[] | undefined> | undefined;
        if (target === undefined) return true;
        target[key] = [...(target[key] ?? []), added];
        return rankOf(copy, args, count) >= rankOf(document, args, count);
      }),
      { numRuns: 800, seed: 8 },
    );
  });

  it('explains every decision: a sentence, and a pointer to something that stands in the document', () => {
    fc.assert(
      fc.property(policy, call, used, (document, args, count) => {
        const decision = judge(document, args, count);
        return (
          decision.because.length > 0 &&
          decision.because.every(
            ({ pointer, text }) => text.length > 10 && !/undefined|\[object/.test(text) && (pointer === '' || stands(document, pointer)),
          )
        );
      }),
      { numRuns: 500, seed: 9 },
    );
  });

  it('gives the same decision whatever was asked before', () => {
    fc.assert(
      fc.property(policy, fc.array(call, { minLength: 2, maxLength: 4 }), (document, calls) => {
        const shared = compilePolicy(document as unknown as PolicyDocument);
        return calls.every(
          (args) =>
            shared.evaluate(facts({ arguments: args as JsonObject }), () => ({ used: 0, freeInMs: 0 })).decision.verdict ===
              judge(document, args, 0).verdict || hasLimits(document),
        );
      }),
      { numRuns: 80, seed: 10 },
    );
  });
});

const hasLimits = (document: unknown): boolean => JSON.stringify(document).includes('"max":0');

function collect(node: unknown, depth = 0): ToolRule[] {
  if (typeof node !== 'object' || node === null || depth > 6) return [];
  const found: ToolRule[] = [];
  for (const [key, inner] of Object.entries(node)) {
    if (key === 'all_tools') found.push(inner as ToolRule);
    else if (key === 'tools' || key === 'classes') found.push(...(Object.values(inner as object) as ToolRule[]));
    else if (key === 'servers' || key === 'clients' || depth > 0) found.push(...collect(inner, depth + 1));
  }
  return found;
}

function stands(document: unknown, pointer: string): boolean {
  let here: unknown = document;
  for (const step of pointer.slice(1).split('/')) {
    if (typeof here !== 'object' || here === null) return false;
    here = (here as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return here !== undefined;
}

describe('an operator under a change of type', () => {
  const canonical: [string, unknown, unknown][] = [
    ['eq', 'prod', 'prod'], ['eq', 5, 5], ['eq', true, true], ['in', ['prod', 'main'], 'prod'], ['gt', 100, 1000], ['gte', 100, 100], ['lt', 10, 5], ['lte', 10, 10], ['contains', 'drop', 'drop table'], ['contains', 'admin', ['admin']],
    ['starts_with', 'rm', 'rm -rf'], ['ends_with', '.env', 'x.env'], ['regex', 'drop', 'drop'], ['glob', 'rm *', 'rm x'], ['under', '/etc', '/etc/x'], ['host_in', ['evil.test'], 'https://evil.test/'], ['length_gte', 3, 'abcd'], ['length_lte', 10, 'abcd'],
  ]; // prettier-ignore
  const mutants = (given: unknown): unknown[] => {
    const mutated: unknown[] = [
      null,
      [],
      [given],
      [[given]],
      {},
      { value: given },
      { toString: 'x' },
      [given, given],
      { 0: given, length: 1 },
      [null],
      { constructor: given },
      JSON.parse(`{"__proto__":${JSON.stringify(given)}}`),
    ];
    mutated.push(
      ...(typeof given === 'string'
        ? [true, false, 0, 1, Infinity, -0, 42, 0.1]
        : typeof given === 'number'
          ? [String(given), '1e3', true, false, '', 'NaN', '0x10', ' 5']
          : ['true', 'false', 1, 0, '', 'x', 'admin', '1']),
    );
    return mutated.filter((mutant) => JSON.stringify(mutant) !== JSON.stringify(given));
  };

  it.each(canonical)('%s %j on %j is never more permissive for a mutant', (op, operand, given) => {
    const leafOf = (extra = {}) => ({ path: 'args.v', op, value: operand, ...extra });
    const policies = [
      { version: '1', tools: { write_file: { action: 'allow', deny_if: [{ conditions: [leafOf()] }] } } },
      { version: '1', tools: { write_file: { action: 'allow', deny_if: [{ conditions: [leafOf({ missing: 'skip' })] }] } } },
      { version: '1', tools: { write_file: { action: 'allow', require: [{ not: leafOf() }] } } },
      { version: '1', tools: { write_file: { action: 'allow', ask_if: [{ conditions: [leafOf()] }] } } },
    ];
    for (const document of policies) {
      const base = rankOf(document, { v: given }, 0);
      expect(base).toBeGreaterThan(0);
      // for a list the elements are compared one by one: a list in the list is another type, too
      for (const mutant of mutants(given)) {
        // both a text and a list may contain something: another text, or an empty list, is another value and no mutant
        if (
          op === 'contains' &&
          (Array.isArray(given) ? typeof mutant === 'string' : Array.isArray(mutant)) &&
          !JSON.stringify(mutant).includes(String(given))
        )
          continue;
        if (op === 'contains' && Array.isArray(mutant) && mutant.length === 0) continue;
        if (op.startsWith('length') && Array.isArray(mutant)) continue;
        expect([JSON.stringify(mutant), rankOf(document, { v: mutant }, 0) >= base]).toEqual([JSON.stringify(mutant), true]);
      }
    }
    // and what must be allowed only for the canonical value is not allowed for a mutant
    const only = { version: '1', tools: { write_file: { action: 'ask', allow_if: [{ conditions: [leafOf()] }] } } };
    for (const mutant of mutants(given)) {
      if (op.startsWith('length') && Array.isArray(mutant)) continue;
      if (op === 'contains' && Array.isArray(given) !== Array.isArray(mutant)) continue;
      if (op === 'contains' && Array.isArray(given) && Array.isArray(mutant) && mutant.includes('admin')) continue;
      expect([JSON.stringify(mutant), judge(only, { v: mutant }, 0).verdict]).toEqual([JSON.stringify(mutant), 'ask']);
    }
  });
});
