import { compileCondition } from './conditions.js';
import type { Condition } from './language.js';
import type { CallFacts } from './types.js';

/** Whether all conditions hold for certain, as in `allow_if`: doubt is no. Throws for what is no condition. */
export function matchesConditions(conditions: readonly unknown[], facts: CallFacts): boolean {
  return conditions.every((condition) => compileCondition(condition as Condition, 'allow_if')(facts) === 'yes');
}
