import type { JsonObject } from '../json/json.js';
import type { Because } from '../model/decision.js';
import { compileCondition, type CompiledCondition, type ConditionFacts, type Place } from './conditions.js';
import { expandRateLimit, windowMs, type Condition, type Limit, type ToolRule } from './language.js';
import type { Applicable } from './levels.js';
import { isNumber, toUpperDouble } from './numbers.js';
import { find, parsePath, type Step } from './path.js';
import { because } from './reasons.js';
import { isRedacted } from './redacted.js';
import { allOf, type Tri } from './tri.js';

/** One entry of a rule: its answer, and the reason for that answer. */
export interface Entry {
  readonly pointer: string;
  readonly judge: (facts: ConditionFacts) => Tri;
  readonly whenYes: () => Because;
  readonly whenUnknown: () => Because;
  /** no conditions: it always fires */
  readonly always: boolean;
}

export interface CompiledLimit {
  readonly pointer: string;
  readonly limit: Limit;
  readonly windowMs: number;
  readonly reason: string | undefined;
  /** units of this call; undefined where the argument is missing, negative or no number */
  readonly amount: (args: JsonObject, redacted: ConditionFacts['redacted']) => number | undefined;
}

export interface CompiledRule {
  /** `judge` says "yes" where the requirement fails */
  readonly require: readonly Entry[];
  readonly deny: readonly Entry[];
  readonly ask: readonly Entry[];
  readonly allow: readonly Entry[];
  readonly limits: readonly CompiledLimit[];
}

/** Compiles the entries of one rule. Throws on what the schema refuses. */
export function compileRule({ rule, pointer }: Pick<Applicable, 'rule' | 'pointer'>): CompiledRule {
  return {
    require: (rule.require ?? []).map((condition, i) => {
      const holds = compileCondition(condition, 'require');
      return {
        judge: (facts) => {
          const value = holds(facts);
          return value === 'yes' ? 'no' : value === 'no' ? 'yes' : 'unknown';
        },
        ...reasonsFor(`${pointer}/require/${i}`, 'deny', [{ not: condition }], [condition], rule.reason),
        always: false,
      };
    }),
    deny: (rule.deny_if ?? []).map((entry, i) =>
      compileEntry(entry.conditions, 'deny_if', `${pointer}/deny_if/${i}`, 'deny', entry.on_deny ?? rule.reason),
    ),
    ask: (rule.ask_if ?? []).map((entry, i) =>
      compileEntry(entry.conditions, 'ask_if', `${pointer}/ask_if/${i}`, 'ask', entry.because ?? rule.reason),
    ),
    allow: (rule.allow_if ?? []).map((entry, i) =>
      compileEntry(entry.conditions, 'allow_if', `${pointer}/allow_if/${i}`, 'allow', undefined),
    ),
    limits: limitsOf(rule).map(([limit, at]) => compileLimit(limit, pointer + at, rule.reason)),
  };
}

function compileEntry(
  conditions: readonly Condition[],
  place: Place,
  pointer: string,
  verdict: 'allow' | 'ask' | 'deny',
  reason: string | undefined,
): Entry {
  const parts: CompiledCondition[] = conditions.map((condition) => compileCondition(condition, place));
  const one = parts.length === 1 ? parts[0] : undefined;
  return {
    judge: one ?? ((facts) => allOf(parts, (part) => part(facts))),
    ...reasonsFor(pointer, verdict, conditions, conditions, reason),
    always: parts.length === 0,
  };
}

function reasonsFor(
  pointer: string,
  verdict: 'allow' | 'ask' | 'deny',
  held: readonly Condition[],
  asked: readonly Condition[],
  reason: string | undefined,
): Pick<Entry, 'pointer' | 'whenYes' | 'whenUnknown'> {
  const by = { kind: 'entry', verdict, ...(reason !== undefined && { reason }) } as const;
  return {
    pointer,
    whenYes: once(() => because(pointer, { ...by, holds: 'yes', conditions: held })),
    whenUnknown: once(() => because(pointer, { ...by, holds: 'unknown', conditions: asked })),
  };
}

/** most sentences of a policy are never said */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function limitsOf(rule: ToolRule): [Limit, string][] {
  const listed = (rule.limits ?? []).map((limit, i): [Limit, string] => [limit, `/limits/${i}`]);
  const short = rule.rate_limit === undefined ? undefined : expandRateLimit(rule.rate_limit);
  return short === undefined ? listed : [...listed, [short, '/rate_limit']];
}

function compileLimit(limit: Limit, pointer: string, reason: string | undefined): CompiledLimit {
  const ms = windowMs(limit.window);
  if (ms === undefined) throw new Error(`${JSON.stringify(limit.window)} is no window`);
  const steps = limit.increment_from === undefined ? undefined : parsePath(limit.increment_from);
  return {
    pointer,
    limit,
    windowMs: ms,
    reason,
    amount: steps === undefined ? () => 1 : (args, redacted) => amountAt(args, steps, redacted),
  };
}

function amountAt(args: JsonObject, steps: readonly Step[], redacted: ConditionFacts['redacted']): number | undefined {
  const found = find(args, steps);
  if (redacted === 'loose' && isRedacted(found)) return 0;
  if (!isNumber(found)) return undefined;
  const amount = toUpperDouble(found);
  return amount === undefined || Number.isNaN(amount) || amount < 0 ? undefined : amount;
}
