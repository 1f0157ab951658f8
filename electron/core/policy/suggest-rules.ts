import type { JsonObject } from '../../../shared/json/json.js';
import type { Verdict } from '../../../shared/model/decision.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import { commonConditions, theseCalls } from '../../../shared/policy/common-conditions.js';
import { compilePolicy, type ReplayablePolicy } from '../../../shared/policy/compile.js';
import { allowing } from '../../../shared/policy/draft-rule.js';
import { hasGlob } from '../../../shared/policy/glob.js';
import { asPolicy, type ToolRule } from '../../../shared/policy/language.js';
import { ruleWords } from '../../../shared/policy/rule-words.js';
import type { CallFacts, PathFacts, PolicyDocument } from '../../../shared/policy/types.js';
import { addedRule, type NewRule } from './add-rule.js';
import { editDocument } from './edit-document.js';

/** A call of a tool that went through although the rules said otherwise, because the gate observed. Its arguments as the log kept them. */
export interface SeenCall {
  readonly client: string;
  readonly session: string;
  readonly server: string;
  readonly tool: string;
  readonly class: RiskClass;
  readonly arguments: JsonObject;
}

export interface SuggestedOption {
  readonly action: 'allow' | 'ask' | 'deny';
  readonly rule: ToolRule;
  readonly sentence: string;
}

/** Rules for one tool on one server, for the clients that were seen to call it: one of `options`, the narrowest allowance first. */
export interface Suggestion {
  readonly server: string;
  readonly tool: string;
  readonly class: RiskClass;
  readonly clients: readonly string[];
  readonly calls: number;
  /** what the running policy says of these calls */
  readonly now: 'ask' | 'deny';
  readonly options: readonly SuggestedOption[];
  /** index of the option that is proposed */
  readonly proposed: number;
}

/** Calls that no added rule could turn: another rule, a limit or a doubt stands in the way. */
export interface LeftAlone {
  readonly server: string;
  readonly tool: string;
  readonly calls: number;
  readonly why: string;
}

export interface Suggestions {
  /** most calls first */
  readonly suggestions: readonly Suggestion[];
  readonly left: readonly LeftAlone[];
  /** calls that the running policy allows by now */
  readonly settled: number;
}

export interface SuggestSource {
  readonly document: PolicyDocument;
  readonly calls: readonly SeenCall[];
  /** a tool as it is known now; where it is not, the class of its calls counts */
  readonly tool: (server: string, tool: string) => { class: RiskClass; remote: boolean; cwd?: string | undefined } | undefined;
  readonly paths: PathFacts;
}

/** For these a person is asked each time, unless that person picks otherwise, and then for the very arguments that were seen. */
const DANGEROUS: ReadonlySet<RiskClass> = new Set(['execute', 'destructive', 'financial', 'unclassified']);
const roomInEveryLimit = () => ({ used: 0, freeInMs: 0 });

/**
 * What was seen while observing, as rules: by exact server, tool and client, never wider. A condition is written only where every call
 * supports it, nothing is read out of a redacted or shortened value, and an option is offered only where each of the calls it is made
 * from would get the verdict it says under the running policy with that rule added. Limits are not looked at: no rule lifts one.
 */
