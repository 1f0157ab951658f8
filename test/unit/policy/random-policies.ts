import fc from 'fast-check';
import { compileCondition } from '../../../shared/policy/conditions.js';
import type { Condition as ProductCondition } from '../../../shared/policy/language.js';
import { args, compile, document, facts, paths } from './fixtures.js';
import { loosens } from '../../../shared/policy/loosens.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import type { Governed } from '../../../shared/policy/types.js';
import { holds, referenceVerdict, type Call, type Condition, type Level, type Place, type Rule } from './reference-evaluator.js';

/** Random policies and calls over few names and values, so that rules meet calls often. */
const scalar = fc.constantFrom(null, true, false, 0, 1, 2, 'a', 'ab', 'b');
const value = fc.oneof({ weight: 3, arbitrary: scalar }, fc.array(scalar, { maxLength: 2 }), fc.record({ k: scalar }));
const place = fc.constantFrom('/p', '/p/a', '/p/', '/pa', '/q/../p/a', '/p/../q', '/p/./a', '/', '~/p', '~', '/home/u/p', 'p/a', '', '~x/p', '/p/%61', '/p/%2e%2e/q', '/%70/a', '/p/%252e%252e/q', 7, null); // prettier-ignore
const folder = fc.constantFrom('/p', '/p/a', '/', '~/p', '/q');
const address = fc.constantFrom('http://a.x/', 'https://a.x:8080/p?q#h', 'HTTP://A.X', 'http://b.a.x/', 'http://c.b.a.x', 'http://xa.x/', 'http://a.x.y/', 'ftp://a.x/', 'a.x', '//a.x/', 'http://u@a.x/', 'http://a.x@b.x/', 'http://a.x./', 'http://127.1/', 'http://a.x\\\\b', 'http:a.x', ' http://a.x/', 'http://b.x/http://a.x/', 7, null); // prettier-ignore
const host = fc.constantFrom('a.x', '*.a.x', 'b.x', '*.x.y');
const word = fc.constantFrom('', 'a', 'ab', 'aab', 'b', 'a b', 'ba', 'é', '😀a', 0, 1.5, 2, null, true);
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
  fc
    .tuple(path, fc.constantFrom('lte', 'gt'), fc.constantFrom(0, 1, 1.5), missing)
    .map(([p, op, v, m]) => ({ path: p, op, value: v, ...m })),
  fc
    .tuple(fc.constantFrom('args.w', 'args.b', 'args.b[*]'), fc.constantFrom('length_lte', 'length_gte'), fc.constantFrom(0, 1, 2), missing)
    .map(([p, op, v, m]) => ({ path: p, op, value: v, ...m })),
  fc
    .tuple(
      fc.constantFrom('args.w', 'args.a', 'args.b'),
      fc.constantFrom('string', 'number', 'integer', 'boolean', 'array', 'object', 'null'),
      missing,
    )
    .map(([p, v, m]) => ({ path: p, op: 'is_type', value: v, ...m })),
  fc
    .tuple(
      fc.constantFrom('args.w', 'args.b[*]'),
      fc.array(fc.constantFrom('a*', '*b', '?', '*', 'a?b', 'ab', '*a*'), { minLength: 1, maxLength: 2 }),
      missing,
    )
    .map(([p, v, m]) => ({ path: p, op: 'glob', value: v.length === 1 ? (v[0] ?? '') : v, ...m })),
  fc
    .tuple(fc.constantFrom('args.w', 'args.b[*]'), fc.constantFrom('a', '^a', 'b$', '^a+b?$', '[^a]', 'a|b', '^$', '^.$'), missing)
    .map(([p, v, m]) => ({ path: p, op: 'regex', value: v, ...m })),
  fc
    .tuple(fc.constantFrom('args.p', 'args.ps[*]'), fc.array(folder, { minLength: 1, maxLength: 2 }), missing)
    .map(([p, v, m]) => ({ path: p, op: 'under', value: v, ...m })),
  fc.tuple(fc.array(host, { minLength: 1, maxLength: 2 }), missing).map(([v, m]) => ({ path: 'args.u', op: 'host_in', value: v, ...m })),
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
const limit = fc.record(
  {
    counter: fc.constantFrom('c1', 'c2'),
    window: fc.constantFrom('minute', 'hour'),
    max: fc.constantFrom(0, 1, 3, 5),
    increment_from: fc.constantFrom('args.a', 'args.w', 'args.a.k'),
    on_exceed: fc.constantFrom<('deny' | 'ask')[]>('deny', 'ask', 'ask'),
  },
  { requiredKeys: ['window', 'max'] },
);
const milder = {
  action: fc.constantFrom<Rule['action'][]>('allow', 'allow', 'ask', 'ask', 'deny', 'hide'),
  ask_if: entries(0),
  allow_if: entries(1),
  limits: fc.array(limit, { minLength: 1, maxLength: 2 }),
  rate_limit: fc.constantFrom('0/minute', '2/hour', '9/day'),
};
const require = fc.array(condition, { minLength: 1, maxLength: 2 });
/** most without what denies: else hardly a call would get as far as the limits, or be lifted by an `allow_if` from afar */
const rule: fc.Arbitrary<Rule> = fc.oneof(
  { weight: 3, arbitrary: fc.record(milder, optional) },
  { weight: 1, arbitrary: fc.record({ ...milder, require, deny_if: entries(0) }, optional) },
);
const named = <T>(names: readonly string[], of: fc.Arbitrary<T>) =>
  fc.dictionary(fc.constantFrom(...names), of, { maxKeys: 2, noNullPrototype: true });
