/**
 * A second reading of the policy language, straight from its description: slow, obvious, sharing no code with the product. It knows
 * levels, stated actions, hide lists, `methods`, `require`, `deny_if`, `ask_if`, `allow_if`, limits, three values, `missing`, `[*]` and every
 * operator: globs and patterns of a few signs, paths as text, addresses in plain letters.
 */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Verdict = 'allow' | 'ask' | 'deny' | 'hide';
export type Condition = { path: string; op: string; value?: Json; missing?: string } | { any: Condition[] } | { not: Condition };
interface Entry {
  conditions: Condition[];
}
export interface Limit {
  counter?: string;
  window: string;
  max: number;
  increment_from?: string;
  on_exceed?: 'deny' | 'ask';
}
export interface Rule {
  action?: Verdict;
  limits?: Limit[];
  rate_limit?: string;
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
  methods?: Record<string, Rule>;
  servers?: Record<string, Level>;
  clients?: Record<string, Level>;
}
export interface Call {
  client: string;
  server: string;
  tool: string;
  class: string;
  /** `tools`, or one of the methods */
  governed: string;
  arguments: Record<string, Json>;
  /** how much of each counter is used */
  used: Record<string, number>;
}
export type Place = 'require' | 'deny_if' | 'ask_if' | 'allow_if';
/** true, false, or undefined for doubt */
export type Answer = boolean | undefined;

const STRICTNESS: readonly Verdict[] = ['allow', 'ask', 'deny', 'hide'];
const strictest = (verdicts: readonly Verdict[]): Verdict | undefined =>
  [...verdicts].sort((a, b) => STRICTNESS.indexOf(b) - STRICTNESS.indexOf(a))[0];

/** the verdict; `limited` where nothing but a limit denies */
export function referenceVerdict(policy: Level, call: Call): Verdict | 'limited' {
  const client = policy.clients?.[call.client];
  const levels = [client?.servers?.[call.server], client, policy.servers?.[call.server], policy].filter((level) => level !== undefined);
  const ofTool = call.governed === 'tools';
  if (ofTool && levels.some((level) => (level.hide ?? []).some((name) => matches(name, call.tool)))) return 'hide';
  const action = levels.map((level) => statedIn(level, call)).find((one) => one !== undefined) ?? 'ask';
  if (action === 'hide') return 'hide';
  const rules = levels.flatMap((level) => rulesIn(level, call));
  const fires = (place: 'deny_if' | 'ask_if', entry: Entry) => all(entry.conditions.map((one) => holds(one, place, call))) !== false;
  const denied =
    action === 'deny' ||
    rules.some((rule) => (rule.require ?? []).some((one) => holds(one, 'require', call) !== true)) ||
    rules.some((rule) => (rule.deny_if ?? []).some((entry) => fires('deny_if', entry)));
  const limits = rules.flatMap(limitsOf).map((limit) => judgeLimit(limit, call));
  if (denied || limits.includes('broken')) return 'deny';
  if (limits.includes('deny')) return 'limited';
  const allowed = rules.some((rule) =>
    (rule.allow_if ?? []).some((entry) => all(entry.conditions.map((one) => holds(one, 'allow_if', call))) === true),
  );
  // an ask_if is a condition like the others: allow_if lifts what the action asks, never what a condition asks
  const asked = limits.includes('ask') || rules.some((rule) => (rule.ask_if ?? []).some((entry) => fires('ask_if', entry)));
  return asked || (action === 'ask' && !allowed) ? 'ask' : 'allow';
}

const limitsOf = (rule: Rule): Limit[] => {
  const [max, window] = (rule.rate_limit ?? '').split('/');
  return [...(rule.limits ?? []), ...(window === undefined ? [] : [{ max: Number(max), window }])];
};

/** what a limit says of a call: nothing while there is room */
function judgeLimit({ counter, max, increment_from: from, on_exceed: then }: Limit, call: Call): 'broken' | 'deny' | 'ask' | undefined {
  const [found] = from === undefined ? [] : reached(call.arguments, from);
  const amount = from === undefined ? 1 : found?.kind === 'there' ? found.value : undefined;
  if (typeof amount !== 'number' || amount < 0) return 'broken';
  const used = call.used[counter ?? (call.governed === 'tools' ? call.tool : call.governed)] ?? 0;
  return max > 0 && used + amount <= max ? undefined : (then ?? 'deny');
}