export function suggestRules(source: SuggestSource): Suggestions {
  const judge = judgeOf(source);
  const running = compilePolicy(source.document);
  const groups = new Map<string, Group>();
  const left = new Map<string, LeftAlone>();
  const leave = ({ server, tool }: SeenCall, why: string): void => {
    const key = JSON.stringify([server, tool, why]);
    left.set(key, { server, tool, why, calls: (left.get(key)?.calls ?? 0) + 1 });
  };
  let settled = 0;

  for (const call of source.calls) {
    const now = judge(running, call);
    if (now.verdict === 'allow') settled++;
    else if (now.verdict === 'unsure') leave(call, 'the rules hang on a value that the log keeps as a hash only');
    else if (now.verdict === 'hide') leave(call, now.because);
    else if (hasGlob(call.tool)) leave(call, 'its name would be read as a pattern in a rule');
    else {
      const key = JSON.stringify([call.server, call.tool, now.verdict]);
      const group = groups.get(key) ?? { now: now.verdict, because: now.because, calls: [] };
      group.calls.push(call);
      groups.set(key, group);
    }
  }

  const suggestions: Suggestion[] = [];
  for (const { now, because, calls } of groups.values()) {
    // some calls of a tool may be stopped by a condition that no added rule lifts; the others are not held up by them
    const open = compilePolicy(withRule(source.document, calls, { action: 'allow' }));
    const free = calls.filter((call) => {
      const then = judge(open, call);
      if (then.verdict !== 'allow') leave(call, then.because);
      return then.verdict === 'allow';
    });
    const [first] = free;
    if (first === undefined) continue;
    const kinds = [...free.map((call) => call.class), source.tool(first.server, first.tool)?.class ?? first.class];
    const kind = kinds.find((one) => DANGEROUS.has(one)) ?? kinds.find((one) => one !== 'read') ?? 'read';
    const options = optionsFor(free, now, DANGEROUS.has(kind), source.paths.home).filter(({ action, rule }) => {
      const under = compilePolicy(withRule(source.document, free, rule));
      return free.every((call) => judge(under, call).verdict === action);
    });
    const wanted = DANGEROUS.has(kind) ? 'ask' : 'allow';
    const proposed = options.findIndex(({ action }) => action === wanted);
    if (proposed < 0) {
      for (const call of free) leave(call, because);
      continue;
    }
    const clients = clientsOf(free);
    suggestions.push({ server: first.server, tool: first.tool, class: kind, clients, calls: free.length, now, options, proposed });
  }
  return { suggestions: suggestions.sort((a, b) => b.calls - a.calls), left: [...left.values()], settled };
}

interface Group {
  readonly now: 'ask' | 'deny';
  readonly because: string;
  readonly calls: SeenCall[];
}

function optionsFor(calls: readonly SeenCall[], now: 'ask' | 'deny', dangerous: boolean, home: string): SuggestedOption[] {
  const seen = calls.map((call) => call.arguments);
  const common = commonConditions(seen, home);
  const exact = theseCalls(seen);
  const rules: ToolRule[] = [
    ...(common.length > 0 && !dangerous ? [allowing(now, common)] : []),
    ...(exact !== undefined && dangerous ? [allowing(now, [exact])] : []),
    ...(dangerous ? [] : [{ action: 'allow' } as const]),
    { action: 'ask' },
    { action: 'deny' },
  ];
  return rules.map((rule) => ({
    action: rule.allow_if !== undefined ? 'allow' : (rule.action as SuggestedOption['action']),
    rule,
    sentence: ruleWords(rule),
  }));
}

const clientsOf = (calls: readonly SeenCall[]): string[] => [...new Set(calls.map(({ client }) => client))].sort();

/** The document with this rule for the tool of these calls (they are all of one), for each client that made one. */
function withRule(document: PolicyDocument, calls: readonly SeenCall[], rule: ToolRule): PolicyDocument {
  return clientsOf(calls).reduce((current, client) => {
    const { server, tool } = calls[0] as SeenCall;
    const given: NewRule = { client, server, tool, rule: rule as Readonly<Record<string, unknown>> };
    return editDocument(current, addedRule(asPolicy(current), given, () => 'ask').edits);
  }, document);
}

type Judged = { readonly verdict: Verdict | 'unsure'; readonly because: string };

function judgeOf({ tool, paths }: SuggestSource): (policy: ReplayablePolicy, call: SeenCall) => Judged {
  return (policy, call) => {
    const known = tool(call.server, call.tool);
    const facts: CallFacts = {
      ...call,
      governed: 'tools',
      class: known?.class ?? call.class,
      remote: known?.remote ?? false,
      ...(known?.cwd === undefined ? {} : { cwd: known.cwd }),
      paths,
    };
    const strict = policy.evaluateRedacted(facts, roomInEveryLimit, 'strict').decision;
    const loose = policy.evaluateRedacted(facts, roomInEveryLimit, 'loose').decision;
    const because = strict.because[0]?.text ?? '';
    return { verdict: strict.verdict === loose.verdict ? strict.verdict : 'unsure', because };
  };
}
