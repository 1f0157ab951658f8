import { createSimulatedLimits } from '../limits/simulated-limits.js';
import { isJsonObject, type JsonObject } from '../json/json.js';
import type { Verdict } from '../model/decision.js';
import type { CallRecord } from '../model/views.js';
import type { ReplayablePolicy } from './compile.js';
import { readJsonc } from './read-jsonc.js';
import type { CallFacts, Governed, PathFacts } from './types.js';

export interface Replay {
  /** those that rules decided */
  readonly calls: number;
  readonly same: number;
  /** calls whose verdict hangs on a value that the log keeps as a hash only, or on arguments that cannot be read any more */
  readonly cannotTell: number;
  readonly changed: readonly { readonly record: CallRecord; readonly was: Verdict; readonly would: Verdict; readonly because: string }[];
}

/** What a draft would have said about recorded calls (any order; judged oldest first, limits counted at their times, paths as text). */
export function replay(policy: ReplayablePolicy, records: readonly CallRecord[], paths: PathFacts): Replay {
  const limits = createSimulatedLimits();
  const changed: { record: CallRecord; was: Verdict; would: Verdict; because: string }[] = [];
  let same = 0;
  let cannotTell = 0;
  let calls = 0;
  for (const record of [...records].sort((a, b) => a.seq - b.seq)) {
    const governed = governedBy(record.method);
    if (governed === undefined || wasHeldBack(record)) continue;
    calls++;
    const args = readArguments(record.argumentsText);
    if (args === undefined) {
      cannotTell++;
      continue;
    }
    limits.setNow(record.atMs);
    const facts: CallFacts = {
      client: record.client,
      session: record.session,
      server: record.server,
      governed,
      tool: record.tool,
      class: record.class,
      arguments: args,
      remote: false,
      paths,
    };
    const strict = policy.evaluateRedacted(facts, limits.read, 'strict');
    const loose = policy.evaluateRedacted(facts, limits.read, 'loose');
    if (loose.decision.verdict === 'allow') limits.count(strict.decision.verdict === 'allow' ? strict.charges : loose.charges);
    if (strict.decision.verdict !== loose.decision.verdict) cannotTell++;
    else if (strict.decision.verdict === record.verdict) same++;
    else changed.push({ record, was: record.verdict, would: strict.decision.verdict, because: strict.decision.because[0]?.text ?? '' });
  }
  return { calls, same, cannotTell, changed };
}

/** Refused before a rule was asked: whatever a draft says, such a call would have been refused. */
const wasHeldBack = ({ verdict, code }: CallRecord): boolean => verdict === 'deny' && HELD_BACK.has(code);
const HELD_BACK: ReadonlySet<string> = new Set(['LOCKED', 'CHANGED', 'QUARANTINED', 'UNKNOWN', 'INVALID']);

/** what a method is governed as; undefined where policies do not speak about it */
function governedBy(method: string): Governed | undefined {
  if (method === 'tools/call') return 'tools';
  const [group] = method.split('/');
  return group === 'resources' || group === 'prompts' || group === 'completion' || group === 'sampling' || group === 'elicitation'
    ? group
    : undefined;
}

function readArguments(text: string): JsonObject | undefined {
  const { value, problems } = readJsonc(text === '' ? '{}' : text);
  return problems.length === 0 && isJsonObject(value) ? value : undefined;
}
