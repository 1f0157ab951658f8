import type { z } from 'zod';
import type { PolicyProblem } from './problem.js';
import { ExactNumber, isJsonObject, type JsonValue } from '../json/json.js';
import { pointer } from '../json/pointer.js';
import { fail, ok, type Result } from '../result.js';
import { overCeilings } from './ceilings.js';
import { checkPolicy } from './check.js';
import { withRules, type KnownRules, type PlacedRule } from './known-rules.js';
import { asPolicy } from './language.js';
import { nearest } from './nearest.js';
import { readJsonc } from './read-jsonc.js';
import { policySchema } from './schema.js';
import { MAX_RULES, ruleTooMany } from './size.js';
import type { PolicyDocument } from './types.js';

type Path = (string | number)[];
type Issue = z.core.$ZodIssue;

const MAX_PROBLEMS = 50;
/** zod writes code for a schema when it first reads by it: that takes longer than reading a text that is no longer than this */
const WORTH_COMPILING = 100_000;

/**
 * Reads a policy. On failure `error.details.problems` lists what is wrong, each with JSON pointer, line, column and a fix; the
 * error's message is the first of them. The document has null prototypes, and numbers no double can hold as ExactNumber.
 */
export function parsePolicy(text: string): Result<{ document: PolicyDocument }> {
  return policyResult(readPolicy(text));
}

/** What was read, as a result: the first problem is the message of the error. */
export function policyResult({ document, problems }: ReadPolicy): Result<{ document: PolicyDocument }> {
  if (document !== undefined) return ok({ document });
  const first = problems[0];
  const place = first?.line === undefined ? '' : `line ${first.line}, column ${first.column}: `;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return fail(
    'POLICY_INVALID',
    `the policy cannot be used: ${place}${first?.message ?? 'it is empty'}${more}`,
    first?.fix ?? 'Mend the document; the running policy stays as it was.',
    { problems },
  );
}

export interface ReadPolicy {
  readonly document?: PolicyDocument;
  readonly problems: PolicyProblem[];
}

/**
 * The same, with the problems at hand. Exactly one of the two: a document, or at least one problem. Rules that are `known` to be good are
 * not looked at again, and those of a good document are known from then on.
 */
export function readPolicy(text: string, known?: KnownRules): ReadPolicy {
  const read = readJsonc(text);
  if (read.value === undefined || read.problems.length > 0) return { problems: read.problems };
  const { value } = read;
  const problems: PolicyProblem[] = [];
  const add = (path: Path, message: string, fix?: string, key?: string): void => {
    if (problems.length >= MAX_PROBLEMS) return;
    const full = key === undefined ? path : [...path, key];
    problems.push({ pointer: pointer(...full), ...read.where(path, key), message, ...(fix === undefined ? {} : { fix }) });
  };
  const tooMany = ruleTooMany(value);
  if (tooMany !== undefined) {
    add(
      tooMany,
      `a policy has at most ${MAX_RULES} rules, and this is one more`,
      'Use globs, classes or "all_tools" instead of a rule for every tool.',
    );
    return { problems };
  }
  const unknown: PlacedRule[] = [];
  const fresh = known === undefined ? value : withRules(value, (rule) => !known.has(rule) && unknown.push(rule) > 0);
  const shape = policySchema.safeParse(toPlain(fresh), { jitless: text.length < WORTH_COMPILING });
  if (!shape.success) for (const issue of shape.error.issues) explain(issue, [], value, add);
  else {
    const tooMuch = overCeilings(value as unknown as PolicyDocument);
    const found = tooMuch.length > 0 ? tooMuch : checkPolicy(asPolicy(fresh as unknown as PolicyDocument));
    for (const one of found) add(one.path, one.message, one.fix);
  }
  if (problems.length > 0) return { problems };
  for (const rule of unknown) known?.add(rule);
  return { document: value as unknown as PolicyDocument, problems };
}

/** The work of finding out which rules of a text are good, one piece for each rule that is not known; a text that is no JSON has none. */
export function unknownRules(text: string, known: KnownRules): (() => void)[] {
  const { value, problems } = readJsonc(text);
  if (value === undefined || problems.length > 0 || ruleTooMany(value) !== undefined) return [];
  const work: (() => void)[] = [];
  withRules(value, (placed) => {
    const { kind, name, rule } = placed;
    work.push(() => {
      if (known.has(placed)) return;
      // as a policy of its own
      const alone = { version: '1', [kind]: kind === 'all_tools' ? rule : Object.assign(Object.create(null) as object, { [name]: rule }) };
      if (!policySchema.safeParse(toPlain(alone)).success || checkPolicy(asPolicy(alone as unknown as PolicyDocument)).length > 0) return;
      known.add(placed);
    });
    return false;
  });
  return work;
}

/** zod drops `__proto__`; for its eyes only, that name is written otherwise. The document itself is never copied. */
const STAND_IN = '\u0000__proto__';
function toPlain(value: JsonValue): unknown {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(toPlain);
  if (!isJsonObject(value)) return value;
  const plain: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) plain[key === '__proto__' ? STAND_IN : key] = toPlain(inner ?? null);
  return plain;
}

type Add = (path: Path, message: string, fix?: string, key?: string) => void;

