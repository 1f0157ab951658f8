import { draftRule } from '../../../shared/policy/draft-rule.js';
import { readJsonc } from '../../../shared/policy/read-jsonc.js';
import { isJsonObject } from '../../../shared/json/json.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Handlers } from '../dispatch.js';
import type { CallRecord } from '../../../shared/model/views.js';
import type { House } from '../house.js';
import { noRecord } from './no-such.js';
import { suggestRules, type SeenCall } from '../policy/suggest-rules.js';

interface Source {
  readonly client: string;
  readonly server: string;
  readonly tool: string;
  readonly method: string;
  readonly class: RiskClass;
  readonly argumentsText: string;
}

/** Rules from real calls: of the log, or waiting for a person. */
export function ruleCommands({
  audit,
  approvals,
  registry,
  policy,
  paths,
  settings,
}: House): Pick<Handlers, 'rule.draft' | 'rule.suggest'> {
  /** still the same: the server is there, the client may call, the tool is listed where the list is known */
  const stands = ({ client, server, tool }: CallRecord): boolean =>
    settings.server(server) !== undefined &&
    settings.clients().some(({ name }) => name === client) &&
    (registry.of(server).length === 0 || registry.get(server, tool) !== undefined);
  const sourceOf = (callId: string | undefined, approvalId: string | undefined): Result<Source> => {
    if ((callId === undefined) === (approvalId === undefined))
      return fail('BAD_INPUT', 'a rule is made from a recorded call or from a waiting one, one of the two', 'give callId or approvalId');
    if (callId !== undefined) {
      const record = audit.show(callId);
      return record === undefined ? noRecord({ audit }, callId) : ok(record);
    }
    const card = approvals.list(true).find((one) => one.id === approvalId);
    return card === undefined
      ? fail('NO_SUCH_APPROVAL', `there is no waiting call ${JSON.stringify(approvalId)}`, 'see `toolgate approvals list`')
      : ok(card);
  };

  return {
    'rule.draft'({ callId, approvalId }) {
      const source = sourceOf(callId, approvalId);
      if (!source.ok) return source;
      const { client, server, tool, method, argumentsText } = source.value;
      if (method !== 'tools/call')
        return fail('NOT_A_TOOL_CALL', `this was ${method}, not the call of a tool`, 'write its rule under "methods" in the policy');
      const { value, problems } = readJsonc(argumentsText === '' ? '{}' : argumentsText);
      if (problems.length > 0 || !isJsonObject(value))
        return fail('NO_ARGUMENTS', 'the log did not keep the arguments of this call', 'make the rule from another call of this tool');
      const known = registry.get(server, tool);
      const riskClass = known?.class ?? source.value.class;
      const { verdict } = policy.current().policy.position({ client: '', server, tool, class: riskClass, governed: 'tools' });
      const { suggestions, fields } = draftRule({
        arguments: value,
        inputSchema: known?.inputSchema,
        position: verdict,
        remote: known?.remote ?? false,
        cwd: known?.cwd,
        paths,
      });
      return ok({
        server,
        tool,
        client,
        suggestions: suggestions.map((one) => ({ ...one })),
        fields: fields.map((field) => ({ ...field, operators: [...field.operators] })),
      });
    },
    'rule.suggest'({ sinceMs }) {
      const since = sinceMs === undefined ? {} : { sinceMs };
      const records = (['ask', 'deny'] as const).flatMap((verdict) => audit.list({ verdict, limit: MAX_SEEN, ...since }));
      const calls = records.filter((record) => wentAgainstTheRules(record) && stands(record)).flatMap(seenCall);
      const document = policy.current().policy.document;
      const { suggestions, left, settled } = suggestRules({ document, calls, tool: (server, tool) => registry.get(server, tool), paths });
      return ok({
        suggestions: suggestions.map((one) => ({
          ...one,
          clients: [...one.clients],
          options: one.options.map((option) => ({ ...option, rule: { ...option.rule } })),
        })),
        left: left.map((one) => ({ ...one })),
        settled,
      });
    },
  };
}

/** newest records looked at, of each verdict */
const MAX_SEEN = 10_000;

/** Only observing let it through: nobody approved it and no grant stood behind it. */
const wentAgainstTheRules = ({ mode, method, enforced, approvedBy, grantId }: CallRecord): boolean =>
  mode === 'observe' && method === 'tools/call' && enforced === 'forwarded' && approvedBy === undefined && grantId === undefined;

function seenCall({ client, session, server, tool, class: kind, argumentsText }: CallRecord): SeenCall[] {
  const { value, problems } = readJsonc(argumentsText === '' ? '{}' : argumentsText);
  return problems.length > 0 || !isJsonObject(value) ? [] : [{ client, session, server, tool, class: kind, arguments: value }];
}
