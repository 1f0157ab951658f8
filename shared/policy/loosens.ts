import { ExactNumber, isJsonObject, type JsonValue } from '../json/json.js';
import { sameJson } from '../json/same.js';
import type { Verdict } from '../model/decision.js';
import { riskClass, type RiskClass } from '../model/risk.js';
import { hasGlob } from './glob.js';
import { asPolicy, windowMs, type Condition, type Limit, type Policy, type ServerLevel, type ToolRule } from './language.js';
import { levelsFor, openLevel, statedAction, type Level, type Subject } from './levels.js';
import { rank } from './rank.js';
import { atOnce } from '../slices.js';
import { coreWords } from '../words/core/en.js';
import { inEnglish } from '../words/say.js';
import { atPlace, levelsOf, limitsIn, slotsOf, slotWords } from './slots.js';
import type { Governed, PolicyDocument } from './types.js';
import { allWords, conditionWords, limitWords } from './words.js';

/**
 * What a new document would loosen, one sentence each. Empty only where nothing can be looser: every condition and limit that stood
 * still stands at its place (or tighter), and the stated action is at least as strict for every client, server, tool and class that
 * the two documents can tell apart. Where that cannot be shown it counts as loosening.
 */
export const loosens = (before: PolicyDocument, after: PolicyDocument): string[] => atOnce(comparing(before, after));

/** The same, a short step at a time: for documents so large that comparing them would hold up everything else. */
export function* comparing(before: PolicyDocument, after: PolicyDocument): Generator<void, string[]> {
  const from = asPolicy(before);
  const to = asPolicy(after);
  const found = new Set(removedHides(from, to));
  for (const part of [weakerRules(from, to), weakerActions(from, to)]) {
    for (const sentences of part) {
      for (const sentence of sentences) found.add(sentence);
      yield;
    }
  }
  return [...found].slice(0, 100);
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
      .map((entry) => inEnglish('change.shown', { subject: atPlace(entry, path) }));
  });
}

function* weakerRules(from: Policy, to: Policy): Generator<string[]> {
  const before = new Map(slotsOf(from).map(({ path, rule }) => [same(path), rule]));
  const after = new Map(slotsOf(to).map(({ path, rule }) => [same(path), rule]));
  for (const { path, rule } of slotsOf(from)) {
    const now = after.get(same(path)) ?? {};
    if (sameJson(rule as unknown as JsonValue, now as unknown as JsonValue)) continue;
    const subject = slotWords(path);
    const found: string[] = [];
    const gone = <T>(old: readonly T[] | undefined, kept: readonly T[] | undefined, key: (item: T) => string): T[] => {
      const keys = new Set((kept ?? []).map(key));
      return (old ?? []).filter((item) => !keys.has(key(item)));
    };
    for (const condition of gone(rule.require, now.require, same))
      found.push(inEnglish('change.notRequired', { subject, condition: conditionWords(condition) }));
    for (const entry of gone(rule.deny_if, now.deny_if, (item) => same(item.conditions)))
      found.push(unless('notDenied', subject, entry.conditions));
    for (const entry of gone(rule.ask_if, now.ask_if, (item) => same(item.conditions)))
      found.push(unless('notAsked', subject, entry.conditions));
    for (const limit of limitsIn(rule))
      if (!limitsIn(now).some((other) => coversLimit(other, limit)))
        found.push(inEnglish('change.notLimited', { subject, limit: limitWords(limit) }));
    yield found;
  }
  for (const { path, rule } of slotsOf(to)) {
    if (rule.allow_if === undefined) continue;
    const old = before.get(same(path))?.allow_if ?? [];
    yield rule.allow_if
      .filter((entry) => !old.some((other) => same(other.conditions) === same(entry.conditions)))
      .map((entry) => inEnglish('change.unasked', { subject: slotWords(path), conditions: allWords(entry.conditions) }));
  }
}

const unless = (how: 'notDenied' | 'notAsked', subject: string, conditions: readonly Condition[]): string =>
  conditions.length === 0
    ? inEnglish(`change.${how}Always`, { subject })
    : inEnglish(`change.${how}`, { subject, conditions: allWords(conditions) });

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
/** subjects that are compared one by one: more would hold the gate up */
const MAX_SUBJECTS = 100_000;

/**
 * Where the stated action is weaker than it was. Only where a level that speaks about a client and a server changed; there, for each name
 * that these levels know, and for every other tool by the globs that could match it.
 */