function explain(issue: Issue, base: Path, root: JsonValue, add: Add): void {
  const path = [...base, ...issue.path.map((step) => (step === STAND_IN ? '__proto__' : (step as string | number)))];
  const given = at(root, path);
  const name = String(path.at(-1) ?? 'the document');
  switch (issue.code) {
    case 'unrecognized_keys': {
      for (const raw of issue.keys) {
        const key = raw === STAND_IN ? '__proto__' : raw;
        const known = keysAt(path);
        const close = nearest(key, known);
        add(
          path,
          `"${key}" is not a key here${close === undefined ? '' : `; did you mean "${close}"?`}`,
          close === undefined ? `Known here: ${known.join(', ')}.` : `Write "${close}" instead of "${key}".`,
          key,
        );
      }
      return;
    }
    case 'invalid_union': {
      if (given === undefined) return add(path.slice(0, -1), `"${name}" is missing`, unionFix(name));
      const branch = pickBranch(issue.errors, given);
      if (branch.length === 0 || (branch.length === 1 && branch[0]?.path.length === 0 && branch[0].code === 'invalid_type')) {
        return add(path, `"${name}" cannot be ${wordFor(given)}`, unionFix(name));
      }
      for (const inner of branch) explain(inner, path, root, add);
      return;
    }
    case 'invalid_value': {
      const values = issue.values.map(String);
      if (given === undefined)
        return add(
          path.slice(0, -1),
          `"${name}" is missing`,
          `Add "${name}": ${values.length === 1 ? JSON.stringify(values[0]) : `one of ${values.join(', ')}`}.`,
        );
      const close = typeof given === 'string' ? nearest(given, values) : undefined;
      return add(
        path,
        `"${name}" cannot be ${wordFor(given)}; it is ${values.length === 1 ? JSON.stringify(values[0]) : `one of ${values.join(', ')}`}`,
        close === undefined ? undefined : `Write "${close}".`,
      );
    }
    case 'invalid_type':
      if (given === undefined) return add(path.slice(0, -1), `"${name}" is missing`, `Add "${name}".`);
      return add(path, `${path.length === 0 ? 'the document' : `"${name}"`} must be ${article(issue.expected)}, not ${wordFor(given)}`);
    default:
      return add(path, issue.message);
  }
}

function pickBranch(branches: readonly (readonly Issue[])[], given: JsonValue | undefined): readonly Issue[] {
  if (isJsonObject(given)) {
    // a condition: the branch whose own word it has; anything else with an object form: the object
    if (branches.length === 3) return branches['any' in given ? 0 : 'not' in given ? 1 : 2] ?? [];
    return branches.find((branch) => !branch.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0)) ?? [];
  }
  return [];
}

const unionFix = (name: string): string =>
  name === 'window'
    ? 'Write second, minute, hour, day, week, a number of seconds, or a duration such as "15m".'
    : name === 'rate_limit'
      ? 'Write "30/minute" or { "max": 30, "window": "minute" }.'
      : 'A condition is { "path", "op", "value" }, { "any": [ … ] } or { "not": … }.';

function at(root: JsonValue, path: Path): JsonValue | undefined {
  let here: JsonValue | undefined = root;
  for (const step of path) {
    if (Array.isArray(here)) here = (here as readonly JsonValue[])[Number(step)];
    else if (isJsonObject(here) && Object.prototype.hasOwnProperty.call(here, step)) here = here[step];
    else return undefined;
  }
  return here;
}

function wordFor(value: JsonValue | undefined): string {
  if (value instanceof ExactNumber) return `${value.digits.slice(0, 40)} (a number that cannot be held exactly)`;
  if (Array.isArray(value)) return 'a list';
  if (isJsonObject(value)) return 'an object';
  return JSON.stringify(value)?.slice(0, 80) ?? 'nothing';
}

const article = (expected: string): string =>
  expected === 'array'
    ? 'a list'
    : expected === 'object' || expected === 'record'
      ? 'an object'
      : expected === 'string'
        ? 'a text'
        : `a ${expected}`;

const LEVEL = ['default', 'hide', 'all_tools', 'classes', 'tools', 'methods'];
const RULE = ['action', 'reason', 'require', 'deny_if', 'ask_if', 'allow_if', 'limits', 'rate_limit', 'approval'];
const CLASSES = ['read', 'write', 'execute', 'destructive', 'financial', 'unclassified'];
const METHODS = ['resources', 'prompts', 'completion', 'sampling', 'elicitation'];

/** the keys an object at `path` may have */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  const steps = [...path];
  let level = ['version', 'description', ...LEVEL, 'servers', 'clients'];
  if (steps[0] === 'clients' && steps.length >= 2) {
    steps.splice(0, 2);
    level = [...LEVEL, 'servers'];
  }
  if (steps[0] === 'servers' && steps.length >= 2) {
    steps.splice(0, 2);
    level = LEVEL;
  }
  const [kind, key, ...rest] = steps;
  if (kind === undefined) return level;
  if (kind === 'classes' && key === undefined) return CLASSES;
  if (kind === 'methods' && key === undefined) return METHODS;
  return ruleKeys(kind === 'all_tools' ? steps.slice(1) : rest);
}

function ruleKeys(steps: Path): readonly string[] {
  const [part, , inside] = steps;
  if (part === undefined) return RULE;
  if (part === 'limits') return ['counter', 'window', 'max', 'scope', 'increment_from', 'on_exceed'];
  if (part === 'rate_limit') return ['max', 'window'];
  if (part === 'approval') return ['timeout_seconds', 'remember'];
  if (part !== 'require' && inside === undefined)
    return part === 'deny_if' ? ['conditions', 'on_deny'] : part === 'ask_if' ? ['conditions', 'because'] : ['conditions'];
  return ['path', 'op', 'value', 'missing', 'any', 'not'];
}
