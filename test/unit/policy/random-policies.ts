import fc from 'fast-check';
import { args, compile, document, facts, noLimits } from './fixtures.js';
import { loosens } from '../../../shared/policy/loosens.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import { referenceVerdict, type Call, type Condition, type Level, type Rule } from './reference-evaluator.js';

/** Random policies and calls over few names and values, so that rules meet calls often. */
const scalar = fc.constantFrom(null, true, false, 0, 1, 2, 'a', 'ab', 'b');
const value = fc.oneof({ weight: 3, arbitrary: scalar }, fc.array(scalar, { maxLength: 2 }), fc.record({ k: scalar }));
const path = fc.constantFrom(
  'args.a',
  'args.b',
  'args.a.k',
  'args.b[0]',
  'args.b[*]',
  'args.b[*]',
  'args.b[*]',
  'args.b[*].k',
  'args.c[*].k',
  'args.c[*].d[*]',
);
const missing = fc.constantFrom<{ missing?: string }[]>({}, {}, { missing: 'skip' }, { missing: 'match' });

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.tuple(path, fc.constantFrom('eq', 'neq', 'contains'), value, missing).map(([p, op, v, m]) => ({ path: p, op, value: v, ...m })),
  fc
    .tuple(path, fc.constantFrom('in', 'not_in'), fc.array(value, { maxLength: 2 }), missing)
    .map(([p, op, v, m]) => ({ path: p, op, value: v, ...m })),
  fc.tuple(path, fc.constantFrom('lt', 'gte'), fc.constantFrom(0, 1, 2), missing).map(([p, op, v, m]) => ({ path: p, op, value: v, ...m })),
  fc
    .tuple(path, fc.constantFrom('starts_with', 'ends_with'), fc.constantFrom('a', 'b'), missing)
    .map(([p, op, v, m]) => ({ path: p, op, value: v, ...m })),
  path.map((p) => ({ path: p, op: 'exists' })),
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(tie('condition'), { minLength: 1, maxLength: 2 }).map((any) => ({ any })) },
    { weight: 3, arbitrary: tie('condition').map((not) => ({ not })) },
  ),
}));
const optional = { requiredKeys: [] };
const entries = (minLength: number) =>
  fc.array(fc.record({ conditions: fc.array(condition, { minLength, maxLength: 2 }) }), { minLength: 1, maxLength: 2 });
const rule: fc.Arbitrary<Rule> = fc.record(
  {
    action: fc.constantFrom('allow', 'allow', 'ask', 'ask', 'deny', 'hide'),
    require: fc.array(condition, { minLength: 1, maxLength: 2 }),
    deny_if: entries(0),
    ask_if: entries(0),
    allow_if: entries(1),
  },
  optional,
);
const named = <T>(names: readonly string[], of: fc.Arbitrary<T>) =>
  fc.dictionary(fc.constantFrom(...names), of, { maxKeys: 2, noNullPrototype: true });
const TOOLS = ['get_x', 'get_y', 'put'];
const parts = {
  default: fc.constantFrom<('allow' | 'ask' | 'deny')[]>('allow', 'ask', 'deny'),
  hide: fc.array(fc.constantFrom('put', 'get_*', '*z'), { maxLength: 1 }),
  all_tools: rule,
  classes: named(['read', 'write'], rule),
  tools: named([...TOOLS, 'get_*', '*x', '*'], rule),
};
const server: fc.Arbitrary<Level> = fc.record(parts, optional);
const client: fc.Arbitrary<Level> = fc.record({ ...parts, servers: named(['s'], server) }, optional);
export const policy: fc.Arbitrary<Level> = fc.record(
  { ...parts, servers: named(['s', 't'], server), clients: named(['c'], client) },
  optional,
);
export const call: fc.Arbitrary<Call> = fc.record({
  client: fc.constantFrom('c', 'd'),
  server: fc.constantFrom('s', 't'),
  tool: fc.constantFrom(...TOOLS),
  class: fc.constantFrom('read', 'write', 'unclassified'),
  arguments: fc.record(
    {
      a: value,
      b: fc.oneof(fc.array(value, { maxLength: 2 }), scalar),
      c: fc.array(fc.record({ k: scalar, d: fc.array(scalar, { maxLength: 2 }) }, optional), { maxLength: 2 }),
    },
    optional,
  ),
});

const whole = (level: Level): object => ({ version: '1', ...level });
export function productVerdict(level: Level, { class: tier, arguments: given, ...subject }: Call): string {
  const asked = facts({ ...subject, class: tier as RiskClass, arguments: args(JSON.stringify(given)) });
  return compile(whole(level)).evaluate(asked, noLimits).decision.verdict;
}

/** The product and the reference say the same of every call. */
export const agreement = fc.property(policy, fc.array(call, { minLength: 5, maxLength: 5 }), (level, calls) => {
  for (const one of calls) {
    const [is, should] = [productVerdict(level, one), referenceVerdict(level, one)];
    if (is !== should) throw new Error(`${is} where it is ${should}: ${JSON.stringify(one)} under ${JSON.stringify(level)}`);
  }
});

const ORDER = ['allow', 'ask', 'deny', 'hide'];
/** Where a change is said to loosen nothing, no call gets a weaker verdict; every other change is one part of the policy written anew. */
export const noHiddenLoosening = fc.property(
  policy,
  policy,
  fc.constantFrom<(keyof Level)[]>('default', 'hide', 'all_tools', 'classes', 'tools', 'servers', 'clients'),
  fc.array(call, { minLength: 8, maxLength: 8 }),
  (before, other, part, calls) => {
    const after = { ...before, [part]: other[part] };
    if (loosens(document(whole(before)), document(whole(after))).length > 0) return;
    for (const one of calls) {
      const [old, now] = [productVerdict(before, one), productVerdict(after, one)];
      if (ORDER.indexOf(now) < ORDER.indexOf(old)) throw new Error(`${now} instead of ${old}: ${JSON.stringify([one, before, after])}`);
    }
  },
);
