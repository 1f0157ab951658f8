import type { CallRecord } from '../../../shared/model/views.js';
import type { Clock } from '../ports/clock.js';
import type { CallIntent } from '../ports/corridor.js';
import type { ApprovalQuestion, Approvals } from '../ports/rooms.js';
import { overtakes, type Judge, type Judgement, type Stop } from './judge.js';
import type { HowDecided } from './record.js';
import * as say from './refusals.js';

export type Permission =
  | {
      readonly kind: 'go';
      readonly judgement: Judgement;
      readonly how: HowDecided;
      /** pointers of limits that a person allowed this call to pass */
      readonly lifted: readonly string[];
      /** to be consumed just before forwarding */
      readonly approval?: { readonly id: string; readonly question: ApprovalQuestion };
    }
  | {
      readonly kind: 'stop';
      readonly judgement: Judgement;
      readonly how: HowDecided;
      readonly stop: Stop;
      readonly outcome: CallRecord['outcome'];
    };

const maxRounds = 5;

/**
 * Gets the permission of a person for a call that needs one: a remembered answer, or a fresh one. After every wait the call is
 * judged again; whatever is stricter than what the person was shown stops it.
 */
export async function askForPermission(
  parts: { approvals: Approvals; judge: Judge; clock: Clock; approvalTimeoutMs: number },
  callId: string,
  intent: CallIntent,
  first: Judgement,
): Promise<Permission> {
  const { approvals, judge, clock } = parts;
  let judgement = first;
  let waitMs = 0;
  for (let round = 0; round < maxRounds; round++) {
    const question = questionOf(callId, intent, judgement, parts.approvalTimeoutMs);
    const grant = approvals.grantFor(question);
    if (grant !== undefined) return { kind: 'go', judgement, how: { grantId: grant.id, ...waited(waitMs) }, lifted: judgement.beside };

    const startedMs = clock.monotonicMs();
    const answer = await approvals.ask(question);
    waitMs += Math.max(0, clock.monotonicMs() - startedMs);
    const rule = judgement.decision.because[0]?.pointer ?? '';
    const stop = (refusal: say.Refusal, approvalId?: string, outcome: CallRecord['outcome'] = 'refused'): Permission => ({
      kind: 'stop',
      judgement,
      how: { ...(approvalId === undefined ? {} : { approvalId }), ...waited(waitMs) },
      stop: { kind: 'refusal', refusal },
      outcome,
    });
    if (intent.signal.aborted && answer.kind !== 'approved')
      return stop(say.cancelled(), 'approvalId' in answer ? answer.approvalId : undefined, 'cancelled');
    switch (answer.kind) {
      case 'denied':
        return stop(say.denied(answer.by, answer.reason, rule), answer.approvalId);
      case 'expired':
        return stop(say.expired(rule), answer.approvalId);
      case 'cancelled':
        return stop(say.cancelled(), answer.approvalId, 'cancelled');
      case 'pending':
        return stop(say.pending(answer.approvalId, rule), answer.approvalId);
      case 'unanswerable':
        return stop(say.unanswerable(answer.why, rule));
      case 'superseded': {
        judgement = judge(intent);
        if (judgement.next === 'go') return { kind: 'go', judgement, how: waited(waitMs), lifted: [] };
        if (judgement.stop !== undefined) return { kind: 'stop', judgement, how: waited(waitMs), stop: judgement.stop, outcome: 'refused' };
        continue;
      }
      case 'approved': {
        if (intent.signal.aborted) {
          approvals.finished(answer.approvalId);
          return stop(say.cancelled(), answer.approvalId, 'cancelled');
        }
        const now = judge(intent);
        const how: HowDecided = { approvalId: answer.approvalId, approvedBy: answer.by, ...waited(waitMs) };
        const news = now.stop ?? overtaken(judgement, now);
        if (news !== undefined) {
          approvals.finished(answer.approvalId);
          return { kind: 'stop', judgement: now, how, stop: news, outcome: 'refused' };
        }
        return { kind: 'go', judgement: now, how, lifted: judgement.beside, approval: { id: answer.approvalId, question } };
      }
      default:
        // An answer nobody knows is no permission.
        throw new Error('the approvals gave an unknown answer');
    }
  }
  return {
    kind: 'stop',
    judgement,
    how: waited(waitMs),
    stop: { kind: 'refusal', refusal: say.overtaken('its question was overtaken again and again') },
    outcome: 'refused',
  };
}

/** whole milliseconds: more is noise to whoever reads the log */
const waited = (waitMs: number): HowDecided => (waitMs > 0 ? { waitMs: Math.ceil(waitMs) } : {});

function overtaken(before: Judgement, now: Judgement): Stop | undefined {
  const why = overtakes(before, now);
  return why === undefined ? undefined : { kind: 'refusal', refusal: say.overtaken(why) };
}

function questionOf(callId: string, intent: CallIntent, judgement: Judgement, approvalTimeoutMs: number): ApprovalQuestion {
  const { subject } = judgement;
  if (subject === undefined) throw new Error('a call without a subject cannot be asked about');
  const { tool } = subject;
  return {
    callId,
    caller: intent.caller,
    server: intent.server,
    tool: intent.tool,
    method: intent.method,
    class: subject.class,
    severity: tool?.severity ?? 'medium',
    // What has no definition is bound to its method: a prompt's approval is none for a tool of the same name.
    definitionHash: tool?.definitionHash ?? `method:${intent.method}`,
    policyRevision: judgement.revision,
    inputSchema: tool?.inputSchema,
    arguments: subject.arguments,
    ...(subject.alsoSent === undefined ? {} : { alsoSent: subject.alsoSent }),
    facts: subject.facts,
    because: judgement.decision.because,
    findings: tool?.findings ?? [],
    timeoutMs: judgement.approval.timeoutMs ?? approvalTimeoutMs,
    remember: judgement.approval.remember,
    flow: judgement.flow,
    beside: judgement.beside,
    signal: intent.signal,
    parting: intent.parting,
    tellWaiting: intent.tellWaiting,
  };
}
