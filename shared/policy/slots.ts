import type { RiskClass } from '../model/risk.js';
import { en } from '../words/en.js';
import { inEnglish, type Say } from '../words/say.js';
import { compileGlob, hasGlob } from './glob.js';
import { expandRateLimit, type ClientLevel, type Limit, type Policy, type ServerLevel, type ToolRule } from './language.js';

/** Every level and every rule of a document with the path it stands at. */
export interface PlacedLevel {
  readonly path: readonly string[];
  readonly level: ServerLevel;
}
export interface Slot {
  readonly path: readonly string[];
  readonly rule: ToolRule;
}

export function levelsOf(policy: Policy): PlacedLevel[] {
  const found: PlacedLevel[] = [{ path: [], level: policy }];
  const servers = (owner: Policy | ClientLevel, path: readonly string[]): void => {
    for (const [server, level] of Object.entries(owner.servers ?? {})) found.push({ path: [...path, 'servers', server], level });
  };
  servers(policy, []);
  for (const [client, level] of Object.entries(policy.clients ?? {})) {
    found.push({ path: ['clients', client], level });
    servers(level, ['clients', client]);
  }
  return found;
}

export function slotsOf(policy: Policy): Slot[] {
  return levelsOf(policy).flatMap(({ path, level }) => {
    const slots: Slot[] = [];
    for (const kind of ['tools', 'classes', 'methods'] as const) {
      for (const [key, rule] of Object.entries((level[kind] ?? {}) as Record<string, ToolRule | undefined>))
        if (rule) slots.push({ path: [...path, kind, key], rule });
    }
    if (level.all_tools) slots.push({ path: [...path, 'all_tools'], rule: level.all_tools });
    return slots;
  });
}

export function limitsIn(rule: ToolRule): Limit[] {
  const short = rule.rate_limit === undefined ? undefined : expandRateLimit(rule.rate_limit);
  return [...(rule.limits ?? []), ...(short === undefined ? [] : [short])];
}

/** `create_issue on github`, `everything else for cursor`: a subject with the place of the document that a path leads to */
export function atPlace(subject: string, path: readonly string[], say: Say = inEnglish): string {
  const client = path[0] === 'clients' ? path[1] : undefined;
  const at = client === undefined ? 0 : 2;
  const server = path[at] === 'servers' ? path[at + 1] : undefined;
  if (client === undefined) return server === undefined ? subject : say('rule.for.server', { subject, server });
  return server === undefined ? say('rule.for.client', { subject, client }) : say('rule.for.both', { subject, client, server });
}

/** what the rule at a path is for: `create_issue on github`, `tools like get_*`, `write tools for cursor` */
export function slotWords(path: readonly string[], say: Say = inEnglish): string {
  const key = path.at(-1) ?? '';
  return atPlace(path.length % 2 === 1 ? say('rule.for.all') : keyWords(path.at(-2), key, say), path, say);
}

const isClass = (key: string): key is RiskClass => Object.hasOwn(en.class, key);

function keyWords(kind: string | undefined, key: string, say: Say): string {
  if (kind === 'classes' && isClass(key)) return say('rule.for.class', { class: say(`class.${key}`) });
  return kind === 'tools' && hasGlob(key) && compileGlob(key) !== undefined ? say('rule.for.like', { name: key }) : key;
}