const METHODS = ['resources', 'prompts', 'completion', 'sampling', 'elicitation'];
const TOOLS = ['get_x', 'get_y', 'put'];
const parts = {
  default: fc.constantFrom<('allow' | 'ask' | 'deny')[]>('allow', 'ask', 'deny'),
  hide: fc.array(fc.constantFrom('put', 'get_*', '*z'), { maxLength: 1 }),
  all_tools: rule,
  classes: named(['read', 'write'], rule),
  tools: named([...TOOLS, 'get_*', '*x', '*'], rule),
  methods: named(METHODS, rule),
};
const server: fc.Arbitrary<Level> = fc.record(parts, optional);
const client: fc.Arbitrary<Level> = fc.record({ ...parts, servers: named(['s'], server) }, optional);
const dense: fc.Arbitrary<Level> = fc.record({ ...parts, servers: named(['s', 't'], server), clients: named(['c'], client) }, optional);
const SLOTS = [
  ['all_tools'],
  ['tools', 'get_x'],
  ['tools', 'get_*'],
  ['classes', 'read'],
  ['methods', 'resources'],
  ['servers', 's', 'all_tools'],
  ['servers', 's', 'tools', 'get_x'],
  ['servers', 's', 'methods', 'resources'],
  ['clients', 'c', 'all_tools'],
  ['clients', 'c', 'servers', 's', 'tools', 'get_*'],
];
/** a few rules: whether one fires decides the verdict */
const sparse: fc.Arbitrary<Level> = fc
  .tuple(
    fc.constantFrom<(Level['default'] | undefined)[]>('allow', 'ask', 'ask', 'deny', undefined),
    fc.array(fc.tuple(fc.constantFrom(...SLOTS), rule), { minLength: 1, maxLength: 3 }),
  )
  .map(([standing, placed]) => {
    const level: Record<string, unknown> = standing === undefined ? {} : { default: standing };
    for (const [slot, one] of placed) {
      let here = level;
      for (const step of slot.slice(0, -1)) here = (here[step] ??= {}) as Record<string, unknown>;
      here[slot.at(-1) ?? ''] = one;
    }
    return level as Level;
  });
