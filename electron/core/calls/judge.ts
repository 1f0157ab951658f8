import type { Decision, Mode } from '../../../shared/model/decision.js';
import { because } from '../../../shared/policy/reasons.js';
import { touchesOwnFolder } from '../../../shared/policy/own-folder.js';
import type { Evaluation, LimitCharge, ReadLimit } from '../../../shared/policy/types.js';
import { inEnglish } from '../../../shared/words/say.js';
import { coreWords } from '../../../shared/words/core/en.js';
import type { CallIntent } from '../ports/corridor.js';
import type { Paths } from '../ports/paths.js';
import type { Limits, ModeSource, PolicySource, ToolSource } from '../ports/rooms.js';
import type { FlowMemory } from './flow-memory.js';
import type { Refusal } from './refusals.js';
import * as say from './refusals.js';
import { readSubject, type SessionKey, type Subject } from './subject.js';

export type Stop =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'invalid'; readonly why: string }
  | { readonly kind: 'refusal'; readonly refusal: Refusal };

/** One judgement of a call, at one moment: what was found, what the rules say, and what is to be done now. */
export interface Judgement {
  readonly subject: Subject | undefined;
  readonly decision: Decision;
  readonly mode: Mode;
  readonly revision: number;
  readonly next: 'go' | 'ask' | 'stop';
  readonly stop?: Stop | undefined;
  readonly charges: readonly LimitCharge[];
  readonly approval: Evaluation['approval'];
  /** earlier calls that brought data in, where a flow asks */
  readonly flow: readonly string[];
  /** what asks beside the rules: `flow`, `own-folder`, pointers of limits */
  readonly beside: readonly string[];
}

export type Judge = (intent: CallIntent) => Judgement;

const nothing: readonly never[] = [];
const noApproval: Evaluation['approval'] = { timeoutMs: undefined, remember: undefined };

/** Makes the step that judges. Pure but for reading its sources; each call of it looks at everything afresh. Throws only on faults. */
export function createJudge(deps: {
  policy: PolicySource;
  mode: ModeSource;
  tools: ToolSource;
  limits: Limits;
  paths: Paths;
  flows: FlowMemory;
  sessionKey?: SessionKey;
}): Judge {
  const readLimit: ReadLimit = (charge) => deps.limits.read(charge);

  return (intent) => {
    const { policy, revision } = deps.policy.current();
    const mode = deps.mode.current();
    const stopped = (
      subject: Subject | undefined,
      code: string,
      text: string,
      stop: Stop,
      verdict: Decision['verdict'] = 'deny',
    ): Judgement => ({
      subject,
      decision: { verdict, code, because: [{ pointer: '', text }], limits: [] },
      mode,
      revision,
      next: 'stop',
      stop,
      charges: nothing,
      approval: noApproval,
      flow: nothing,
      beside: nothing,
    });

    const subject = readSubject(intent, deps.tools, deps.paths, deps.sessionKey);
    if ('kind' in subject) {
      if (subject.kind === 'invalid') return stopped(undefined, 'INVALID', subject.why, subject);
      return stopped(
        undefined,
        'UNKNOWN',
        subject.kind === 'unknown' ? inEnglish('because.noTool', { server: intent.server }) : coreWords.because.noMethod,
        { kind: 'unknown' },
      );
    }

    const held = heldBack(subject, mode);
    if (held !== undefined) {
      // A hidden name answers like an unknown one, whatever else is the matter with it.
      const position = policy.position({
        client: intent.caller.client,
        server: intent.server,
        tool: intent.tool,
        class: subject.class,
        governed: subject.governed,
      });
      if (position.verdict === 'hide') return stopped(subject, 'HIDDEN', coreWords.because.hidden, { kind: 'unknown' }, 'hide');
      return stopped(subject, held.code, held.reason, { kind: 'refusal', refusal: held });
    }

    const { decision, charges, approval } = policy.evaluate(subject.facts, readLimit);
    const judged = { subject, mode, revision, charges, approval };
    switch (decision.verdict) {
      case 'hide':
        return { ...judged, decision, next: 'stop', stop: { kind: 'unknown' }, flow: nothing, beside: nothing };
      case 'deny': {
        const refused = {
          ...judged,
          decision,
          next: 'stop',
          stop: { kind: 'refusal', refusal: say.ruledOut(decision) },
          flow: nothing,
          beside: nothing,
        } as const;
        if (mode !== 'observe' || !isRuleVerdict(decision)) return refused;
        const own = touchesOwnFolder(subject.arguments, subject.facts);
        if (own === undefined)
          return {
            ...judged,
            charges: charges.filter((one) => one.amount >= 0 && Number.isFinite(one.amount)),
            decision,
            next: 'go',
            flow: nothing,
            beside: nothing,
          };
        // A rule denied it before anybody looked where its paths lead: observing lifts the rule, not this.
        return {
          ...refused,
          decision: {
            ...decision,
            because: [...decision.because, { pointer: '', text: inEnglish('because.ownFolder', { path: own.path }) }],
          },
        };
      }
      case 'allow':
      case 'ask': {
        const flow = subject.tool === undefined ? nothing : deps.flows.into(intent.caller, subject.tool.labels);
        // the way of nearly every call; member by member, for the engine would give a shape of its own to each object that a spread makes
        if (decision.verdict === 'allow' && flow.length === 0)
          return { subject, mode, revision, charges, approval, decision, next: 'go', stop: undefined, flow, beside: nothing };
        const asked = flow.length === 0 ? decision : withFlow(decision, flow);
        const ownFolder = touchesOwnFolder(subject.arguments, subject.facts) !== undefined;
        const beside = asksBeside(decision, charges, readLimit, flow, ownFolder);
        return { ...judged, decision: asked, next: mode === 'observe' && !ownFolder ? 'go' : 'ask', flow, beside };
      }
      default:
        // A verdict nobody knows is no permission.
        throw new Error('the policy gave an unknown verdict');
    }
  };
}

