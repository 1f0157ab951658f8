import type { JsonObject } from '../json/json.js';
import type { Condition, LeafCondition } from './language.js';
import { compileOperator, type Test } from './operators.js';
import { find, MISFIT, MISSING, parsePath, type Found, type Step } from './path.js';
import type { PlaceFacts } from './places.js';
import { isRedacted } from './redacted.js';
import { allOf, anyOf, not, tri, type Tri } from './tri.js';

/** Where a condition stands decides what doubt, absence and `[*]` mean there. */
export type Place = 'require' | 'deny_if' | 'ask_if' | 'allow_if';

export interface ConditionFacts extends PlaceFacts {
  readonly arguments: JsonObject;
  /** replay only: how a condition on a redacted value is counted, towards refusal or away from it */
  readonly redacted?: 'strict' | 'loose';
}
export type CompiledCondition = (facts: ConditionFacts) => Tri;

/** Compiles a condition for its place. `negated` is true under an odd number of `not`. Throws on what the schema refuses. */
export function compileCondition(condition: Condition, place: Place, negated = false): CompiledCondition {
  if ('any' in condition) {
    const parts = condition.any.map((part) => compileCondition(part, place, negated));
    return (facts) => anyOf(parts, (part) => part(facts));
  }
  if ('not' in condition) {
    const inner = compileCondition(condition.not, place, !negated);
    return (facts) => not(inner(facts));
  }
  return compileLeaf(condition, place, negated);
}

function compileLeaf(condition: LeafCondition, place: Place, negated: boolean): CompiledCondition {
  const steps = parsePath(condition.path);
  const test = compileOperator(condition.op, condition.value);
  if (steps === undefined) throw new Error(`"${condition.path}" is no path`);
  if (typeof test === 'string') throw new Error(test);
  const calm = quiet(place, negated);
  const skips = condition.missing === 'skip';
  const every = (place === 'require' || place === 'allow_if') !== negated;
  const one =
    condition.op === 'exists'
      ? (found: Found): Tri => tri((found !== MISSING && found !== MISFIT) === (condition.value !== false))
      : (found: Found, facts: ConditionFacts): Tri => judge(found, test, skips ? calm : 'unknown', facts);
  const redactedAware = (found: Found, facts: ConditionFacts): Tri =>
    facts.redacted !== undefined && condition.op !== 'exists' && holdsRedacted(found)
      ? (facts.redacted === 'loose') === (place === 'allow_if')
        ? not(calm)
        : calm
      : one(found, facts);
  return (facts) => {
    const found = find(facts.arguments, steps as readonly Step[]);
    if (!isMany(found, steps)) return redactedAware(found as Found, facts);
    return every
      ? allOf(found as readonly Found[], (item) => redactedAware(item, facts))
      : anyOf(found as readonly Found[], (item) => redactedAware(item, facts));
  };
}

/** the value under which the entry does not fire, or the requirement passes */
const quiet = (place: Place, negated: boolean): Tri => tri((place === 'require') !== negated);

function judge(found: Found, test: Test, whenMissing: Tri, facts: ConditionFacts): Tri {
  if (found === MISSING) return whenMissing;
  return found === MISFIT ? 'unknown' : test(found as Exclude<Found, typeof MISSING | typeof MISFIT>, facts);
}

/** `[*]` gives one result per element; without it an array is a value like any other */
const isMany = (found: Found | readonly Found[], steps: readonly Step[]): boolean =>
  Array.isArray(found) && steps.some((step) => step.kind === 'all');

function holdsRedacted(found: unknown, depth = 0): boolean {
  if (typeof found === 'string') return isRedacted(found);
  if (typeof found !== 'object' || found === null || depth > 64) return false;
  return Object.values(found).some((inner) => holdsRedacted(inner, depth + 1));
}
