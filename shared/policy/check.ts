import { expandRateLimit, windowMs, type Condition, type Limit, type Policy, type ServerLevel, type ToolRule } from './language.js';
import { compileGlob, hasGlob, MAX_GLOB } from './glob.js';
import { compileOperator } from './operators.js';
import { parsePath } from './path.js';

type Path = (string | number)[];
type Report = (path: Path, message: string, fix?: string) => void;

/** What the shape of a document cannot say: patterns that cannot be, windows of nothing, paths and operands that do not fit. */
export function checkPolicy(policy: Policy): { path: Path; message: string; fix?: string }[] {
  const found: { path: Path; message: string; fix?: string }[] = [];
  const report: Report = (path, message, fix) => void found.push({ path, message, ...(fix === undefined ? {} : { fix }) });
  checkLevel(policy, [], report);
  checkServers(policy.servers, ['servers'], report);
  for (const [client, level] of Object.entries(policy.clients ?? {})) {
    checkLevel(level, ['clients', client], report);
    checkServers(level.servers, ['clients', client, 'servers'], report);
  }
  return found;
}

function checkServers(servers: Policy['servers'], path: Path, report: Report): void {
  for (const [server, level] of Object.entries(servers ?? {})) checkLevel(level, [...path, server], report);
}

function checkLevel(level: ServerLevel, path: Path, report: Report): void {
  level.hide?.forEach((entry, i) => checkName(entry, [...path, 'hide', i], report));
  if (level.all_tools) checkRule(level.all_tools, [...path, 'all_tools'], report);
  for (const kind of ['classes', 'methods', 'tools'] as const) {
    for (const [key, rule] of Object.entries((level[kind] ?? {}) as Record<string, ToolRule | undefined>)) {
      if (kind === 'tools') checkName(key, [...path, kind, key], report);
      if (rule) checkRule(rule, [...path, kind, key], report);
    }
  }
}

function checkName(name: string, path: Path, report: Report): void {
  if (name.length > MAX_GLOB) report(path, 'a name has at most 1,000 characters');
  else if (hasGlob(name) && compileGlob(name) === undefined && !name.includes('[')) report(path, `"${name}" is no glob`);
}

function checkRule(rule: ToolRule, path: Path, report: Report): void {
  rule.require?.forEach((condition, i) => checkCondition(condition, [...path, 'require', i], report));
  for (const kind of ['deny_if', 'ask_if', 'allow_if'] as const) {
    rule[kind]?.forEach((entry, i) =>
      entry.conditions.forEach((condition, j) => checkCondition(condition, [...path, kind, i, 'conditions', j], report)),
    );
  }
  rule.limits?.forEach((limit, i) => checkLimit(limit, [...path, 'limits', i], report));
  if (rule.rate_limit === undefined) return;
  if (typeof rule.rate_limit === 'object') checkLimit(rule.rate_limit, [...path, 'rate_limit'], report);
  else if (expandRateLimit(rule.rate_limit) === undefined)
    report([...path, 'rate_limit'], `"${rule.rate_limit}" is no rate`, 'Write a number and a window, for example "30/minute" or "5/15m".');
}

const WINDOW_FIX = 'Write second, minute, hour, day, week, a number of seconds, or a duration such as "15m"; at most 31 days.';

function checkLimit(limit: Pick<Limit, 'window' | 'increment_from'>, path: Path, report: Report): void {
  if (windowMs(limit.window) === undefined)
    report([...path, 'window'], `${JSON.stringify(limit.window)} is no window for a limit`, WINDOW_FIX);
  if (limit.increment_from === undefined) return;
  const steps = parsePath(limit.increment_from);
  if (steps === undefined || steps.length === 0 || steps.some((step) => step.kind === 'all')) {
    report([...path, 'increment_from'], `"${limit.increment_from}" names no single argument`, 'Write for example "args.amount".');
  }
}

function checkCondition(condition: Condition, path: Path, report: Report): void {
  if ('any' in condition) return condition.any.forEach((part, i) => checkCondition(part, [...path, 'any', i], report));
  if ('not' in condition) return checkCondition(condition.not, [...path, 'not'], report);
  if (parsePath(condition.path) === undefined) {
    report(
      [...path, 'path'],
      `"${condition.path}" is no path into the arguments`,
      'Write for example "args.path", "args.items[0].id", "args.items[*].id" or args["odd name"].',
    );
  }
  const test = compileOperator(condition.op, condition.value);
  if (typeof test === 'string') report([...path, ...(condition.value === undefined ? ['op'] : ['value'])], test);
}
