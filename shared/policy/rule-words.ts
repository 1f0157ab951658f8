import { inEnglish, type Say } from '../words/say.js';
import type { ToolRule } from './language.js';
import { limitsIn } from './slots.js';
import { allWords, conditionWords, limitWords, reasoned } from './words.js';

/** A whole rule as one sentence: `ask; allow when args.path is under ~/proj; at most 30 calls in any minute for this application`. */
export function ruleWords(rule: ToolRule, say: Say = inEnglish): string {
  const parts = [
    ...(rule.action === undefined ? [] : [reasoned(say(`rule.action.${rule.action}`), rule.reason, say)]),
    ...(rule.allow_if ?? []).map((entry) => say('rule.allowWhen', { conditions: allWords(entry.conditions, say) })),
    ...(rule.ask_if ?? []).map(({ conditions, because }) =>
      reasoned(
        conditions.length === 0 ? say('rule.askAlways') : say('rule.askWhen', { conditions: allWords(conditions, say) }),
        because,
        say,
      ),
    ),
    ...(rule.deny_if ?? []).map(({ conditions, on_deny: why }) =>
      reasoned(
        conditions.length === 0 ? say('rule.denyAlways') : say('rule.denyWhen', { conditions: allWords(conditions, say) }),
        why,
        say,
      ),
    ),
    ...(rule.require ?? []).map((condition) => say('rule.onlyWhen', { condition: conditionWords(condition, say) })),
    ...limitsIn(rule).map((limit) =>
      limit.on_exceed === 'ask' ? say('rule.thenAsk', { limit: limitWords(limit, say) }) : limitWords(limit, say),
    ),
  ];
  return parts.join('; ') || say('rule.nothing');
}
