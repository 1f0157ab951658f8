import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Node, type YAMLMap } from 'yaml';
import { fail, ok, type Result } from '../result.js';
import { operators, windowMs, type Condition, type Limit, type Operator, type ToolRule } from './language.js';
import { nearest } from './nearest.js';
import { windowWords } from './words.js';

/** Rules of another product as a level of ours, with a line for each thing that was converted and each that was not. */
export interface Imported {
  readonly level: { default?: 'allow' | 'deny'; hide?: string[]; all_tools?: ToolRule; tools?: Record<string, ToolRule> };
  readonly converted: string[];
  readonly notConverted: string[];
}

interface Notes {
  readonly converted: string[];
  readonly notConverted: string[];
  line(node: unknown): string;
}

/** Notes at a place of the file (`line 3: send_mail: `) what was converted there, and what was not. */
const took = ({ converted }: Notes, where: string, what: string): void => void converted.push(`${where}${what}`);
const left = ({ notConverted }: Notes, where: string, what: string): void => void notConverted.push(`${where}${what}`);
const invalid = (where: string, why: string, fix?: string): Result<never> => fail('IMPORT_INVALID', `${where}${why}`, fix);

/**
 * Intercept's YAML, its first form (rules with conditions and state) and its later one (approvals). Its own meaning is written out:
 * a missing argument fails a rule, `eq` compares printed text, `exists` counts null as absent. Windows that were calendar-aligned
 * become sliding ones, which is never looser. Aliases are refused.
 */
export function importIntercept(text: string): Result<Imported> {
  if (text.length > 5_000_000) return fail('IMPORT_INVALID', 'the file is larger than 5 MB');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true, merge: false });
  const first = document.errors[0];
  if (first) return fail('IMPORT_INVALID', `this is not YAML: ${first.message.replace(/\n.*/s, '')}`, 'Mend the file and import it again.');
  let alias: number | undefined;
  visit(document, { Alias: (_, node) => void (alias ??= node.range?.[0] ?? 0) });
  if (alias !== undefined)
    return invalid(
      lineWords(lines.linePos(alias).line),
      'an alias (*name) cannot be imported; it could refer to itself',
      'Write the rules out.',
    );
  const notes: Notes = { converted: [], notConverted: [], line: (node) => lineOf(node, lines) };
  const root = document.contents;
  if (!isMap(root)) return fail('IMPORT_INVALID', 'the document is no map of keys');
  const version = scalar(root.get('version', true));
  if (version !== '1') return invalid(notes.line(root.get('version', true) ?? root), '"version" must be "1"');

  const level: Imported['level'] = {};
  const posture = scalar(root.get('default', true)) ?? 'allow';
  if (posture !== 'allow' && posture !== 'deny')
    return invalid(notes.line(root.get('default', true)), '"default" must be "allow" or "deny"');
  level.default = posture;
  took(notes, notes.line(root.get('default', true)), `default: ${posture}`);
  unknownKeys(root, ['version', 'description', 'default', 'hide', 'tools'], notes, '');
  hidden(root, level, notes);
  const tools = root.get('tools', true);
  if (isMap(tools)) {
    const out = Object.create(null) as Record<string, ToolRule>;
    for (const pair of tools.items) {
      const name = String(scalar(pair.key) ?? '');
      const rule = convertTool(name, pair.value, posture, notes);
      if (name === '*') level.all_tools = rule;
      else out[name] = rule;
    }
    level.tools = out;
  } else if (tools !== undefined && tools !== null) return invalid(notes.line(tools), '"tools" is no map');
  return ok({ level, converted: notes.converted, notConverted: notes.notConverted });
}

function hidden(root: YAMLMap, level: Imported['level'], notes: Notes): void {
  const hide = root.get('hide', true);
  if (!isSeq(hide)) return;
  const names = hide.items.map(scalar).filter((name): name is string => typeof name === 'string' && name !== '');
  level.hide = names;
  took(notes, notes.line(hide), `hide: ${names.join(', ')}`);
}

type Draft = { -readonly [K in keyof ToolRule]: ToolRule[K] } & {
  deny_if: { conditions: Condition[]; on_deny?: string }[];
  ask_if: { conditions: Condition[]; because?: string }[];
  limits: Limit[];
};

function convertTool(name: string, node: unknown, posture: 'allow' | 'deny', notes: Notes): ToolRule {
  const draft: Draft = { deny_if: [], ask_if: [], limits: [] };
  if (name !== '*') draft.action = 'allow';
  const where = name === '*' ? 'all tools' : name;
  const rules = isMap(node) ? node.get('rules', true) : undefined;
  if (isMap(node)) {
    unknownKeys(node, ['rules', 'action', 'rate_limit', 'reason', 'on_deny'], notes, `${where}: `);
    // the short form seen on older pages: the rule stands directly under the tool
    if (node.has('action') || node.has('rate_limit')) convertRule(name, node, draft, notes, true);
  }
  if (isSeq(rules)) {
    for (const rule of rules.items) {
      if (isMap(rule)) convertRule(name, rule, draft, notes, false);
      else left(notes, `${notes.line(rule)}${where}: `, 'this is no rule');
    }
  }
  if (isSeq(rules) && rules.items.length === 0 && name !== '*')
    took(notes, `${notes.line(node)}${where}: `, posture === 'deny' ? 'allowed under "default: deny"' : 'allowed');
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => !(Array.isArray(value) && value.length === 0)));
}

