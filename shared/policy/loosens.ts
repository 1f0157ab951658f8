import { ExactNumber, isJsonObject, type JsonValue } from '../json/json.js';
import type { Verdict } from '../model/decision.js';
import { riskClass } from '../model/risk.js';
import { hasGlob } from './glob.js';
import { asPolicy, windowMs, type Limit, type Policy, type ToolRule } from './language.js';
import { levelsFor, openLevel, stated, type Subject } from './levels.js';
import { rank } from './rank.js';
import { levelsOf, limitsIn, placeWords, slotsOf, slotWords } from './slots.js';
import type { Governed, PolicyDocument } from './types.js';
import { allWords, conditionWords, limitWords } from './words.js';

/**
 * What a new document would loosen, one sentence each. Empty only where nothing can be looser: every condition and limit that stood
 * still stands at its place (or tighter), and the stated action is at least as strict for every client, server, tool and class that
 * the two documents can tell apart. Where that cannot be shown it counts as loosening.
 */
export function loosens(before: PolicyDocument, after: PolicyDocument): string[] {
  const from = asPolicy(before);
  const to = asPolicy(after);
  return [...new Set([...removedHides(from, to), ...weakerRules(from, to), ...weakerActions(from, to)])].slice(0, 100);
}

const same = (value: unknown): string => JSON.stringify(canonical(value as JsonValue));
function canonical(value: JsonValue | undefined): unknown {
  if (value instanceof ExactNumber) return { exact: value.digits };
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(canonical);
  if (!isJsonObject(value)) return value;
  return Object.keys(value)
    .sort()
    .map((key) => [key, canonical(value[key])]);
}

function removedHides(from: Policy, to: Policy): string[] {
  const kept = new Map(levelsOf(to).map(({ path, level }) => [same(path), level.hide ?? []]));
  return levelsOf(from).flatMap(({ path, level }) => {
    const now = kept.get(same(path)) ?? [];
    return (level.hide ?? [])
      .filter((entry) => !now.includes(entry) && !now.includes('*'))
      .map((entry) => `${entry}${placeWords(path)} is no longer hidden`);
  });
}

function weakerRules(from: Policy, to: Policy): string[] {
  const before = new Map(slotsOf(from).map(({ path, rule }) => [same(path), rule]));
  const after = new Map(slotsOf(to).map(({ path, rule }) => [same(path), rule]));
  const found: string[] = [];
  for (const { path, rule } of slotsOf(from)) {
    const now = after.get(same(path)) ?? {};
    const words = slotWords(path);
    const gone = <T>(old: readonly T[] | undefined, kept: readonly T[] | undefined, key: (item: T) => string): T[] => {
      const keys = new Set((kept ?? []).map(key));
      return (old ?? []).filter((item) => !keys.has(key(item)));
    };
    for (const condition of gone(rule.require, now.require, same))
      found.push(`${words}: no longer required that ${conditionWords(condition)}`);
    for (const entry of gone(rule.deny_if, now.deny_if, (item) => same(item.conditions)))
      found.push(`${words}: no longer denied when ${allWords(entry.conditions) || 'in every case'}`);
    for (const entry of gone(rule.ask_if, now.ask_if, (item) => same(item.conditions)))
      found.push(`${words}: no longer asks when ${allWords(entry.conditions) || 'in every case'}`);
    for (const limit of limitsIn(rule))
      if (!limitsIn(now).some((other) => coversLimit(other, limit))) found.push(`${words}: no longer limited to ${limitWords(limit)}`);
  }
  for (const { path, rule } of slotsOf(to)) {
    const old = before.get(same(path))?.allow_if ?? [];
    for (const entry of rule.allow_if ?? []) {
      if (!old.some((other) => same(other.conditions) === same(entry.conditions)))
        found.push(`${slotWords(path)}: allowed without asking when ${allWords(entry.conditions)}`);
    }
  }
  return found;
}

function coversLimit(now: Limit, before: Limit): boolean {
  return (
    windowMs(now.window) === windowMs(before.window) &&
    now.counter === before.counter &&
    (now.scope ?? 'grant') === (before.scope ?? 'grant') &&
    now.increment_from === before.increment_from &&
    now.max <= before.max &&
    ((now.on_exceed ?? 'deny') === 'deny' || before.on_exceed === 'ask')
  );
}

