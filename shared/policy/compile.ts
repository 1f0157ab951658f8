import type { JsonValue } from '../json/json.js';
import { stringify } from '../json/stringify.js';
import type { Because, Verdict } from '../model/decision.js';
import { compileRule, type CompiledLimit, type CompiledRule, type Entry } from './compile-rule.js';
import type { ConditionFacts } from './conditions.js';
import { judge } from './evaluate.js';
import { asPolicy, windowMs, type Policy, type ServerLevel, type ToolRule, type ClientLevel } from './language.js';
import { applicable, levelsFor, openLevel, stated, type Level, type Stated, type Subject } from './levels.js';
import type { PresetName } from './preset-names.js';
import { presetOf } from './presets.js';
import { rank } from './rank.js';
import { because } from './reasons.js';
import type { CallFacts, CompiledPolicy, Evaluation, PolicyDocument, ReadLimit } from './types.js';

/** Everything about one (client, server, tool, class) that does not depend on the arguments. */
export interface CompiledSubject {
  readonly stated: Stated;
  readonly because: Because;
  readonly require: readonly Entry[];
  readonly deny: readonly Entry[];
  readonly ask: readonly Entry[];
  readonly allow: readonly Entry[];
  readonly limits: readonly SubjectLimit[];
  readonly approval: Evaluation['approval'];
}

export interface SubjectLimit extends CompiledLimit {
  readonly counter: string;
  readonly key: (session: string) => string;
  /** other windows in which the same named counter is counted somewhere in the policy: counted there too, not checked */
  readonly alsoCounted: readonly { readonly windowMs: number; readonly key: (session: string) => string }[];
}

/** A compiled policy that can also judge recorded calls, whose redacted values cannot be seen. */
export interface ReplayablePolicy extends CompiledPolicy {
  evaluateRedacted(facts: CallFacts, readLimit: ReadLimit, redacted: NonNullable<ConditionFacts['redacted']>): Evaluation;
}

const MAX_SUBJECTS = 5000;
const MAX_COMPILED = 10_000;

/**
 * Compiles a document that `parsePolicy` accepted. Work per tool is done at its first call and kept, for at most 5,000 of them. Rules in
 * `compiled` that stand at the same place with the same words are taken as they are, and what is compiled here is put there.
 */
export function compilePolicy(document: PolicyDocument, compiled = new Map<string, CompiledRule>()): ReplayablePolicy {
  const policy = asPolicy(document);
  const levels = new Map<ServerLevel, Level>();
  const rules = new Map<ToolRule, CompiledRule>();
  const subjects = new Map<string, CompiledSubject>();
  const windows = countedWindows(policy);
  const preset = presetOf(policy);

  const open: typeof openLevel = (level, at) => remember(levels, level, () => openLevel(level, at));
  const subjectOf = (subject: Subject): CompiledSubject => {
    const key = `${subject.client}\u0000${subject.server}\u0000${subject.governed}\u0000${subject.class}\u0000${subject.tool}`;
    const known = subjects.get(key);
    if (known) return known;
    const made = compileSubject(
      levelsFor(policy, subject.client, subject.server, open),
      subject,
      (rule, pointer) => remember(rules, rule, () => compiledBefore(compiled, rule, pointer)),
      windows,
      preset,
    );
    if (subjects.size >= MAX_SUBJECTS) subjects.delete(subjects.keys().next().value ?? '');
    subjects.set(key, made);
    return made;
  };

  return {
    document,
    evaluate: (facts, readLimit) => judge(facts, readLimit, subjectOf),
    evaluateRedacted: (facts, readLimit, redacted) => judge(facts, readLimit, subjectOf, redacted),
    position(subject) {
      const compiled = subjectOf(subject);
      const always = firstAlways(compiled);
      const verdict: Verdict =
        always !== undefined && rank(always.verdict) > rank(compiled.stated.action) ? always.verdict : compiled.stated.action;
      const because = verdict === compiled.stated.action || always === undefined ? compiled.because : always.entry.whenYes();
      return { verdict, own: compiled.stated.own, because: [because] };
    },
  };
}

function compiledBefore(compiled: Map<string, CompiledRule>, rule: ToolRule, pointer: string): CompiledRule {
  const key = `${pointer}\u0000${stringify(rule as unknown as JsonValue)}`;
  const known = compiled.get(key) ?? compileRule({ rule, pointer });
  if (compiled.size >= MAX_COMPILED && !compiled.has(key)) compiled.delete(compiled.keys().next().value ?? '');
  compiled.set(key, known);
  return known;
}