function convertRule(tool: string, rule: YAMLMap, draft: Draft, notes: Notes, short: boolean): void {
  const where = `${notes.line(rule)}${tool === '*' ? 'all tools' : tool}: `;
  const title = scalar(rule.get('name', true));
  const reason = scalar(rule.get('on_deny', true)) ?? scalar(rule.get('reason', true)) ?? title;
  const said = typeof reason === 'string' ? reason.slice(0, 2000) : undefined;
  const action = scalar(rule.get('action', true)) ?? 'evaluate';
  if (!short)
    unknownKeys(
      rule,
      ['name', 'action', 'conditions', 'on_deny', 'state', 'rate_limit', 'approval_timeout', 'spend', 'idempotency_window'],
      notes,
      where,
    );
  for (const key of ['spend', 'idempotency_window']) if (rule.has(key)) left(notes, where, `"${key}" has no counterpart`);

  if (action === 'deny') {
    draft.deny_if.push({ conditions: [], ...(said !== undefined && { on_deny: said }) });
    took(notes, where, said === undefined ? 'denied' : `denied (${said})`);
    return;
  }
  const conditions = readConditions(rule.get('conditions', true), where, notes);
  if (action === 'require_approval') {
    const wait = minutes(scalar(rule.get('approval_timeout', true)));
    draft.ask_if.push({
      conditions: conditions.filter(({ state }) => state === undefined).flatMap(({ condition }) => (condition ? [condition] : [])),
      ...(said !== undefined && { because: said }),
    });
    if (wait !== undefined) draft.approval = { timeout_seconds: wait };
    took(notes, where, 'asks a person');
    return;
  }
  if (short && action === 'allow') took(notes, where, 'allowed');
  else if (action !== 'evaluate' && action !== 'rate_limit') {
    // what is not understood is denied, never let through
    draft.deny_if.push({ conditions: [], on_deny: `the imported action "${String(action)}" is not known here` });
    left(notes, where, `the action "${String(action)}" is not known; the tool is denied`);
    return;
  }
  const rate = readRate(rule.get('rate_limit', true));
  if (rule.has('rate_limit')) {
    if (rate) {
      draft.limits.push({ ...rate, scope: 'server', ...(tool === '*' && { counter: '_global' }) });
      took(notes, where, `at most ${rate.max} in any ${windowWords(windowMs(rate.window) ?? 0)} (sliding; it was calendar-aligned)`);
    } else refuse(draft, where, 'this rate_limit cannot be read', notes);
  }
  const failing: Condition[] = [];
  for (const { condition, state, raw } of conditions) {
    if (condition) failing.push({ not: condition });
    else if (state !== undefined) convertState(tool, rule, state, draft, where, notes);
    else refuse(draft, where, `the condition ${raw} cannot be read`, notes);
  }
  if (failing.length > 0) {
    draft.deny_if.push({ conditions: failing.length === 1 ? failing : [{ any: failing }], ...(said !== undefined && { on_deny: said }) });
    took(notes, where, String(title ?? 'rule'));
  }
}

function refuse(draft: Draft, where: string, why: string, notes: Notes): void {
  draft.deny_if.push({ conditions: [], on_deny: `imported rule: ${why}` });
  left(notes, where, `${why}; the tool is denied until it is mended`);
}

interface ReadCondition {
  readonly condition?: Condition;
  readonly state?: { readonly counter: string; readonly max: number };
  readonly raw: string;
}

function readConditions(node: unknown, where: string, notes: Notes): ReadCondition[] {
  if (!isSeq(node)) return [];
  return node.items.map((item): ReadCondition => {
    if (!isMap(item)) return { raw: '' };
    unknownKeys(item, ['path', 'op', 'value'], notes, where);
    const path = scalar(item.get('path', true));
    const op = scalar(item.get('op', true));
    const valueNode = item.get('value', true) as Node | undefined;
    const value: unknown = isScalar(valueNode) ? valueNode.value : isSeq(valueNode) ? valueNode.items.map(scalar) : undefined;
    const raw = `${String(path)} ${String(op)} ${JSON.stringify(value)}`;
    if (typeof path !== 'string' || typeof op !== 'string') return { raw };
    const state = /^state\.[^.]+\.(.+)$/.exec(path);
    if (state) {
      if (typeof value !== 'number' || (op !== 'lt' && op !== 'lte')) return { raw };
      return { raw, state: { counter: path.slice('state.'.length), max: Math.max(0, op === 'lt' ? value - 1 : value) } };
    }
    const condition = oldCondition(path, op, value);
    return condition === undefined ? { raw } : { condition, raw };
  });
}

