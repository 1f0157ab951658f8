import { own, type Method, type Policy, type ToolRule } from '../../../shared/policy/language.js';
import { ruleWords } from '../../../shared/policy/rule-words.js';
import { atPlace } from '../../../shared/policy/slots.js';
import { inEnglish } from '../../../shared/words/say.js';
import { editDocument } from './edit-document.js';
import type { Edit } from './edit-text.js';
import { levelPath, type Inherits } from './switch-edits.js';

export interface NewRule {
  readonly server: string;
  readonly tool: string;
  readonly client?: string;
  /** in place of the tool: everything of this kind */
  readonly method?: Method;
  /** a ToolRule: its lists are added to what stands, its other keys replace it */
  readonly rule: Readonly<Record<string, unknown>>;
}

const LISTS = ['require', 'deny_if', 'ask_if', 'allow_if', 'limits'] as const;

/** The edits that add a rule to the own entry of a tool, or of a kind of method; it always gets an explicit action. */
export function addedRule(policy: Policy, given: NewRule, inherits: Inherits): { edits: Edit[]; sentence: string } {
  const [kind, name] = given.method === undefined ? (['tools', given.tool] as const) : (['methods', given.method] as const);
  const path = [...levelPath(given), kind, name];
  const level =
    given.client === undefined ? own(policy.servers, given.server) : own(own(policy.clients, given.client)?.servers, given.server);
  const old = own<ToolRule>(level?.[kind], name);
  const rule = given.rule as ToolRule;
  const action = rule.action ?? (old === undefined ? inherits(given) : (old.action ?? 'allow'));
  const edits: Edit[] = [];
  if (action !== old?.action) edits.push({ path: [...path, 'action'], value: action });
  for (const [key, value] of Object.entries(given.rule)) {
    if (key === 'action') continue;
    const stands = (LISTS as readonly string[]).includes(key) ? own(old as Record<string, unknown> | undefined, key) : undefined;
    if (!Array.isArray(stands) || !Array.isArray(value)) edits.push({ path: [...path, key], value });
    else value.forEach((entry: unknown, i) => edits.push({ path: [...path, key, stands.length + i], value: entry }));
  }
  const onServer = atPlace(name, ['servers', given.server]);
  const subject = given.client === undefined ? onServer : atPlace(onServer, ['clients', given.client]);
  return { edits, sentence: inEnglish('change.rule', { subject, made: ruleWords({ ...rule, action }) }) };
}

const NAMED = 3;

/** The edits that add several rules, each to the policy as the ones before it leave it. */
export function addedRules(policy: Policy, given: readonly NewRule[], inherits: Inherits): { edits: Edit[]; sentence: string } {
  const edits: Edit[] = [];
  const sentences: string[] = [];
  let current = policy;
  for (const one of given) {
    const added = addedRule(current, one, inherits);
    edits.push(...added.edits);
    sentences.push(added.sentence);
    current = editDocument(current, added.edits);
  }
  const more = sentences.length - NAMED;
  const said = sentences.slice(0, NAMED).join('; ');
  return { edits, sentence: more > 0 ? inEnglish('change.more', { said, count: more }) : said };
}
