import type { JsonValue } from '../json/json.js';
import type { Verdict } from '../model/decision.js';
import type { RiskClass } from '../model/risk.js';
import type { Governed, PolicyDocument } from './types.js';

/** The policy language as types. schema.ts refuses every document that is not one of these. */

export const operators = [
  'eq', 'neq', 'in', 'not_in', 'lt', 'lte', 'gt', 'gte', 'contains', 'exists', 'starts_with', 'ends_with',
  'regex', 'glob', 'under', 'host_in', 'length_lte', 'length_gte', 'is_type',
] as const; // prettier-ignore
export type Operator = (typeof operators)[number];

export interface LeafCondition {
  readonly path: string;
  readonly op: Operator;
  readonly value?: JsonValue;
  readonly missing?: 'match' | 'skip';
}
export type Condition = LeafCondition | { readonly any: readonly Condition[] } | { readonly not: Condition };

export interface Limit {
  readonly counter?: string;
  readonly window: string | number;
  readonly max: number;
  readonly scope?: 'grant' | 'session' | 'server' | 'global';
  readonly increment_from?: string;
  readonly on_exceed?: 'deny' | 'ask';
}

export interface ToolRule {
  readonly action?: Verdict;
  readonly reason?: string;
  readonly require?: readonly Condition[];
  readonly deny_if?: readonly { readonly conditions: readonly Condition[]; readonly on_deny?: string }[];
  readonly ask_if?: readonly { readonly conditions: readonly Condition[]; readonly because?: string }[];
  readonly allow_if?: readonly { readonly conditions: readonly Condition[] }[];
  readonly limits?: readonly Limit[];
  readonly rate_limit?: string | { readonly max: number; readonly window: string | number };
  readonly approval?: { readonly timeout_seconds?: number; readonly remember?: 'never' | 'session' | 'always' };
}

export type DefaultAction = 'allow' | 'ask' | 'deny';
export type Method = Exclude<Governed, 'tools'>;

export interface ServerLevel {
  readonly default?: DefaultAction;
  readonly hide?: readonly string[];
  readonly all_tools?: ToolRule;
  readonly classes?: Readonly<Partial<Record<RiskClass, ToolRule>>>;
  readonly tools?: Readonly<Record<string, ToolRule>>;
  readonly methods?: Readonly<Partial<Record<Method, ToolRule>>>;
}
export interface ClientLevel extends ServerLevel {
  readonly servers?: Readonly<Record<string, ServerLevel>>;
}
export interface Policy extends ServerLevel {
  readonly version: '1';
  readonly description?: string;
  readonly servers?: Readonly<Record<string, ServerLevel>>;
  readonly clients?: Readonly<Record<string, ClientLevel>>;
}

/** A document that went through `parsePolicy` has this shape. */
export const asPolicy = (document: PolicyDocument): Policy => document as unknown as Policy;

/** Own properties only: `__proto__` is a name like any other. */
export function own<T>(map: Readonly<Record<string, T | undefined>> | undefined, key: string): T | undefined {
  return map !== undefined && Object.prototype.hasOwnProperty.call(map, key) ? map[key] : undefined;
}

const SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 };
const SUFFIX: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
/** Longest window a limit may have: 31 days. */
export const MAX_WINDOW_MS = 31 * 86_400_000;

/** A limit's window in milliseconds; undefined where it is none (zero, negative, longer than 31 days, not a duration). */
export function windowMs(window: string | number): number | undefined {
  let seconds: number | undefined;
  if (typeof window === 'number') seconds = window;
  else {
    const short = /^([1-9]\d{0,8})(s|m|h|d|w)$/.exec(window);
    seconds = short ? Number(short[1]) * (SUFFIX[short[2] ?? ''] ?? 0) : own(SECONDS, window);
  }
  if (seconds === undefined || !Number.isFinite(seconds) || seconds <= 0) return undefined;
  const ms = Math.ceil(seconds * 1000);
  return ms <= MAX_WINDOW_MS ? ms : undefined;
}

/** The shorthand `rate_limit` as a limit; undefined where it is none. */
export function expandRateLimit(shorthand: NonNullable<ToolRule['rate_limit']>): Limit | undefined {
  if (typeof shorthand !== 'string') return { window: shorthand.window, max: shorthand.max };
  const match = /^(\d{1,15})\/(.+)$/.exec(shorthand);
  const window = match?.[2] ?? '';
  return match && windowMs(window) !== undefined ? { window, max: Number(match[1]) } : undefined;
}
