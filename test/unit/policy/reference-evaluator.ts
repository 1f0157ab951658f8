/**
 * A second reading of the policy language, straight from its description: slow, obvious, sharing no code with the product. It knows
 * levels, stated actions, hide lists, `require`, `deny_if`, `ask_if`, `allow_if`, three values, `missing`, `[*]`, and the plain operators.
 */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Verdict = 'allow' | 'ask' | 'deny' | 'hide';
export type Condition = { path: string; op: string; value?: Json; missing?: string } | { any: Condition[] } | { not: Condition };
interface Entry {
  conditions: Condition[];
}
export interface Rule {
  action?: Verdict;
  require?: Condition[];
  deny_if?: Entry[];
  ask_if?: Entry[];
  allow_if?: Entry[];
}
export interface Level {
  default?: 'allow' | 'ask' | 'deny';
  hide?: string[];
  all_tools?: Rule;
  classes?: Record<string, Rule>;
  tools?: Record<string, Rule>;
  servers?: Record<string, Level>;
  clients?: Record<string, Level>;
}
export interface Call {
  client: string;
  server: string;
  tool: string;
  class: string;
  arguments: Record<string, Json>;
}
type Place = 'require' | 'deny_if' | 'ask_if' | 'allow_if';
/** true, false, or undefined for doubt */
type Answer = boolean | undefined;

const STRICTNESS: readonly Verdict[] = ['allow', 'ask', 'deny', 'hide'];
const strictest = (verdicts: readonly Verdict[]): Verdict | undefined =>
  [...verdicts].sort((a, b) => STRICTNESS.indexOf(b) - STRICTNESS.indexOf(a))[0];

export function referenceVerdict(policy: Level, call: Call): Verdict {
  const client = policy.clients?.[call.client];
  const levels = [client?.servers?.[call.server], client, policy.servers?.[call.server], policy].filter((level) => level !== undefined);
  if (levels.some((level) => (level.hide ?? []).some((name) => matches(name, call.tool)))) return 'hide';
  const action = levels.map((level) => statedIn(level, call)).find((one) => one !== undefined) ?? 'ask';
  if (action === 'hide') return 'hide';
  const rules = levels.flatMap((level) => rulesIn(level, call));
  const fires = (place: 'deny_if' | 'ask_if', entry: Entry) => all(entry.conditions.map((one) => holds(one, place, call))) !== false;
  const denied =
    action === 'deny' ||
    rules.some((rule) => (rule.require ?? []).some((one) => holds(one, 'require', call) !== true)) ||
    rules.some((rule) => (rule.deny_if ?? []).some((entry) => fires('deny_if', entry)));
  if (denied) return 'deny';
  const allowed = rules.some((rule) =>
    (rule.allow_if ?? []).some((entry) => all(entry.conditions.map((one) => holds(one, 'allow_if', call))) === true),
  );
  // an ask_if is a condition like the others: allow_if lifts what the action asks, never what a condition asks
  const asked = rules.some((rule) => (rule.ask_if ?? []).some((entry) => fires('ask_if', entry)));
  return asked || (action === 'ask' && !allowed) ? 'ask' : 'allow';
}

function statedIn(level: Level, call: Call): Verdict | undefined {
  const exact = level.tools?.[call.tool];
  if (exact) return exact.action ?? 'allow';
  const globs = Object.entries(level.tools ?? {}).filter(([name]) => matches(name, call.tool));
  return (
    strictest(globs.flatMap(([, rule]) => rule.action ?? [])) ??
    level.classes?.[call.class]?.action ??
    level.all_tools?.action ??
    level.default
  );
}

const rulesIn = (level: Level, call: Call): Rule[] => [
  ...Object.entries(level.tools ?? {}).flatMap(([name, rule]) => (matches(name, call.tool) ? [rule] : [])),
  ...[level.classes?.[call.class], level.all_tools].filter((rule) => rule !== undefined),
];

/** `*` alone among the signs of globs: enough for names */
function matches(glob: string, name: string): boolean {
  if (glob === '') return name === '';
  if (glob.startsWith('*')) return [...name, ''].some((_, i) => matches(glob.slice(1), name.slice(i)));
  return glob[0] === name[0] && name !== '' && matches(glob.slice(1), name.slice(1));
}

