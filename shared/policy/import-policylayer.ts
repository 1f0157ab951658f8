import { fail, ok, type Result } from '../result.js';
import { oldCondition, type Imported } from './import-intercept.js';
import { asPolicy, type Condition, type LeafCondition, type ToolRule } from './language.js';
import { parsePolicy } from './parse.js';

/**
 * PolicyLayer's hosted JSON as rules for one server, its own meaning written out: equality by printed text, null is absent, and a
 * missing argument fires no `deny_if`. A wrong type still fires it here, which is stricter.
 */
export function importPolicyLayer(text: string): Result<Imported> {
  const parsed = parsePolicy(text);
  if (!parsed.ok) return parsed;
  const policy = asPolicy(parsed.value.document);
  const converted: string[] = [];
  const notConverted: string[] = [];
  for (const key of ['servers', 'clients', 'classes', 'methods'] as const)
    if (policy[key] !== undefined) notConverted.push(noPart(`/${key}`));
  if (policy.default === 'ask')
    return fail(
      'IMPORT_INVALID',
      '"default" is "allow" or "deny" in this format',
      'To use the document as it stands, set it as the policy instead of importing it.',
    );
  const convert = (rule: ToolRule, pointer: string, exact: boolean): ToolRule => {
    const out: ToolRule = {
      ...(exact || rule.action !== undefined ? { action: rule.action ?? 'allow' } : {}),
      ...(rule.reason === undefined ? {} : { reason: rule.reason }),
      ...(rule.require === undefined ? {} : { require: rule.require.map((condition) => written(condition, undefined)) }),
      ...(rule.deny_if === undefined
        ? {}
        : {
            deny_if: rule.deny_if.map((entry) => ({
              ...entry,
              conditions: entry.conditions.map((condition) => written(condition, 'skip')),
            })),
          }),
      ...(rule.ask_if === undefined ? {} : { ask_if: rule.ask_if }),
      ...(rule.allow_if === undefined ? {} : { allow_if: rule.allow_if }),
      ...(rule.limits === undefined ? {} : { limits: rule.limits }),
      ...(rule.rate_limit === undefined ? {} : { rate_limit: rule.rate_limit }),
      ...(rule.approval === undefined ? {} : { approval: rule.approval }),
    };
    converted.push(`${pointer}: ${Object.keys(rule).join(', ') || 'allowed'}`);
    return out;
  };
  const tools = Object.create(null) as Record<string, ToolRule>;
  for (const [name, rule] of Object.entries(policy.tools ?? {})) tools[name] = convert(rule, `/tools/${name}`, true);
  if (policy.default !== undefined) converted.push(`/default: ${policy.default}`);
  if (policy.hide !== undefined) converted.push(`/hide: ${policy.hide.join(', ')}`);
  const level: Imported['level'] = {
    default: policy.default ?? 'deny',
    ...(policy.hide === undefined ? {} : { hide: [...policy.hide] }),
    ...(policy.all_tools === undefined ? {} : { all_tools: convert(policy.all_tools, '/all_tools', false) }),
    tools,
  };
  return ok({ level, converted, notConverted });
}

const noPart = (pointer: string): string => `${pointer}: not a part of this format`;

function written(condition: Condition, missing: 'skip' | undefined): Condition {
  if ('any' in condition) return { any: condition.any.map((part) => written(part, missing)) };
  if ('not' in condition) return { not: written(condition.not, missing) };
  const old = condition.missing === undefined ? oldCondition(condition.path, condition.op, condition.value) : undefined;
  return withMissing(old ?? condition, missing);
}

function withMissing(condition: Condition, missing: 'skip' | undefined): Condition {
  if (missing === undefined) return condition;
  if ('any' in condition) return { any: condition.any.map((part) => withMissing(part, missing)) };
  if ('not' in condition) return { not: withMissing(condition.not, missing) };
  const leaf: LeafCondition = condition;
  return leaf.op === 'exists' || leaf.missing !== undefined ? leaf : { ...leaf, missing };
}
