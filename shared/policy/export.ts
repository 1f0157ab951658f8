import { ExactNumber } from '../json/json.js';
import { asPolicy, own, type Condition, type LeafCondition, type Limit, type ToolRule } from './language.js';
import { hasGlob } from './glob.js';
import { limitsIn } from './slots.js';
import type { PolicyDocument } from './types.js';

/**
 * The rules of one server as PolicyLayer JSON. What that format cannot say is listed, and where leaving it out would loosen, the
 * tool is denied instead. Top-level rules by name count where the server has none.
 */
export function exportPolicy(document: PolicyDocument, server: string): { text: string; notExported: string[] } {
  const policy = asPolicy(document);
  const level = own(policy.servers, server) ?? {};
  const notExported: string[] = [];
  const fallback = level.default ?? policy.default ?? 'ask';
  if (fallback === 'ask') notExported.push('default: "ask" is not a part of that format; written as "deny"');
  for (const [where, rules] of [
    [`/servers/${server}`, level],
    ['', policy],
  ] as const) {
    if (rules.classes && Object.keys(rules.classes).length > 0)
      notExported.push(`${where}/classes: rules for classes are not a part of that format`);
    if (rules.methods && Object.keys(rules.methods).length > 0) notExported.push(`${where}/methods: only tools are governed there`);
  }
  if (Object.keys(policy.clients ?? {}).length > 0)
    notExported.push('/clients: rules for single applications are not a part of that format');
  const hide = [...(policy.hide ?? []), ...(level.hide ?? [])].filter((name) => {
    if (name === '*' || !hasGlob(name)) return true;
    notExported.push(`hide ${name}: globs are not a part of that format`);
    return false;
  });
  const tools = Object.create(null) as Record<string, unknown>;
  for (const [name, rule] of Object.entries({ ...policy.tools, ...level.tools })) {
    if (hasGlob(name)) notExported.push(`tools ${name}: globs are not a part of that format`);
    else if ((rule.action ?? 'allow') === 'hide') hide.push(name);
    else tools[name] = exportRule(rule, name, notExported);
  }
  const all = limitsOf([...limitsIn(policy.all_tools ?? {}), ...limitsIn(level.all_tools ?? {})], 'all_tools', notExported);
  for (const rule of [policy.all_tools, level.all_tools])
    if (rule?.action ?? rule?.deny_if ?? rule?.require ?? rule?.ask_if) notExported.push('all_tools: only limits fit there');
  const out = {
    version: '1',
    default: fallback === 'allow' ? 'allow' : 'deny',
    ...(hide.length > 0 && { hide: [...new Set(hide)] }),
    ...(all.length > 0 && { all_tools: { limits: all } }),
    tools,
  };
  return {
    text: `${JSON.stringify(out, (_, value: unknown) => (value instanceof ExactNumber ? Number(value.digits) : value), 2)}\n`,
    notExported,
  };
}

const FLAT = ['eq', 'neq', 'in', 'not_in', 'lt', 'lte', 'gt', 'gte', 'regex', 'contains', 'exists'];
const fits = (condition: Condition): condition is LeafCondition =>
  'path' in condition && FLAT.includes(condition.op) && !condition.path.includes('[') && !(condition.value instanceof ExactNumber);

function exportRule(rule: ToolRule, name: string, notExported: string[]): unknown {
  const denied = (why: string): unknown => {
    notExported.push(`tools ${name}: ${why}; denied there`);
    return { deny_if: [{ conditions: [], on_deny: rule.reason ?? 'Denied.' }] };
  };
  const action = rule.action ?? 'allow';
  if (action === 'deny') return { deny_if: [{ conditions: [], on_deny: rule.reason ?? 'Denied.' }] };
  if (action === 'ask' || rule.ask_if) {
    notExported.push(`tools ${name}: asking is not a part of that format; denied there`);
    return { deny_if: [{ conditions: [], on_deny: 'Requires human approval.' }] };
  }
  const conditions = [...(rule.require ?? []), ...(rule.deny_if ?? []).flatMap((entry) => entry.conditions)];
  if (!conditions.every(fits)) return denied('a condition does not fit');
  const plain = ({ path, op, value }: LeafCondition) => ({ path, op, ...(op === 'exists' ? { value: value !== false } : { value }) });
  const limits = limitsOf(limitsIn(rule), name, notExported);
  if (limits.length < limitsIn(rule).length) return denied('a limit does not fit');
  return {
    ...(rule.require && { require: (rule.require as readonly LeafCondition[]).map(plain) }),
    ...(rule.deny_if && {
      deny_if: rule.deny_if.map((entry) => ({
        conditions: (entry.conditions as readonly LeafCondition[]).map(plain),
        ...(entry.on_deny !== undefined && { on_deny: entry.on_deny }),
      })),
    }),
    ...(limits.length > 0 && { limits }),
  };
}

function limitsOf(limits: readonly Limit[], name: string, notExported: string[]): unknown[] {
  return limits.flatMap((limit) => {
    const window =
      limit.window === 60 || limit.window === '1m' ? 'minute' : limit.window === 3600 || limit.window === '1h' ? 'hour' : limit.window;
    if (
      (window === 'minute' || window === 'hour' || window === 'day') &&
      (limit.scope ?? 'grant') === 'grant' &&
      limit.increment_from === undefined
    ) {
      return [{ counter: limit.counter ?? `${name}_rate`, window, max: limit.max, scope: 'grant' }];
    }
    notExported.push(`${name}: a limit of ${String(limit.window)} for ${limit.scope ?? 'grant'} does not fit`);
    return [];
  });
}