export const policy = fc.oneof({ weight: 2, arbitrary: sparse }, { weight: 1, arbitrary: dense });
export const call: fc.Arbitrary<Call> = fc.record({
  client: fc.constantFrom('c', 'd'),
  server: fc.constantFrom('s', 't'),
  tool: fc.constantFrom(...TOOLS),
  class: fc.constantFrom('read', 'write', 'unclassified'),
  governed: fc.oneof({ weight: 4, arbitrary: fc.constant('tools') }, { weight: 1, arbitrary: fc.constantFrom(...METHODS) }),
  used: fc.dictionary(fc.constantFrom('c1', 'c2', ...TOOLS, ...METHODS), fc.integer({ min: 0, max: 6 }), { noNullPrototype: true }),
  arguments: fc.record(
    {
      a: value,
      b: fc.oneof(fc.array(value, { maxLength: 2 }), scalar),
      w: word,
      p: place,
      ps: fc.array(place, { maxLength: 2 }),
      u: address,
      c: fc.array(fc.record({ k: scalar, d: fc.array(scalar, { maxLength: 2 }) }, optional), { maxLength: 2 }),
    },
    optional,
  ),
});

const whole = (level: Level): object => ({ version: '1', ...level });
/** `limited` where nothing but a limit denies */
function productVerdict(level: Level, { class: tier, governed, arguments: given, used, ...subject }: Call): string {
  const asked = facts({ ...subject, class: tier as RiskClass, governed: governed as Governed, arguments: args(JSON.stringify(given)) });
  const { verdict, code } = compile(whole(level)).evaluate(asked, ({ counter, amount, max }) => {
    const count = used[counter] ?? 0;
    return { used: count, freeInMs: count + amount > max ? 1 : 0 };
  }).decision;
  return code === 'LIMITED' ? 'limited' : verdict;
}

const ANSWERS = { yes: true, no: false, unknown: undefined } as const;
/** The product and the reference say the same of every single condition, wherever it stands. */
export const sameAnswer = fc.property(
  condition,
  fc.constantFrom<Place[]>('require', 'deny_if', 'ask_if', 'allow_if'),
  fc.array(call, { minLength: 4, maxLength: 4 }),
  (one, place, calls) => {
    const compiled = compileCondition(one as ProductCondition, place);
    for (const { arguments: given } of calls) {
      const is = compiled({ arguments: args(JSON.stringify(given)), remote: false, cwd: undefined, paths: paths() });
      if (ANSWERS[is] !== holds(one, place, { arguments: given })) throw new Error(`${is} in ${place}: ${JSON.stringify([one, given])}`);
    }
  },
);

/** The product and the reference say the same of every call. */
export const agreement = fc.property(policy, fc.array(call, { minLength: 5, maxLength: 5 }), (level, calls) => {
  for (const one of calls) {
    const [is, should] = [productVerdict(level, one), referenceVerdict(level, one)];
    if (is !== should) throw new Error(`${is} where it is ${should}: ${JSON.stringify(one)} under ${JSON.stringify(level)}`);
  }
});

const STRICTNESS: Readonly<Record<string, number>> = { allow: 0, ask: 1, limited: 2, deny: 2, hide: 3 };
/** Where a change is said to loosen nothing, no call gets a weaker verdict; every other change is one part of the policy written anew. */
export const noHiddenLoosening = fc.property(
  policy,
  policy,
  fc.constantFrom<(keyof Level)[]>('default', 'hide', 'all_tools', 'classes', 'tools', 'methods', 'servers', 'clients'),
  fc.array(call, { minLength: 8, maxLength: 8 }),
  (before, other, part, calls) => {
    const after = { ...before, [part]: other[part] };
    if (loosens(document(whole(before)), document(whole(after))).length > 0) return;
    for (const one of calls) {
      const [old, now] = [productVerdict(before, one), productVerdict(after, one)];
      if ((STRICTNESS[now] ?? 0) < (STRICTNESS[old] ?? 0))
        throw new Error(`${now} instead of ${old}: ${JSON.stringify([one, before, after])}`);
    }
  },
);
