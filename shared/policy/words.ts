import { ExactNumber, isJsonObject, type JsonValue } from '../json/json.js';
import type { Condition, LeafCondition, Limit } from './language.js';
import { windowMs } from './language.js';

/** Rules in plain words. One place, so that window, notification, log and agent read the same sentence. */

export function conditionWords(condition: Condition, negated = false): string {
  if ('not' in condition) return conditionWords(condition.not, !negated);
  if ('any' in condition) {
    const parts = condition.any.map((part) => conditionWords(part, negated));
    return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(negated ? ' and ' : ' or ')})`;
  }
  return leafWords(condition, negated);
}

export const allWords = (conditions: readonly Condition[]): string =>
  conditions.map((condition) => conditionWords(condition)).join(' and ');

const is = (negated: boolean, yes: string, no: string): string => (negated ? no : yes);

function leafWords({ path, op, value, missing }: LeafCondition, n: boolean): string {
  const shown = valueWords(value);
  const list = listWords(value);
  const text = ((): string => {
    switch (op) {
      case 'eq': return is(n, `is ${shown}`, `is not ${shown}`);
      case 'neq': return is(n, `is not ${shown}`, `is ${shown}`);
      case 'in': return is(n, `is one of ${list}`, `is none of ${list}`);
      case 'not_in': return is(n, `is none of ${list}`, `is one of ${list}`);
      case 'lt': return is(n, `is below ${shown}`, `is at least ${shown}`);
      case 'lte': return is(n, `is at most ${shown}`, `is above ${shown}`);
      case 'gt': return is(n, `is above ${shown}`, `is at most ${shown}`);
      case 'gte': return is(n, `is at least ${shown}`, `is below ${shown}`);
      case 'contains': return is(n, `contains ${shown}`, `does not contain ${shown}`);
      case 'exists': return is(n !== (value === false), 'is given', 'is not given');
      case 'starts_with': return is(n, `begins with ${shown}`, `does not begin with ${shown}`);
      case 'ends_with': return is(n, `ends with ${shown}`, `does not end with ${shown}`);
      case 'regex': return is(n, `matches /${String(value)}/`, `does not match /${String(value)}/`);
      case 'glob': return is(n, `looks like ${list}`, `does not look like ${list}`);
      case 'under': return is(n, `is under ${list}`, `is not under ${list}`);
      case 'host_in': return is(n, `leads to ${list}`, `does not lead to ${list}`);
      case 'length_lte': return is(n, `has at most ${shown} characters or elements`, `has more than ${shown} characters or elements`);
      case 'length_gte': return is(n, `has at least ${shown} characters or elements`, `has fewer than ${shown} characters or elements`);
      case 'is_type': return is(n, `is of type ${String(value)}`, `is not of type ${String(value)}`);
    }
  })(); // prettier-ignore
  return `${path} ${text}${missing === 'skip' ? ' (where it is given)' : ''}`;
}

function listWords(value: JsonValue | undefined): string {
  if (!Array.isArray(value)) return typeof value === 'string' ? cut(value) : valueWords(value);
  const items = (value as readonly JsonValue[]).map((item) => (typeof item === 'string' ? cut(item) : valueWords(item)));
  const shown = items.slice(0, 5);
  if (items.length > 5) return `${shown.join(', ')} and ${items.length - 5} more`;
  return shown.length < 2 ? (shown[0] ?? 'nothing') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

function valueWords(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value instanceof ExactNumber) return cut(value.digits);
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (Array.isArray(value))
    return `[${(value as readonly JsonValue[]).slice(0, 5).map(valueWords).join(', ')}${value.length > 5 ? ', …' : ''}]`;
  if (isJsonObject(value) && Object.keys(value).length === 0) return '{}';
  if (isJsonObject(value))
    return `{ ${Object.entries(value)
      .slice(0, 5)
      .map(([key, inner]) => `${cut(key)}: ${valueWords(inner)}`)
      .join(', ')} }`;
  return String(value);
}

const cut = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

export const reasonWords = (reason: string | undefined): string => (reason === undefined || reason === '' ? '' : ` (${reason})`);

const NAMES: readonly (readonly [number, string])[] = [[604_800_000, 'week'], [86_400_000, 'day'], [3_600_000, 'hour'], [60_000, 'minute'], [1000, 'second']]; // prettier-ignore

/** `60000` -> `minute`, `900000` -> `15 minutes` */
export function windowWords(ms: number): string {
  for (const [size, name] of NAMES) {
    if (ms % size === 0) return ms === size ? name : `${ms / size} ${name}s`;
  }
  return `${ms / 1000} seconds`;
}

/** a wait, rounded up: `59 seconds`, `3 minutes` */
export function waitWords(ms: number): string {
  if (!Number.isFinite(ms)) return 'never';
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.ceil(hours / 24)} days`;
}

const SCOPES = { grant: 'for this application', session: 'in this session', server: 'for this server', global: 'in all' } as const;

export function limitWords(limit: Limit): string {
  const what = limit.increment_from === undefined ? (limit.max === 1 ? 'call' : 'calls') : `of ${limit.increment_from}`;
  return `at most ${limit.max} ${what} in any ${windowWords(windowMs(limit.window) ?? 0)} ${SCOPES[limit.scope ?? 'grant']}`;
}
