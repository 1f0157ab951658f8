import { draftRule } from '../../../shared/policy/draft-rule.js';
import { readJsonc } from '../../../shared/policy/read-jsonc.js';
import { isJsonObject } from '../../../shared/json/json.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';

interface Source {
  readonly client: string;
  readonly server: string;
  readonly tool: string;
  readonly method: string;
  readonly class: RiskClass;
  readonly argumentsText: string;
}

/** Rules from real calls: of the log, or waiting for a person. */
export function ruleCommands({ audit, approvals, registry, policy, paths }: House): Pick<Handlers, 'rule.draft'> {
  const sourceOf = (callId: string | undefined, approvalId: string | undefined): Result<Source> => {
    if ((callId === undefined) === (approvalId === undefined))
      return fail('BAD_INPUT', 'a rule is made from a recorded call or from a waiting one, one of the two', 'give callId or approvalId');
    if (callId !== undefined) {
      const record = audit.show(callId);
      return record === undefined
        ? fail('NO_SUCH_RECORD', `there is no record ${JSON.stringify(callId)}`, 'see `toolgate audit list`')
        : ok(record);
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
  };
}