const OTHER = '\u0000other';
const MAX_GLOBS = 8;
const MAX_SUBJECTS = 400_000;

function weakerActions(from: Policy, to: Policy): string[] {
  if (same(skeleton(from)) === same(skeleton(to))) return [];
  const both = [...levelsOf(from), ...levelsOf(to)];
  const unique = (names: readonly string[]): string[] => [...new Set([...names, OTHER])];
  const names = both.flatMap(({ level }) => [...Object.keys(level.tools ?? {}), ...(level.hide ?? [])]);
  const clients = unique(both.flatMap(({ path }) => (path[0] === 'clients' ? [path[1] ?? ''] : [])));
  const servers = unique(both.flatMap(({ path }) => (path.at(-2) === 'servers' ? [path.at(-1) ?? ''] : [])));
  const tools = unique(names);
  const globs = [...new Set(names.filter(hasGlob))];
  const subsets = globs.length > MAX_GLOBS ? 0 : 2 ** globs.length;
  const kinds = clients.length * servers.length;
  if (subsets === 0 || kinds * (tools.length + subsets) * riskClass.options.length > MAX_SUBJECTS) {
    return ['the two documents have too many rules to be compared one by one, so this counts as loosening'];
  }
  const found: string[] = [];
  const compare = (subject: Subject, open: typeof openLevel): void => {
    const old = stated(levelsFor(from, subject.client, subject.server, open), subject).action;
    const now = stated(levelsFor(to, subject.client, subject.server, open), subject).action;
    if (rank(now) < rank(old)) found.push(sentence(subject, old, now));
  };
  for (const client of clients) {
    for (const server of servers) {
      const opened = remembering();
      for (const tool of tools) {
        // a glob written as a name can be a tool's name, too
        for (const tier of riskClass.options) if (tool !== OTHER) compare({ client, server, tool, class: tier, governed: 'tools' }, opened);
      }
      for (let bits = 0; bits < subsets; bits++) {
        const matched = new Set(globs.filter((_, i) => (bits >> i) & 1));
        const open = pretending(matched);
        for (const tier of riskClass.options) compare({ client, server, tool: OTHER, class: tier, governed: 'tools' }, open);
      }
      for (const governed of ['resources', 'prompts', 'completion', 'sampling', 'elicitation'] as const)
        compare({ client, server, tool: OTHER, class: 'unclassified', governed }, opened);
    }
  }
  return [...new Set(found)];
}

/** only what states an action: where this is the same, the actions are */
function skeleton(policy: Policy): JsonValue {
  return [
    levelsOf(policy).map(({ path, level }) => [[...path], level.default ?? null, [...(level.hide ?? [])].sort()]),
    slotsOf(policy).map(({ path, rule }: { path: readonly string[]; rule: ToolRule }) => [[...path], rule.action ?? null]),
  ] as unknown as JsonValue;
}

function remembering(): typeof openLevel {
  const opened = new Map<unknown, ReturnType<typeof openLevel>>();
  return (level, at, words) => {
    const known = opened.get(level) ?? openLevel(level, at, words);
    opened.set(level, known);
    return known;
  };
}

/** levels as a tool sees them that has no rule by name and is matched by exactly these globs */
function pretending(matched: ReadonlySet<string>): typeof openLevel {
  return (level, at, words) => ({
    at,
    words,
    level,
    globs: Object.keys(level.tools ?? {})
      .filter(hasGlob)
      .map((key) => ({ key, matches: () => matched.has(key) })),
    hide: (level.hide ?? []).map((entry, index) => ({ index, entry, matches: () => matched.has(entry) })),
  });
}

const STATES: Readonly<Record<Verdict, string>> = { allow: 'allowed', ask: 'asked about', deny: 'denied', hide: 'hidden' };

function sentence(subject: Subject, old: Verdict, now: Verdict): string {
  const governed: Governed = subject.governed;
  const what = governed !== 'tools' ? governed : subject.tool === OTHER ? `other ${subject.class} tools` : subject.tool;
  const client = subject.client === OTHER ? '' : ` for ${subject.client}`;
  const server = subject.server === OTHER ? '' : ` on ${subject.server}`;
  return `${what}${client}${server}: ${STATES[now]} instead of ${STATES[old]}`;
}