/** What holds a call back whatever the rules say. Observing lifts none of it. */
function heldBack(subject: Subject, mode: Mode): Refusal | undefined {
  switch (subject.tool?.pin) {
    case 'changed':
      return say.changed(subject.tool.tool);
    case 'quarantined':
      return say.quarantined(subject.tool.tool);
    case 'pinned':
    case undefined:
      return mode === 'lockdown' ? say.locked() : undefined;
    default:
      throw new Error('a tool has an unknown pin state');
  }
}

/** A refusal that no rule made (a path inside Toolgate's own folder, a fault) has the pointer `""` and is not lifted by observing. */
const isRuleVerdict = (decision: Decision): boolean => decision.because.every((one) => one.pointer !== '');

const withFlow = (decision: Decision, flow: readonly string[]): Decision => ({
  ...decision,
  verdict: 'ask',
  code: 'ASK',
  because: [...(decision.verdict === 'ask' ? decision.because : []), because('', { kind: 'flow', calls: flow })],
});

/** A limit that asks is over when the decision names it; its charge may have been lifted by the policy already. */
function asksBeside(
  decision: Decision,
  charges: readonly LimitCharge[],
  read: ReadLimit,
  flow: readonly string[],
  ownFolder: boolean,
): readonly string[] {
  const named = new Set(decision.because.map((one) => one.pointer));
  const beside = new Set(
    charges.filter((one) => (one.onExceed === 'ask' && named.has(one.pointer)) || isOver(one, read)).map((one) => one.pointer),
  );
  if (flow.length > 0) beside.add('flow');
  if (ownFolder) beside.add('own-folder');
  return [...beside];
}

/** True when one more call would pass this limit. */
export const isOver = (charge: LimitCharge, read: ReadLimit): boolean => !(read(charge).used + charge.amount <= charge.max);

/**
 * Whether a call that a person approved under `before` may go under `now`: nothing got stricter and nothing asks that was not on the
 * card. A sentence says what changed where it may not.
 */
export function overtakes(before: Judgement, now: Judgement): string | undefined {
  if (now.subject?.class !== before.subject?.class) return 'the class of the tool changed while a person was asked';
  if (now.subject?.tool?.definitionHash !== before.subject?.tool?.definitionHash)
    return 'the definition of the tool changed while a person was asked';
  if (now.next === 'go') return undefined;
  const sameRules = now.revision === before.revision;
  const shown = new Set(before.decision.because.map((one) => (sameRules ? one.pointer : `${one.pointer}\n${one.text}`)));
  const news = now.decision.because.some((one) => !shown.has(sameRules ? one.pointer : `${one.pointer}\n${one.text}`));
  const newBeside = now.beside.some((one) => !before.beside.includes(one));
  return news || newBeside ? 'other rules ask for a person now than when the person was asked' : undefined;
}