const all = (answers: readonly Answer[]): Answer => (answers.includes(false) ? false : answers.includes(undefined) ? undefined : true);
const one = (answers: readonly Answer[]): Answer => (answers.includes(true) ? true : answers.includes(undefined) ? undefined : false);

function holds(condition: Condition, place: Place, call: Call, under = 0): Answer {
  if ('any' in condition) return one(condition.any.map((part) => holds(part, place, call, under)));
  if ('not' in condition) {
    const inner = holds(condition.not, place, call, under + 1);
    return inner === undefined ? undefined : !inner;
  }
  const turned = under % 2 === 1;
  const every = (place === 'require' || place === 'allow_if') !== turned;
  const answers = reached(call.arguments, condition.path).map((found) => {
    if (condition.op === 'exists') return found.kind === 'there';
    if (found.kind === 'misfit') return undefined;
    if (found.kind === 'there') return compare(condition.op, found.value, condition.value ?? null);
    if (condition.missing !== 'skip') return undefined;
    // the entry does not fire, the requirement passes
    return (place === 'require') !== turned;
  });
  return every ? all(answers) : one(answers);
}

type Found = { kind: 'there'; value: Json } | { kind: 'missing' } | { kind: 'misfit' };

function reached(args: Record<string, Json>, path: string): Found[] {
  let here: Found[] = [{ kind: 'there', value: args }];
  for (const step of path.replace(/^args/, '').match(/\.\w+|\[\*\]|\[\d+\]/g) ?? []) {
    here = here.flatMap((found): Found[] => {
      if (found.kind !== 'there') return [found];
      const { value } = found;
      if (step.startsWith('.')) {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ kind: 'misfit' }];
        const inner = (value as Record<string, Json>)[step.slice(1)];
        return [inner === undefined ? { kind: 'missing' } : { kind: 'there', value: inner }];
      }
      if (!Array.isArray(value)) return [{ kind: 'misfit' }];
      const list = value as readonly Json[];
      if (step === '[*]') return list.length === 0 ? [{ kind: 'missing' }] : list.map((item) => ({ kind: 'there', value: item }));
      const item = list[Number(step.slice(1, -1))];
      return [item === undefined ? { kind: 'missing' } : { kind: 'there', value: item }];
    });
  }
  return here;
}

function compare(op: string, is: Json, wanted: Json): Answer {
  const numbers = typeof is === 'number' && typeof wanted === 'number';
  const texts = typeof is === 'string' && typeof wanted === 'string';
  switch (op) {
    case 'eq':
      return same(is, wanted);
    case 'neq':
      return opposite(same(is, wanted));
    case 'in':
      return isOneOf(is, wanted as Json[]);
    case 'not_in':
      return opposite(isOneOf(is, wanted as Json[]));
    case 'lt':
      return numbers ? is < wanted : undefined;
    case 'gte':
      return numbers ? is >= wanted : undefined;
    case 'starts_with':
      return texts ? is.startsWith(wanted) : undefined;
    case 'ends_with':
      return texts ? is.endsWith(wanted) : undefined;
    case 'contains':
      return Array.isArray(is) ? one(is.map((item: Json) => element(item, wanted))) : texts ? is.includes(wanted) : undefined;
    default:
      throw new Error(`${op} is not read here`);
  }
}

const kind = (value: Json): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** values of two types cannot be compared: doubt, at any depth */
function same(a: Json, b: Json): Answer {
  if (kind(a) !== kind(b)) return undefined;
  if (typeof a !== 'object' || a === null) return a === b;
  const [left, right] = [a, b as object].map((value) => Object.entries(value) as [string, Json][]) as [[string, Json][], [string, Json][]];
  const others = new Map(right);
  if (left.length !== right.length || left.some(([key]) => !others.has(key))) return false;
  return all(left.map(([key, value]) => same(value, others.get(key) ?? null)));
}

function isOneOf(value: Json, list: readonly Json[]): Answer {
  const comparable = list.filter((item) => kind(item) === kind(value));
  return comparable.length === 0 ? undefined : one(comparable.map((item) => same(value, item)));
}

const opposite = (answer: Answer): Answer => (answer === undefined ? undefined : !answer);

/** a text inside a longer text of a list is doubt: some servers read the list as one text */
const element = (item: Json, wanted: Json): Answer =>
  typeof item === 'string' && typeof wanted === 'string' && item !== wanted && item.includes(wanted) ? undefined : same(item, wanted);
