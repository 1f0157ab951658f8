import { asPolicy, type Condition, type Policy, type ToolRule } from './language.js';
import { levelsOf, slotsOf } from './slots.js';
import type { PolicyDocument } from './types.js';

/**
 * How much the rules of a policy may hold, so that reading, comparing and judging it never holds the gate up. Counted over the whole
 * document; how many rules there may be is in size.ts.
 */
export const ceilings = { conditions: 4000, limits: 2000, patterns: 500, names: 4000 } as const;
type Kind = keyof typeof ceilings;

interface Found {
  readonly path: (string | number)[];
  readonly message: string;
  readonly fix: string;
}

const WHAT: Readonly<Record<Kind, { readonly what: string; readonly fix: string }>> = {
  conditions: { what: 'conditions', fix: 'Give one condition a list: "in", "glob", "under" and "host_in" take many values.' },
  limits: { what: 'limits', fix: 'Write one limit under "all_tools" or a class: it holds for each tool by itself.' },
  patterns: { what: 'regular expressions', fix: 'Join patterns with "|", or use "glob", "starts_with" or "in".' },
  names: { what: 'names under "hide"', fix: 'Hide by a glob, or hide the whole server.' },
};

/** What there is too much of, each with its count, its ceiling, and the place of the first that is too many. */
export function overCeilings(document: PolicyDocument): Found[] {
  const counts = new Map<Kind, { count: number; path: (string | number)[] }>();
  const count = (kind: Kind, path: () => (string | number)[]): void => {
    const known = counts.get(kind) ?? { count: 0, path: [] };
    known.count++;
    if (known.count === ceilings[kind] + 1) known.path = path();
    counts.set(kind, known);
  };
  countAll(asPolicy(document), count);
  return [...counts].flatMap(([kind, { count: n, path }]) =>
    n <= ceilings[kind]
      ? []
      : [
          {
            path,
            message: `the policy has ${n.toLocaleString('en')} ${WHAT[kind].what}; at most ${ceilings[kind].toLocaleString('en')} can be kept`,
            fix: WHAT[kind].fix,
          },
        ],
  );
}

function countAll(policy: Policy, count: (kind: Kind, path: () => (string | number)[]) => void): void {
  for (const { path, level } of levelsOf(policy)) level.hide?.forEach((_, i) => count('names', () => [...path, 'hide', i]));
  for (const { path, rule } of slotsOf(policy)) {
    const at =
      (...rest: (string | number)[]) =>
      (): (string | number)[] => [...path, ...rest];
    rule.limits?.forEach((_, i) => count('limits', at('limits', i)));
    if (rule.rate_limit !== undefined) count('limits', at('rate_limit'));
    for (const { condition, place } of conditionsOf(rule)) {
      if (condition === undefined) count('conditions', at(...place));
      else countCondition(condition, (kind) => count(kind, at(...place)));
    }
  }
}

/** the conditions of a rule with where they stand; an entry without any counts as one */
function* conditionsOf(rule: ToolRule): Generator<{ condition: Condition | undefined; place: (string | number)[] }> {
  for (const [i, condition] of (rule.require ?? []).entries()) yield { condition, place: ['require', i] };
  for (const kind of ['deny_if', 'ask_if', 'allow_if'] as const) {
    for (const [i, { conditions }] of (rule[kind] ?? []).entries()) {
      if (conditions.length === 0) yield { condition: undefined, place: [kind, i] };
      for (const [j, condition] of conditions.entries()) yield { condition, place: [kind, i, 'conditions', j] };
    }
  }
}

function countCondition(condition: Condition, count: (kind: Kind) => void): void {
  if ('any' in condition) condition.any.forEach((part) => countCondition(part, count));
  else if ('not' in condition) countCondition(condition.not, count);
  else {
    count('conditions');
    if (condition.op === 'regex') count('patterns');
  }
}