function statedIn(level: Level, call: Call): Verdict | undefined {
  // what a server asks of the client has no default
  if (call.governed !== 'tools')
    return level.methods?.[call.governed]?.action ?? (/^(?:sampling|elicitation)$/.test(call.governed) ? undefined : level.default);
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

const rulesIn = (level: Level, call: Call): Rule[] =>
  call.governed !== 'tools'
    ? [level.methods?.[call.governed]].filter((rule) => rule !== undefined)
    : [
        ...Object.entries(level.tools ?? {}).flatMap(([name, rule]) => (matches(name, call.tool) ? [rule] : [])),
        ...[level.classes?.[call.class], level.all_tools].filter((rule) => rule !== undefined),
      ];

/** `*` and `?` alone among the signs of globs; whole characters */
function matches(glob: string, name: string): boolean {
  const [sign, ...signs] = [...glob];
  const [first, ...others] = [...name];
  if (sign === undefined) return first === undefined;
  if (sign === '*') return matches(signs.join(''), name) || (first !== undefined && matches(glob, others.join('')));
  return first !== undefined && (sign === '?' || sign === first) && matches(signs.join(''), others.join(''));
}

const all = (answers: readonly Answer[]): Answer => (answers.includes(false) ? false : answers.includes(undefined) ? undefined : true);
const one = (answers: readonly Answer[]): Answer => (answers.includes(true) ? true : answers.includes(undefined) ? undefined : false);

export function holds(condition: Condition, place: Place, call: Pick<Call, 'arguments'>, under = 0): Answer {
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
    case 'lte':
      return numbers ? is <= wanted : undefined;
    case 'gt':
      return numbers ? is > wanted : undefined;
    case 'gte':
      return numbers ? is >= wanted : undefined;
    case 'length_lte':
    case 'length_gte': {
      const length = typeof is === 'string' ? [...is].length : Array.isArray(is) ? is.length : undefined;
      return length === undefined ? undefined : op === 'length_lte' ? length <= Number(wanted) : length >= Number(wanted);
    }
    case 'is_type':
      return wanted === 'integer' ? typeof is === 'number' && is % 1 === 0 : kind(is) === wanted;
    case 'glob':
      return typeof is === 'string' ? listOf(wanted).some((glob) => matches(glob, is)) : undefined;
    case 'regex':
      return texts ? new RegExp(wanted).test(is) : undefined;
    case 'under':
      return typeof is === 'string' ? isUnder(is, listOf(wanted)) : undefined;
    case 'host_in':
      return typeof is === 'string' ? isHostIn(is, listOf(wanted)) : undefined;
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

const listOf = (value: Json): string[] => (Array.isArray(value) ? (value as string[]) : [value as string]);

/** as it stands, and percent-decoded until nothing changes: each reading must be an absolute path, and all must say the same */
function isUnder(raw: string, folders: readonly string[]): Answer {
  const readings = [raw];
  for (let next = decodeURIComponent(raw); next !== readings.at(-1); next = decodeURIComponent(next)) readings.push(next);
  if (readings.some((one) => !/^(?:\/|~\/|~$)/.test(one))) return undefined;
  const inside = readings.map((one) => folders.some((folder) => below(segmentsOf(folder), segmentsOf(one))));
  return inside.every((one) => one) ? true : inside.some((one) => one) ? undefined : false;
}
const below = (outer: readonly string[], inner: readonly string[]): boolean => outer.every((segment, i) => inner[i] === segment);
function segmentsOf(path: string): string[] {
  const stack: string[] = [];
  for (const segment of path.replace(/^~/, '/home/u').split('/')) {
    if (segment === '..') stack.pop();
    else if (segment !== '' && segment !== '.') stack.push(segment);
  }
  return stack;
}

/** scheme, host in letters, a port, and what comes after; everything else is doubt */
function isHostIn(address: string, hosts: readonly string[]): Answer {
  const host = /^https?:\/\/((?:[a-z]+\.)+[a-z]+)(?::\d+)?(?:[/?#].*)?$/i.exec(address)?.[1]?.toLowerCase();
  return host === undefined
    ? undefined
    : hosts.some((one) => (one.startsWith('*.') ? host.endsWith(one.slice(1)) && host !== one.slice(2) : host === one));
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
