import type { ApprovalScope } from '../model/views.js';
import { inEnglish, type Say } from '../words/say.js';
import type { Condition } from './language.js';
import { allWords } from './words.js';

interface Call {
  readonly tool: string;
  readonly server: string;
  readonly client: string;
}

/** What a scope means, as one sentence for the person who chooses it and for the list of remembered answers. */
export function grantWords(
  { tool, server, client }: Call,
  scope: ApprovalScope,
  conditions: readonly Condition[],
  say: Say = inEnglish,
): string {
  return scope === 'once'
    ? say('rule.grant.once')
    : say(`rule.grant.${scope}`, { tool, server, client, conditions: conditionsWords(conditions, say) });
}

/** `sentence`, as it came, in the language of `say` and with the name the client is called by; it stays where the data does not say exactly the same (a number too long for a window). */
export const grantIn = (
  say: Say,
  sentence: string,
  call: Call,
  scope: ApprovalScope,
  conditions: readonly unknown[],
  client = call.client,
): string =>
  grantWords(call, scope, conditions as Condition[]) === sentence
    ? grantWords({ ...call, client }, scope, conditions as Condition[], say)
    : sentence;

/** Which scope an answer was remembered for. */
export const scopeOf = (grant: { readonly session?: string | undefined; readonly expiresAtMs?: number | undefined }): ApprovalScope =>
  grant.session !== undefined ? 'session' : grant.expiresAtMs !== undefined ? '15m' : 'always';

/** these arguments and no others */
export function isExact(conditions: readonly Condition[]): boolean {
  const [only] = conditions;
  return conditions.length === 1 && only !== undefined && 'path' in only && only.path === 'args' && only.op === 'eq';
}

function conditionsWords(conditions: readonly Condition[], say: Say): string {
  if (conditions.length === 0) return say('rule.grant.any');
  if (isExact(conditions)) return say('rule.grant.exact');
  try {
    return say('rule.grant.where', { conditions: allWords(conditions, say) });
  } catch {
    return say('rule.grant.own');
  }
}
