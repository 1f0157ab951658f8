import { pointer } from '../json/pointer.js';
import type { Verdict } from '../model/decision.js';
import type { RiskClass } from '../model/risk.js';
import { compileGlob, hasGlob, type Glob } from './glob.js';
import { own, type Policy, type ServerLevel, type ToolRule } from './language.js';
import { rank } from './rank.js';
import type { Governed } from './types.js';

/** One level of the policy (client+server, client, server, top), ready to be asked which of its rules apply. */
export interface Level {
  readonly at: readonly string[];
  readonly level: ServerLevel;
  readonly globs: readonly { readonly key: string; readonly matches: Glob }[];
  readonly hide: readonly { readonly index: number; readonly entry: string; readonly matches: Glob }[];
}

export interface Subject {
  readonly client: string;
  readonly server: string;
  readonly tool: string;
  readonly class: RiskClass;
  readonly governed: Governed;
}

/** A rule that applies to a subject. Closest first. */
export interface Applicable {
  readonly rule: ToolRule;
  readonly pointer: string;
  readonly kind: 'exact' | 'glob' | 'class' | 'all' | 'method';
}

/** Its place is made when it is asked for: most rules are only looked at for their action. */
class Placed implements Applicable {
  constructor(
    readonly rule: ToolRule,
    readonly kind: Applicable['kind'],
    private readonly level: Level,
    private readonly step: readonly string[],
  ) {}
  get pointer(): string {
    return pointer(...this.level.at, ...this.step);
  }
}

/** What states the action: a rule, a `default`, a `hide` list (by an entry `hidden`), or nothing, where the pointer is empty. */
export interface Stated {
  readonly action: Verdict;
  readonly pointer: string;
  readonly reason?: string;
  readonly hidden?: string;
  readonly own: boolean;
}

export function openLevel(level: ServerLevel, at: readonly string[]): Level {
  const globs = Object.keys(level.tools ?? {}).flatMap((key) => {
    const matches = hasGlob(key) ? compileGlob(key) : undefined;
    return matches === undefined ? [] : [{ key, matches }];
  });
  const hide = (level.hide ?? []).map((entry, index) => ({
    index,
    entry,
    matches: (hasGlob(entry) ? compileGlob(entry) : undefined) ?? ((tool: string) => tool === entry),
  }));
  return { at, level, globs, hide };
}

/** The levels that concern a client and a server, closest first. */
export function levelsFor(policy: Policy, client: string, server: string, open: typeof openLevel = openLevel): Level[] {
  const clientLevel = own(policy.clients, client);
  const both = own(clientLevel?.servers, server);
  const serverLevel = own(policy.servers, server);
  const levels: Level[] = [];
  if (both) levels.push(open(both, ['clients', client, 'servers', server]));
  if (clientLevel) levels.push(open(clientLevel, ['clients', client]));
  if (serverLevel) levels.push(open(serverLevel, ['servers', server]));
  levels.push(open(policy, []));
  return levels;
}

/** Every rule that applies, closest first: exact name, globs, class, all_tools, level by level. */
export function applicable(levels: readonly Level[], subject: Subject): Applicable[] {
  return levels.flatMap((level) => rulesOf(level, subject));
}

function rulesOf(level: Level, subject: Subject): Applicable[] {
  const found: Applicable[] = [];
  const add = (rule: ToolRule | undefined, step: readonly string[], kind: Applicable['kind']): void => {
    if (rule === undefined) return;
    found.push(new Placed(rule, kind, level, step));
  };
  const { level: rules } = level;
  if (subject.governed !== 'tools') {
    add(own(rules.methods, subject.governed), ['methods', subject.governed], 'method');
    return found;
  }
  add(own(rules.tools, subject.tool), ['tools', subject.tool], 'exact');
  for (const { key, matches } of level.globs) {
    if (key !== subject.tool && matches(subject.tool)) add(own(rules.tools, key), ['tools', key], 'glob');
  }
  add(own(rules.classes, subject.class), ['classes', subject.class], 'class');
  add(rules.all_tools, ['all_tools'], 'all');
  return found;
}

/** The closest action: levels closest first, inside one level exact name, globs (the strictest), class, all_tools, default. */
export function stated(levels: readonly Level[], subject: Subject): Stated {
  const { action, hidden, by, level } = closest(levels, subject);
  if (hidden && level)
    return {
      action,
      pointer: pointer(...level.at, 'hide', hidden.index),
      hidden: hidden.entry,
      own: false,
    };
  if (by)
    return {
      action,
      pointer: by.pointer,
      ...(by.rule.reason !== undefined && { reason: by.rule.reason }),
      own: by.kind === 'exact' || by.kind === 'method',
    };
  if (level) return { action, pointer: pointer(...level.at, 'default'), own: false };
  return { action, pointer: '', own: false };
}

/** The same, the action alone: for comparing many. */
export const statedAction = (levels: readonly Level[], subject: Subject): Verdict => closest(levels, subject).action;

interface Closest {
  readonly action: Verdict;
  /** the level that speaks; none where nothing does */
  readonly level?: Level;
  readonly by?: Applicable;
  readonly hidden?: Level['hide'][number];
}

function closest(levels: readonly Level[], subject: Subject): Closest {
  if (subject.governed === 'tools') {
    for (const level of levels) {
      const hidden = level.hide.find(({ matches }) => matches(subject.tool));
      if (hidden) return { action: 'hide', level, hidden };
    }
  }
  for (const level of levels) {
    let chosen: Closest | undefined;
    for (const by of rulesOf(level, subject)) {
      const action = by.rule.action ?? (by.kind === 'exact' ? 'allow' : undefined);
      if (action === undefined) continue;
      if (chosen === undefined || (by.kind === 'glob' && chosen.by?.kind === 'glob' && rank(action) > rank(chosen.action)))
        chosen = { action, level, by };
    }
    if (chosen) return chosen;
    const followsDefault = subject.governed !== 'sampling' && subject.governed !== 'elicitation';
    if (followsDefault && level.level.default !== undefined) return { action: level.level.default, level };
  }
  return { action: 'ask' };
}
