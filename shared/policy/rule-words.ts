import type { ToolRule } from './language.js';
import { limitsIn } from './slots.js';
import { allWords, conditionWords, limitWords, reasonWords } from './words.js';

const ACTIONS = { allow: 'allow', ask: 'ask', deny: 'deny', hide: 'hide' } as const;

/** A whole rule as one sentence: `ask; allow when args.path is under ~/proj; at most 30 calls in any minute for this application`. */
export function ruleWords(rule: ToolRule): string {
  const parts = [
    ...(rule.action === undefined ? [] : [ACTIONS[rule.action] + reasonWords(rule.reason)]),
    ...(rule.allow_if ?? []).map((entry) => `allow when ${allWords(entry.conditions)}`),
    ...(rule.ask_if ?? []).map(
      (entry) => `ask ${entry.conditions.length === 0 ? 'always' : `when ${allWords(entry.conditions)}`}${reasonWords(entry.because)}`,
    ),
    ...(rule.deny_if ?? []).map(
      (entry) => `deny ${entry.conditions.length === 0 ? 'always' : `when ${allWords(entry.conditions)}`}${reasonWords(entry.on_deny)}`,
    ),
    ...(rule.require ?? []).map((condition) => `only when ${conditionWords(condition)}`),
    ...limitsIn(rule).map((limit) => limitWords(limit) + (limit.on_exceed === 'ask' ? ', then ask' : '')),
  ];
  return parts.join('; ') || 'nothing';
}