function* weakerActions(from: Policy, to: Policy): Generator<string[]> {
  const both = [...levelsOf(from), ...levelsOf(to)];
  const unique = (names: readonly string[]): string[] => [...new Set([...names, OTHER])];
  const clients = unique(both.flatMap(({ path }) => (path[0] === 'clients' ? [path[1] ?? ''] : [])));
  const servers = unique(both.flatMap(({ path }) => (path.at(-2) === 'servers' ? [path.at(-1) ?? ''] : [])));
  const changed = changedLevels(from, to);
  const pairs = clients.flatMap((client) => servers.map((server) => placed(from, to, client, server)));
  const looked = pairs.filter(({ levels }) => levels.some(({ at }) => changed.has(same([...at]))));
  const work = looked.map(({ names, globs, tiers }) => names.length * tiers.length + 2 ** globs.length * riskClass.options.length);
  if (looked.some(({ globs }) => globs.length > MAX_GLOBS) || work.reduce((sum, one) => sum + one, 0) > MAX_SUBJECTS)
    yield [coreWords.change.tooMany];
  else for (const pair of looked) yield weakerFor(from, to, pair);
}

interface Pair {
  readonly client: string;
  readonly server: string;
  /** of both documents */
  readonly levels: readonly Level[];
  readonly names: readonly string[];
  readonly globs: readonly string[];
  /** classes that a tool with a name may be told apart by */
  readonly tiers: readonly RiskClass[];
}

function placed(from: Policy, to: Policy, client: string, server: string): Pair {
  const levels = [from, to].flatMap((policy) => levelsFor(policy, client, server, unopened));
  const names = [...new Set(levels.flatMap(({ level }) => [...Object.keys(level.tools ?? {}), ...(level.hide ?? [])]))];
  const byClass = levels.some(({ level }) => level.classes !== undefined);
  const tiers = byClass ? riskClass.options : riskClass.options.slice(0, 1);
  return { client, server, levels, names, globs: names.filter(hasGlob), tiers };
}

function weakerFor(from: Policy, to: Policy, { client, server, names, globs, tiers }: Pair): string[] {
  const found: string[] = [];
  const comparing = (open: typeof openLevel) => {
    const before = levelsFor(from, client, server, open);
    const after = levelsFor(to, client, server, open);
    return (tool: string, tier: RiskClass, governed: Governed = 'tools'): void => {
      const subject = { client, server, tool, class: tier, governed };
      const old = statedAction(before, subject);
      const now = statedAction(after, subject);
      if (rank(now) < rank(old)) found.push(sentence(subject, old, now));
    };
  };
  const compare = comparing(openLevel);
  // a glob written as a name can be a tool's name, too
  for (const tool of names) for (const tier of tiers) compare(tool, tier);
  for (let bits = 0; bits < 2 ** globs.length; bits++) {
    const matching = comparing(pretending(new Set(globs.filter((_, i) => (bits >> i) & 1))));
    for (const tier of riskClass.options) matching(OTHER, tier);
  }
  for (const governed of ['resources', 'prompts', 'completion', 'sampling', 'elicitation'] as const)
    compare(OTHER, 'unclassified', governed);
  return found;
}

const unopened: typeof openLevel = (level, at) => ({ at, level, globs: [], hide: [] });

/** the paths of the levels that state something else than before; a level that is not there states nothing */
function changedLevels(from: Policy, to: Policy): ReadonlySet<string> {
  const statesOf = (policy: Policy) => new Map(levelsOf(policy).map(({ path, level }) => [same([...path]), states(level)]));
  const before = statesOf(from);
  const after = statesOf(to);
  const nothing = states({});
  return new Set([...before.keys(), ...after.keys()].filter((path) => !sameJson(before.get(path) ?? nothing, after.get(path) ?? nothing)));
}

/** only what states an action */
function states(level: ServerLevel): JsonValue {
  const rules = (map: object | undefined): JsonValue =>
    Object.entries((map ?? {}) as Record<string, ToolRule>).map(([key, rule]) => [key, rule.action ?? null]);
  return [
    level.default ?? null,
    [...(level.hide ?? [])].sort(),
    level.all_tools?.action ?? null,
    rules(level.tools),
    rules(level.classes),
    rules(level.methods),
  ];
}

/** levels as a tool sees them that has no rule by name and is matched by exactly these globs */
function pretending(matched: ReadonlySet<string>): typeof openLevel {
  return (level, at) => ({
    at,
    level,
    globs: Object.keys(level.tools ?? {})
      .filter(hasGlob)
      .map((key) => ({ key, matches: () => matched.has(key) })),
    hide: (level.hide ?? []).map((entry, index) => ({ index, entry, matches: () => matched.has(entry) })),
  });
}

function sentence(subject: Subject, old: Verdict, now: Verdict): string {
  const governed: Governed = subject.governed;
  const what =
    governed !== 'tools' ? governed : subject.tool === OTHER ? inEnglish('change.others', { class: subject.class }) : subject.tool;
  const client = subject.client === OTHER ? [] : ['clients', subject.client];
  const server = subject.server === OTHER ? [] : ['servers', subject.server];
  const { state } = coreWords.change;
  return inEnglish('change.instead', { subject: atPlace(what, [...client, ...server]), state: state[now], before: state[old] });
}
