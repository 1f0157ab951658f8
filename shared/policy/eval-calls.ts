import { createSimulatedLimits } from '../limits/simulated-limits.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json/json.js';
import type { Decision } from '../model/decision.js';
import { riskClass } from '../model/risk.js';
import { fail, ok, type Result } from '../result.js';
import { compilePolicy } from './compile.js';
import { nearest } from './nearest.js';
import { parsePolicy } from './parse.js';
import { readJsonc } from './read-jsonc.js';
import type { CallFacts, PathFacts } from './types.js';

/** Evaluation without a gateway: calls, one JSON object a line, judged in order on a simulated clock. Paths are read as text only. */
export interface EvalOptions {
  /** where `~` is; absolute */
  readonly home: string;
  readonly dataDir?: string;
}

interface CallLine {
  readonly facts: CallFacts;
  readonly atMs: number;
}

const KEYS = ['client', 'session', 'server', 'tool', 'class', 'inputSchema', 'arguments', 'atMs'];

/**
 * Fails as a whole when the policy is invalid; then yields one Result per non-empty line, in order. A line that is no call fails
 * with its number and counts nothing. Calls with verdict allow count against limits, others do not.
 */
export function evalCalls(policyText: string, callsText: string, options: EvalOptions): Result<Iterable<Result<Decision>>> {
  const parsed = parsePolicy(policyText);
  if (!parsed.ok) return parsed;
  const policy = compilePolicy(parsed.value.document);
  const paths: PathFacts = { home: options.home, dataDir: options.dataDir, caseInsensitive: false, resolve: (path) => path };
  return ok(
    (function* () {
      const limits = createSimulatedLimits();
      let atMs = 0;
      let number = 0;
      for (const line of callsText.split('\n')) {
        number++;
        if (line.trim() === '') continue;
        const call = readCall(line, number, atMs, paths);
        if (!call.ok) {
          yield call;
          continue;
        }
        atMs = call.value.atMs;
        limits.setNow(atMs);
        const { decision, charges } = policy.evaluate(call.value.facts, limits.read);
        if (decision.verdict === 'allow') limits.count(charges);
        // sentences alone: what views make of them in other languages is none of a decision's form
        yield ok({ ...decision, because: decision.because.map(({ pointer, text }) => ({ pointer, text })) });
      }
    })(),
  );
}

function readCall(line: string, number: number, atMs: number, paths: PathFacts): Result<CallLine> {
  const bad = (what: string, fix?: string): Result<never> =>
    fail(
      'CALL_INVALID',
      `line ${number}: ${what}`,
      fix ?? 'A call is { "server", "tool", "arguments" }, and where wanted "client", "session", "class", "inputSchema", "atMs".',
    );
  const { value, problems } = readJsonc(line);
  if (value === undefined || problems.length > 0) return bad(problems[0]?.message ?? 'this is not JSON');
  if (!isJsonObject(value)) return bad('this is not an object');
  for (const key of Object.keys(value)) {
    const close = KEYS.includes(key) ? undefined : nearest(key, KEYS);
    if (!KEYS.includes(key)) return bad(`"${key}" is not a key here${close === undefined ? '' : `; did you mean "${close}"?`}`);
  }
  const text = (key: string, fallback: string): string | undefined =>
    value[key] === undefined ? fallback : typeof value[key] === 'string' ? value[key] : undefined;
  const client = text('client', 'client');
  const session = text('session', 'session');
  const { server, tool, arguments: args, inputSchema, atMs: at } = value;
  if (typeof server !== 'string' || typeof tool !== 'string' || !isJsonObject(args))
    return bad('"server" and "tool" must be texts and "arguments" an object');
  if (client === undefined || session === undefined) return bad('"client" and "session" must be texts');
  const tier = riskClass.safeParse(value.class ?? 'unclassified');
  if (!tier.success) return bad(`"class" must be one of ${riskClass.options.join(', ')}`);
  if (at !== undefined && (typeof at !== 'number' || at < 0)) return bad('"atMs" must be a number of milliseconds from 0');
  return ok({ facts: factsOf({ client, session, server, tool, args, inputSchema, paths, class: tier.data }), atMs: at ?? atMs });
}

const factsOf = (call: {
  client: string;
  session: string;
  server: string;
  tool: string;
  args: JsonObject;
  inputSchema: JsonValue | undefined;
  paths: PathFacts;
  class: CallFacts['class'];
}): CallFacts => ({
  client: call.client,
  session: call.session,
  server: call.server,
  governed: 'tools',
  tool: call.tool,
  class: call.class,
  arguments: call.args,
  inputSchema: call.inputSchema,
  remote: false,
  paths: call.paths,
});
