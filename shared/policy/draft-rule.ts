import { ExactNumber, isJsonObject, type JsonArray, type JsonObject, type JsonValue } from '../json/json.js';
import { stringify } from '../json/stringify.js';
import type { Verdict } from '../model/decision.js';
import { compileCondition } from './conditions.js';
import { draftFields, holdsMore, type DraftField } from './draft-fields.js';
import { folderOf, looksLikePath } from './folders.js';
import type { Condition, Limit, ToolRule } from './language.js';
import { argumentPath } from './path.js';
import { ruleWords } from './rule-words.js';
import type { PathFacts } from './types.js';

/** A call that a rule is to be made from: of the log (values may be redacted or cut there), or one that waits. */
export interface DraftSource {
  readonly arguments: JsonObject;
  readonly inputSchema: JsonValue | undefined;
  /** what the rules say of the tool without its arguments */
  readonly position: Verdict;
  /** for remote servers paths are text only */
  readonly remote: boolean;
  readonly cwd?: string | undefined;
  readonly paths: PathFacts;
}

export interface RuleSuggestion {
  readonly action: Verdict;
  readonly rule: ToolRule;
  readonly sentence: string;
}

export interface RuleDraft {
  readonly suggestions: readonly RuleSuggestion[];
  readonly fields: readonly DraftField[];
}

/** Arguments longer than this (JSON text) are not written into a rule whole. */
const MAX_WHOLE = 16_384;
const MAX_SUGGESTIONS = 12;

/**
 * What rules could be made from one call: its arguments as fields, and finished rules, the narrowest allowance first. Every suggested
 * allowance carries conditions that hold for this very call; nothing is suggested from a value that the log did not keep.
 */
export function draftRule(source: DraftSource): RuleDraft {
  const { position } = source;
  const held: Verdict = position === 'hide' ? 'deny' : position;
  const suggestions: RuleSuggestion[] = [];
  const suggest = (action: Verdict, rule: ToolRule): void => void suggestions.push({ action, rule, sentence: ruleWords(rule) });

  // INVARIANT: what an allowance names is what this call does: a condition that is in doubt about it is not offered.
  const facts = { arguments: source.arguments, remote: source.remote, cwd: source.cwd, paths: source.paths };
  const holds = (condition: Condition): boolean => compileCondition(condition, 'allow_if')(facts) === 'yes';
  const places = Object.entries(source.arguments)
    .flatMap(([key, value]) => (value === undefined || holdsMore(value) ? [] : placesOf(key, value, source.paths.home)))
    .filter(({ condition }) => holds(condition));
  for (const { condition } of places) suggest('allow', allowing(held, [condition]));
  const asItIs = exactly(source.arguments);
  const whole = asItIs !== undefined && holds(asItIs) ? asItIs : undefined;
  if (whole !== undefined) suggest('allow', allowing(held, [whole]));
  for (const { condition, kind } of places) if (kind !== 'target') suggest('deny', { action: held, require: [condition] });
  for (const { condition } of places) suggest('deny', { action: held, deny_if: [{ conditions: [condition] }] });
  if (whole !== undefined && places.length === 0) suggest('deny', { action: held, deny_if: [{ conditions: [whole] }] });
  suggest('deny', { action: 'deny' });
  suggest(held, { action: held, limits: [{ window: 'minute', max: 30 }] });
  for (const limit of sums(source.arguments)) suggest(held, { action: held, limits: [limit] });

  return { suggestions: dedupe(suggestions).slice(0, MAX_SUGGESTIONS), fields: draftFields(source.arguments, source.inputSchema) };
}

/**
 * Allows what the conditions name and leaves the rest as it was asked or denied: what is denied cannot be lifted by `allow_if`, so there
 * the conditions are required instead.
 */
export const allowing = (position: Verdict, conditions: readonly Condition[]): ToolRule =>
  position === 'deny' ? { action: 'allow', require: conditions } : { action: 'ask', allow_if: [{ conditions }] };

export interface Place {
  readonly kind: 'folder' | 'host' | 'reading' | 'target';
  readonly condition: Condition;
}

const TARGETS = new Set(['owner', 'org', 'organization', 'repo', 'repository', 'project', 'project_id', 'workspace', 'team', 'channel', 'channel_id', 'database', 'db', 'table', 'bucket', 'namespace', 'account', 'to', 'recipient']); // prettier-ignore
const QUERIES = /^(?:sql|query|statement|sql_query)$/i;
/** one statement that begins with SELECT: nothing after a semicolon */
const SELECT_ONLY = '(?is)^\\s*select\\b[^;]*;?\\s*$';

/** What an argument points at, as a condition that holds for it. */
export function placesOf(key: string, value: JsonValue, home: string): Place[] {
  const path = argumentPath(key);
  const folder = folderOf(key, value, home);
  if (folder !== undefined)
    return [{ kind: 'folder', condition: { path: Array.isArray(value) ? `${path}[*]` : path, op: 'under', value: folder } }];
  if (typeof value !== 'string' || value === '' || value.length > 2000) return [];
  const target: Place = { kind: 'target', condition: { path, op: 'eq', value } };
  const isPath: boolean = looksLikePath(value);
  if (isPath) return [target];
  const host = hostOf(value);
  if (host !== undefined) return [{ kind: 'host', condition: { path, op: 'host_in', value: [host] } }];
  if (QUERIES.test(key) && /^\s*select\b[^;]*;?\s*$/i.test(value))
    return [{ kind: 'reading', condition: { path, op: 'regex', value: SELECT_ONLY } }];
  return TARGETS.has(key.toLowerCase()) ? [target] : [];
}

/** The host of an address that means the same to every reader. */
function hostOf(text: string): string | undefined {
  const match = /^https?:\/\/((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})(?::\d+)?(?:[/?#][^\\\s]*)?$/i.exec(text);
  return match?.[1]?.toLowerCase();
}

/** All arguments as they are; undefined where they are too long, not kept whole, or hold a number whose digits a rule would lose. */
export function exactly(args: JsonObject): Condition | undefined {
  if (holdsMore(args) || holdsExact(args) || stringify(args).length > MAX_WHOLE) return undefined;
  return { path: 'args', op: 'eq', value: args };
}

const holdsExact = (value: JsonValue | undefined): boolean => {
  if (value instanceof ExactNumber) return true;
  if (Array.isArray(value)) return (value as JsonArray).some(holdsExact);
  return isJsonObject(value) && Object.values(value).some(holdsExact);
};

const AMOUNTS = /^(?:amount|total|price|cost|value|sum|budget|amount_cents|quantity)$/i;

/** A spend limit for each argument that is an amount: ten times this call in any day. */
function sums(args: JsonObject): Limit[] {
  return Object.entries(args).flatMap(([key, value]) =>
    AMOUNTS.test(key) && typeof value === 'number' && value > 0
      ? [{ window: 'day', max: Math.ceil(value * 10), increment_from: argumentPath(key) } as const]
      : [],
  );
}

function dedupe(suggestions: readonly RuleSuggestion[]): RuleSuggestion[] {
  const seen = new Set<string>();
  return suggestions.filter(({ rule }) => {
    const key = JSON.stringify(rule);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
