import { riskClass, type RiskClass } from '../../../shared/model/risk.js';
import type { Verdict } from '../../../shared/model/decision.js';
import { own, type Policy, type ServerLevel, type ToolRule } from '../../../shared/policy/language.js';
import { levelsFor, stated } from '../../../shared/policy/levels.js';
import { strictest } from '../../../shared/policy/rank.js';
import { atPlace } from '../../../shared/policy/slots.js';
import { inEnglish } from '../../../shared/words/say.js';
import type { Edit } from './edit-text.js';

/** One switch: of a tool, of a class, or (neither) of the whole server; for one client or for all. */
export interface Switch {
  readonly server: string;
  readonly tool?: string;
  readonly class?: RiskClass;
  readonly client?: string;
  readonly action: Verdict | 'inherit';
}

/** what a tool would be without an entry of its own */
export type Inherits = (of: { readonly server: string; readonly tool: string; readonly client?: string }) => Verdict;

export const levelPath = ({ server, client }: Pick<Switch, 'server' | 'client'>): string[] =>
  client === undefined ? ['servers', server] : ['clients', client, 'servers', server];

function levelAt(policy: Policy, { server, client }: Pick<Switch, 'server' | 'client'>): ServerLevel | undefined {
  return client === undefined ? own(policy.servers, server) : own(own(policy.clients, client)?.servers, server);
}

type Said = 'is' | 'are' | 'follows' | 'follow' | 'followed' | 'kept';

/** What becomes of a subject, for one client or for all. */
function said(how: Said, subject: string, client: string | undefined, action?: Switch['action']): string {
  const state = action === undefined ? '' : inEnglish(`change.state.${action}`);
  return client === undefined ? inEnglish(`change.${how}`, { subject, state }) : inEnglish(`change.${how}For`, { subject, state, client });
}

/** The edits for one switch, and what they do in one sentence. The written entry always has an explicit action. */
export function switchEdits(policy: Policy, given: Switch, inherits: Inherits): { edits: Edit[]; sentence: string } {
  const level = levelAt(policy, given);
  const path = levelPath(given);
  if (given.tool !== undefined)
    return toolEdits({ ...given, tool: given.tool }, own(level?.tools, given.tool), [...path, 'tools', given.tool], inherits);
  if (given.class !== undefined) {
    const tier = given.class;
    const rule = own(level?.classes, tier);
    const target = [...path, 'classes', tier];
    const subject = atPlace(inEnglish('rule.for.class', { class: tier }), ['servers', given.server]);
    if (given.action !== 'inherit')
      return {
        edits: [{ path: [...target, 'action'], value: given.action }],
        sentence: said('are', subject, given.client, given.action),
      };
    return { edits: withoutAction(rule, target), sentence: said('follow', subject, given.client) };
  }
  if (given.action === 'inherit') {
    const edits = [
      ...withoutAction(level?.all_tools, [...path, 'all_tools']),
      ...(level?.default === undefined ? [] : [{ path: [...path, 'default'], value: undefined }]),
    ];
    return { edits, sentence: said('follows', given.server, given.client) };
  }
  // the default carries the switch to resources, prompts and completion, too
  const edits = [
    { path: [...path, 'all_tools', 'action'], value: given.action },
    { path: [...path, 'default'], value: given.action === 'hide' ? 'deny' : given.action },
  ];
  const keep =
    Object.values(level?.tools ?? {}).filter((rule) => (rule.action ?? 'allow') !== given.action).length +
    Object.values(level?.classes ?? {}).filter((rule) => rule?.action !== undefined && rule.action !== given.action).length;
  const whole = said('is', given.server, given.client, given.action);
  return { edits, sentence: keep === 0 ? whole : inEnglish('change.own', { said: whole, count: keep }) };
}

function toolEdits(
  given: Switch & { readonly tool: string },
  rule: ToolRule | undefined,
  path: string[],
  inherits: Inherits,
): { edits: Edit[]; sentence: string } {
  const name = atPlace(given.tool, ['servers', given.server]);
  if (given.action !== 'inherit')
    return { edits: [{ path: [...path, 'action'], value: given.action }], sentence: said('is', name, given.client, given.action) };
  if (rule === undefined) return { edits: [], sentence: said('followed', name, given.client) };
  const rest = Object.keys(rule).filter((key) => key !== 'action' && key !== 'reason');
  if (rest.length === 0) return { edits: [{ path, value: undefined }], sentence: said('follows', name, given.client) };
  // an entry by name without an action would allow: it gets what it would inherit, its conditions stay
  const inherited = inherits(given);
  return {
    edits: [{ path: [...path, 'action'], value: inherited }],
    sentence: said('kept', name, given.client, inherited),
  };
}

/** What the rules would state without the tool's own entry; where its class is not known, the strictest of all classes. */
export function inheritedAction(
  policy: Policy,
  { server, client, tool }: { server: string; client?: string; tool: string },
  classOf: (server: string, tool: string) => RiskClass | undefined,
): Verdict {
  const level = levelAt(policy, { server, ...(client !== undefined && { client }) });
  const levels = levelsFor(policy, client ?? '\u0000any', server).map((open) => {
    if (open.level !== level) return open;
    const tools = Object.create(null) as Record<string, ToolRule>;
    for (const [name, rule] of Object.entries(level?.tools ?? {})) if (name !== tool) tools[name] = rule;
    return { ...open, level: { ...open.level, tools } };
  });
  const known = classOf(server, tool);
  const tiers = known === undefined ? riskClass.options : [known];
  return tiers
    .map((tier) => stated(levels, { client: client ?? '\u0000any', server, tool, class: tier, governed: 'tools' }).action)
    .reduce<Verdict>(strictest, 'allow');
}

function withoutAction(rule: ToolRule | undefined, path: string[]): Edit[] {
  if (rule?.action === undefined) return [];
  const rest = Object.keys(rule).filter((key) => key !== 'action' && key !== 'reason');
  return [{ path: rest.length === 0 ? path : [...path, 'action'], value: undefined }];
}