/** one condition with the other product's meaning written out: equality by printed text, null is absent */
export function oldCondition(path: string, op: string, value: unknown): Condition | undefined {
  if (!/^args\.[^\s]+$/.test(path) || !(operators as readonly string[]).includes(op)) return undefined;
  const leaf = (operator: Operator, operand?: unknown): Condition => ({
    path,
    op: operator,
    ...(operand !== undefined && { value: operand as never }),
  });
  const alike = (list: readonly unknown[]): unknown[] => [
    ...new Set(
      list.flatMap((item) =>
        typeof item === 'number' || typeof item === 'boolean'
          ? [item, String(item)]
          : typeof item === 'string'
            ? [item, ...printed(item)]
            : [item],
      ),
    ),
  ];
  switch (op) {
    case 'eq': {
      const list = alike([value]);
      return list.length === 1 ? leaf('eq', value) : leaf('in', list);
    }
    case 'neq': {
      const list = alike([value]);
      return list.length === 1 ? leaf('neq', value) : leaf('not_in', list);
    }
    case 'in':
    case 'not_in':
      return Array.isArray(value) ? leaf(op, alike(value)) : undefined;
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return typeof value === 'number' ? leaf(op, value) : undefined;
    case 'exists': {
      // null counted as absent: given and not null
      const absent: Condition = { any: [{ not: leaf('exists') }, leaf('is_type', 'null')] };
      return value === false ? { any: [{ not: leaf('exists') }, { path, op: 'is_type', value: 'null' }] } : { not: absent };
    }
    case 'regex':
    case 'contains':
      return value === undefined || (op === 'regex' && typeof value !== 'string') ? undefined : leaf(op, value);
    default:
      return undefined;
  }
}

/** a text that printed a number or a truth value was equal to it */
function printed(text: string): unknown[] {
  if (text === 'true' || text === 'false') return [text === 'true'];
  const number = Number(text);
  return text.trim() !== '' && Number.isSafeInteger(number) && String(number) === text ? [number] : [];
}

function convertState(
  tool: string,
  rule: YAMLMap,
  state: { counter: string; max: number },
  draft: Draft,
  where: string,
  notes: Notes,
): void {
  const block = rule.get('state', true);
  const window = isMap(block) ? scalar(block.get('window', true)) : undefined;
  if (!isMap(block) || (window !== 'minute' && window !== 'hour' && window !== 'day'))
    return refuse(draft, where, `the counter ${state.counter} has no window of a minute, hour or day`, notes);
  const from = scalar(block.get('increment_from', true));
  const step = Number(scalar(block.get('increment', true)) ?? 1) || 1;
  if (!(step > 0)) return refuse(draft, where, `the counter ${state.counter} has an increment below 0`, notes);
  const limit: Limit = {
    counter: state.counter,
    window,
    max: typeof from === 'string' ? state.max : Math.floor(state.max / step),
    scope: 'server',
    ...(typeof from === 'string' && { increment_from: from }),
  };
  draft.limits.push(limit);
  took(
    notes,
    `${where}${state.counter}: `,
    typeof from === 'string'
      ? `at most ${limit.max} of ${from} in any ${window} (sliding; it was calendar-aligned)`
      : `at most ${limit.max} in any ${window} (sliding; it was calendar-aligned)`,
  );
}

function readRate(node: unknown): Limit | undefined {
  const text = scalar(node);
  if (typeof text === 'string') {
    const match = /^(\d{1,15})\/(minute|hour|day)$/.exec(text);
    return match ? { window: match[2] ?? '', max: Number(match[1]) } : undefined;
  }
  if (!isMap(node)) return undefined;
  const max = scalar(node.get('max', true));
  const window = scalar(node.get('window', true));
  return typeof max === 'number' &&
    max >= 0 &&
    ((typeof window === 'number' && window > 0) || window === 'minute' || window === 'hour' || window === 'day')
    ? { max, window }
    : undefined;
}

const minutes = (value: unknown): number | undefined => {
  const match = typeof value === 'string' ? /^(\d{1,6})(s|m|h)$/.exec(value) : null;
  return match ? Math.min(86_400, Math.max(1, Number(match[1]) * (match[2] === 'h' ? 3600 : match[2] === 'm' ? 60 : 1))) : undefined;
};

function unknownKeys(map: YAMLMap, known: readonly string[], notes: Notes, where: string): void {
  for (const pair of map.items) {
    const key = String(scalar(pair.key) ?? '');
    if (known.includes(key)) continue;
    const close = nearest(key, known);
    left(
      notes,
      where === '' ? notes.line(pair.key) : where,
      close === undefined ? `"${key}" is not a key here` : `"${key}" is not a key here; did you mean "${close}"?`,
    );
  }
}

const scalar = (node: unknown): unknown => (isScalar(node) ? node.value : undefined);

function lineOf(node: unknown, lines: LineCounter): string {
  const range = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range : undefined;
  return range ? lineWords(lines.linePos(range[0]).line) : '';
}

const lineWords = (line: number): string => `line ${line}: `;
