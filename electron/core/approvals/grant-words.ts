import type { ApprovalScope } from '../../../shared/model/views.js';
import type { Condition } from '../../../shared/policy/language.js';
import { allWords } from '../../../shared/policy/words.js';

/** What a scope means, as one sentence for the person who chooses it and for the list of remembered answers. */
export function grantWords(
  call: { tool: string; server: string; client: string },
  scope: Exclude<ApprovalScope, 'once'>,
  conditions: readonly Condition[],
): string {
  const span = { session: 'until this session ends', '15m': 'for 15 minutes', always: 'always' }[scope];
  return `Allow ${call.tool} of ${call.server} for ${call.client} ${span}, ${conditionsWords(conditions)}`;
}

function conditionsWords(conditions: readonly Condition[]): string {
  if (conditions.length === 0) return 'with any arguments';
  const [only] = conditions;
  if (conditions.length === 1 && only !== undefined && 'path' in only && only.path === 'args' && only.op === 'eq')
    return 'with exactly these arguments';
  try {
    return `where ${allWords(conditions)}`;
  } catch {
    return 'where its conditions hold';
  }
}