function firstAlways(subject: CompiledSubject): { entry: Entry; verdict: Verdict } | undefined {
  const deny = subject.deny.find((entry) => entry.always);
  if (deny) return { entry: deny, verdict: 'deny' };
  const ask = subject.ask.find((entry) => entry.always);
  return ask ? { entry: ask, verdict: 'ask' } : undefined;
}

/** where a preset speaks */
const ofPreset = /^\/(?:default$|classes\/|methods\/)/;

function compileSubject(
  levels: readonly Level[],
  subject: Subject,
  compiledRule: (rule: ToolRule, pointer: string) => CompiledRule,
  windows: ReadonlyMap<string, ReadonlySet<number>>,
  preset: PresetName | undefined,
): CompiledSubject {
  const found = applicable(levels, subject);
  const compiled = found.map(({ rule, pointer }) => compiledRule(rule, pointer));
  const by = stated(levels, subject);
  const { pointer, action, reason, hidden } = by;
  const timeout = found.find(({ rule }) => rule.approval?.timeout_seconds !== undefined)?.rule.approval?.timeout_seconds;
  const remembered = found.find(({ rule }) => rule.approval?.remember !== undefined)?.rule.approval?.remember;
  return {
    stated: by,
    because: because(pointer, {
      kind: 'stated',
      action,
      ...(reason !== undefined && { reason }),
      ...(hidden !== undefined && { hidden }),
      ...(action === 'ask' && remembered !== undefined && { remember: remembered }),
      ...(action === 'ask' && preset !== undefined && ofPreset.test(pointer) && { preset }),
    }),
    require: compiled.flatMap((rule) => rule.require),
    deny: compiled.flatMap((rule) => rule.deny),
    ask: compiled.flatMap((rule) => rule.ask),
    allow: compiled.flatMap((rule) => rule.allow),
    limits: compiled.flatMap((rule) => rule.limits.map((limit) => subjectLimit(limit, subject, windows))),
    approval: {
      timeoutMs: timeout === undefined ? undefined : timeout * 1000,
      remember: remembered,
    },
  };
}

function subjectLimit(compiled: CompiledLimit, subject: Subject, windows: ReadonlyMap<string, ReadonlySet<number>>): SubjectLimit {
  const { limit } = compiled;
  const others = limit.counter === undefined ? [] : [...(windows.get(counterId(limit)) ?? [])].filter((ms) => ms !== compiled.windowMs);
  return {
    ...compiled,
    counter: limit.counter ?? (subject.governed === 'tools' ? subject.tool : subject.governed),
    key: keyMaker(limit, subject, compiled.windowMs),
    alsoCounted: others.map((ms) => ({ windowMs: ms, key: keyMaker(limit, subject, ms) })),
  };
}

/** The key of a count: JSON `[scope, client, session, server, kind, name, windowMs]`; what the scope does not add is empty. */
function keyMaker(limit: CompiledLimit['limit'], subject: Subject, ms: number): (session: string) => string {
  const scope = limit.scope ?? 'grant';
  const client = scope === 'grant' || scope === 'session' ? subject.client : '';
  const server = scope === 'global' && limit.counter !== undefined ? '' : subject.server;
  const kind = limit.counter !== undefined ? 'counter' : subject.governed === 'tools' ? 'tool' : 'method';
  const name = limit.counter ?? (subject.governed === 'tools' ? subject.tool : subject.governed);
  const make = (session: string): string => JSON.stringify([scope, client, session, server, kind, name, ms]);
  if (scope === 'session') return make;
  const fixed = make('');
  return () => fixed;
}

const counterId = (limit: CompiledLimit['limit']): string => `${limit.scope ?? 'grant'} ${limit.counter ?? ''}`;

/** in which windows each named counter is counted anywhere in the document */
function countedWindows(policy: Policy): Map<string, Set<number>> {
  const windows = new Map<string, Set<number>>();
  const eachRule = (rule: ToolRule | undefined): void => {
    for (const limit of rule?.limits ?? []) {
      const ms = windowMs(limit.window);
      if (limit.counter === undefined || ms === undefined) continue;
      const id = counterId(limit);
      windows.set(id, (windows.get(id) ?? new Set()).add(ms));
    }
  };
  const eachLevel = (level: ServerLevel): void => {
    eachRule(level.all_tools);
    for (const map of [level.classes, level.tools, level.methods] as readonly (Readonly<Record<string, ToolRule>> | undefined)[])
      Object.values(map ?? {}).forEach(eachRule);
  };
  const withServers = (level: ClientLevel): void => {
    eachLevel(level);
    Object.values(level.servers ?? {}).forEach(eachLevel);
  };
  withServers(policy);
  Object.values(policy.clients ?? {}).forEach(withServers);
  return windows;
}

function remember<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
