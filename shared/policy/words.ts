import { ExactNumber, isJsonObject, type JsonValue } from '../json/json.js';
import { inEnglish, type Say, type Values } from '../words/say.js';
import type { Condition, LeafCondition, Limit, Operator } from './language.js';
import { windowMs } from './language.js';

/** Rules in plain words. One place, so that window, notification, log and agent read the same sentence, each in its language. */

export function conditionWords(condition: Condition, say: Say = inEnglish, negated = false): string {
  if ('not' in condition) return conditionWords(condition.not, say, !negated);
  if ('any' in condition) {
    const parts = condition.any.map((part) => conditionWords(part, say, negated));
    return parts.length === 1 ? (parts[0] ?? '') : `(${joined(parts, negated ? 'rule.and' : 'rule.or', say)})`;
  }
  return leafWords(condition, say, negated);
}

export const allWords = (conditions: readonly Condition[], say: Say = inEnglish): string =>
  joined(
    conditions.map((condition) => conditionWords(condition, say)),
    'rule.and',
    say,
  );

const joined = (parts: readonly string[], how: 'rule.and' | 'rule.or', say: Say): string =>
  parts.length === 0 ? '' : parts.reduce((one, other) => say(how, { one, other }));

const OPPOSITE = { eq: 'neq', neq: 'eq', in: 'not_in', not_in: 'in', lt: 'gte', gte: 'lt', lte: 'gt', gt: 'lte' } as const;
const hasOpposite = (op: Operator): op is keyof typeof OPPOSITE => Object.hasOwn(OPPOSITE, op);

function leafWords({ path, op, value, missing }: LeafCondition, say: Say, n: boolean): string {
  const values = { path, ...comparedWith(op, value, say) };
  const negated = n !== (op === 'exists' && value === false);
  const condition = !negated
    ? say(`rule.is.${op}`, values)
    : hasOpposite(op)
      ? say(`rule.is.${OPPOSITE[op]}`, values)
      : say(`rule.isNot.${op}`, values);
  return missing === 'skip' ? say('rule.whereGiven', { condition }) : condition;
}

function comparedWith(op: Operator, value: JsonValue | undefined, say: Say): Values {
  switch (op) {
    case 'exists':
      return {};
    case 'in':
    case 'not_in':
    case 'glob':
    case 'under':
    case 'host_in':
      return { list: listWords(value, say) };
    case 'regex':
      return { pattern: `/${String(value)}/` };
    case 'is_type':
      return { type: String(value) };
    default:
      return { value: valueWords(value, say) };
  }
}

function listWords(value: JsonValue | undefined, say: Say): string {
  if (!Array.isArray(value)) return typeof value === 'string' ? cut(value) : valueWords(value, say);
  const items = (value as readonly JsonValue[]).map((item) => (typeof item === 'string' ? cut(item) : valueWords(item, say)));
  const shown = items.slice(0, 5);
  if (items.length > 5) return say('rule.moreValues', { list: shown.join(', '), count: items.length - 5 });
  const last = shown.pop();
  if (last === undefined) return say('rule.nothing');
  return shown.length === 0 ? last : say('rule.or', { one: shown.join(', '), other: last });
}

function valueWords(value: JsonValue | undefined, say: Say): string {
  if (value === undefined) return say('rule.nothing');
  if (value instanceof ExactNumber) return cut(value.digits);
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (Array.isArray(value)) {
    const items = (value as readonly JsonValue[]).slice(0, 5).map((item) => valueWords(item, say));
    return `[${items.join(', ')}${value.length > 5 ? ', …' : ''}]`;
  }
  if (isJsonObject(value) && Object.keys(value).length === 0) return '{}';
  if (isJsonObject(value))
    return `{ ${Object.entries(value)
      .slice(0, 5)
      .map(([key, inner]) => `${cut(key)}: ${valueWords(inner, say)}`)
      .join(', ')} }`;
  return String(value);
}

const cut = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** a sentence with the reason that its rule gives, where it gives one */
export const reasoned = (said: string, reason: string | undefined, say: Say = inEnglish): string =>
  reason === undefined || reason === '' ? said : say('rule.reasoned', { said, reason });

const UNITS = [['week', 604_800_000], ['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]] as const; // prettier-ignore

/** `60000` -> `minute`, `900000` -> `15 minutes` */
export function windowWords(ms: number, say: Say = inEnglish): string {
  for (const [unit, size] of UNITS) if (ms % size === 0) return say(`rule.window.${unit}`, { count: ms / size });
  return say('rule.window.second', { count: ms / 1000 });
}

/** a wait, rounded up: `59 seconds`, `3 minutes` */
export function waitWords(ms: number, say: Say = inEnglish): string {
  if (!Number.isFinite(ms)) return say('rule.wait.never');
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return say('rule.wait.second', { count: seconds });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return say('rule.wait.minute', { count: minutes });
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? say('rule.wait.hour', { count: hours }) : say('rule.wait.day', { count: Math.ceil(hours / 24) });
}

export function limitWords(limit: Limit, say: Say = inEnglish): string {
  const values = { window: windowWords(windowMs(limit.window) ?? 0, say), scope: say(`rule.scope.${limit.scope ?? 'grant'}`) };
  return limit.increment_from === undefined
    ? say('rule.limit', { ...values, count: limit.max })
    : say('rule.limitOf', { ...values, max: limit.max, path: limit.increment_from });
}
