import { freezeDeep } from '../../../shared/json/freeze.js';
import type { JsonObject } from '../../../shared/json/json.js';
import { stringifyWith } from '../../../shared/json/stringify.js';
import type { CallIntent, CallReply, Forward } from '../ports/corridor.js';
import { attempt } from './attempt.js';
import type { Judgement } from './judge.js';
import { newsSince } from './news.js';
import { permit, reserve } from './permit.js';
import type { CallLog, HowDecided } from './record.js';
import * as say from './refusals.js';
import { answered, failed, type Sent } from './send.js';
import { StartedCall, type CorridorParts, type Go, type Held } from './started-call.js';

const undecided: HowDecided = {};
const nothing: readonly never[] = [];

/**
 * Takes one call down the corridor. Resolves always; forwards at most once; leaves exactly one record. A call that nobody has to be asked
 * about is on its way to the server when this returns.
 */
export function takeCall(parts: CorridorParts, intent: CallIntent, forward: Forward): Promise<CallReply> {
  const call = new StartedCall(parts, intent);
  try {
    // INVARIANT: from here on nobody can change what is judged, shown and sent.
    freezeDeep(intent.params);
    if (intent.signal.aborted) return Promise.resolve(call.refuse({ kind: 'refusal', refusal: say.cancelled() }, undecided, 'cancelled'));
    const judgement = parts.judge(intent);
    call.judgement = judgement;
    if (judgement.stop !== undefined) return Promise.resolve(call.refuse(judgement.stop, undecided));
    if (judgement.next !== 'go') return later(call, permit(call, judgement, undefined, undefined), forward);
    const go: Go = { kind: 'go', judgement, how: undecided, lifted: nothing };
    const reservation = reserve(call, go);
    if (reservation !== undefined && (reservation.kind !== 'reserved' || parts.shared?.active() === true))
      return later(call, permit(call, judgement, go, reservation), forward);
    call.permission = go;
    return pass(call, go, judgement, forward);
  } catch (cause) {
    return Promise.resolve(call.fault(cause));
  }
}

async function later(call: StartedCall, permitted: Promise<CallReply | undefined>, forward: Forward): Promise<CallReply> {
  try {
    const refused = await permitted;
    const { permission } = call;
    if (refused !== undefined || permission === undefined) return refused ?? call.fault('permitted by nobody');
    return await pass(call, permission, permission.judgement, forward);
  } catch (cause) {
    return call.fault(cause);
  }
}

/** What is permitted is written down and sent. */
function pass(call: StartedCall, go: Go, judgement: Judgement, forward: Forward): Promise<CallReply> {
  const { parts } = call;
  const { approval, how } = go;
  if (approval !== undefined && !parts.approvals.consume(approval.id, approval.question))
    return Promise.resolve(call.refuse({ kind: 'refusal', refusal: say.overtaken('the approval is no longer valid') }, how));
  let written: Promise<void> | undefined;
  try {
    if (call.intent.asksToLeave === true) call.log.prepare(judgement, how);
    else written = call.log.forwarding(judgement, how, isDurable(judgement));
  } catch (cause) {
    return Promise.resolve(notWritten(call, how, cause));
  }
  return written === undefined ? send(call, judgement, forward) : sendWritten(call, judgement, how, forward, written);
}

async function sendWritten(
  call: StartedCall,
  judgement: Judgement,
  how: HowDecided,
  forward: Forward,
  written: Promise<void>,
): Promise<CallReply> {
  try {
    await written;
  } catch (cause) {
    return notWritten(call, how, cause);
  }
  try {
    const news = newsSince(call.parts, call.intent, judgement);
    if (news !== undefined) return call.refuse(news, how, call.intent.signal.aborted ? 'cancelled' : 'refused');
    return await send(call, judgement, forward);
  } catch (cause) {
    return call.fault(cause);
  }
}

function notWritten(call: StartedCall, how: HowDecided, cause: unknown): CallReply {
  call.parts.logger.error('call.record-failed', { call: call.id, cause: String(cause) });
  return call.refuse({ kind: 'refusal', refusal: say.logUnavailable() }, how);
}

/** It asked to leave and must not: nothing of it was sent. */
function staysHere(call: StartedCall, held: Held): CallReply {
  const how = call.permission?.how ?? undecided;
  if (held.kind === 'unwritten') return notWritten(call, how, held.cause);
  return call.refuse(held.news, how, call.intent.signal.aborted ? 'cancelled' : 'refused');
}

/** Durable for every class above read, for unclassified tools and for every limited call; queued for plain reads. */
const isDurable = (judgement: Judgement): boolean => judgement.subject?.class !== 'read' || judgement.charges.length > 0;

function send(call: StartedCall, judgement: Judgement, forward: Forward): Promise<CallReply> {
  const { parts, intent } = call;
  const { subject } = judgement;
  if (subject?.tool !== undefined) parts.flows.note(intent.caller, subject.tool.labels, `${intent.server} › ${intent.tool}`);
  const riskClass = subject?.class ?? 'unclassified';
  const startedMs = parts.clock.monotonicMs();
  const text = sentText(intent.params, subject?.arguments, call.log.argumentsJson);
  return forward(intent.params, parts.options().callTimeoutMs, intent.signal, text, call).then(
    (answer) => ended(call, judgement, answered(answer, intent.server, riskClass), startedMs),
    (cause: unknown) => ended(call, judgement, failed(cause, intent.server, riskClass), startedMs),
  );
}

/** Never throws. */
function ended(call: StartedCall, judgement: Judgement, sent: Sent, startedMs: number): CallReply {
  const { parts, intent } = call;
  try {
    if (call.held !== undefined) return staysHere(call, call.held);
    const durationMs = elapsed(parts, startedMs);
    // it left, or may have
    if (call.reserved && (call.news !== undefined || sent.kind === 'answered' || !sent.fault.neverLeft)) parts.limits.spent?.(call.id);
    call.finishApproval();

    // what a person answers leaves only now, for the server that asked
    if (sent.kind === 'answered' && isAskedByServer(judgement)) call.mayGoOn();
    if (call.news !== undefined) return call.refuse(call.news, call.permission?.how ?? undecided, 'refused');
    if (sent.kind === 'failed') {
      if (sent.fault.neverLeft && call.reserved) call.giveBack();
      call.log.close({ outcome: sent.fault.outcome, error: sent.line, durationMs });
      return say.refusalReply(intent.method, sent.fault.refusal);
    }
    const { answer, outcome } = sent;
    call.log.close({ outcome, answerBytes: answer.bytes.length, durationMs });
    const facts = judgement.subject?.tool;
    if (parts.scanResult !== undefined && facts !== undefined) {
      try {
        parts.scanResult(facts, answer, intent.caller);
      } catch (cause) {
        parts.logger.error('call.answer-not-scanned', { cause: String(cause) });
      }
    }
    return { kind: 'answer', answer };
  } catch (cause) {
    return call.fault(cause);
  }
}

/** The params as JSON text, made of the text of the arguments that the log holds; undefined where the log had none. */
function sentText(params: JsonObject, args: JsonObject | undefined, argsText: CallLog['argumentsJson']): string | undefined {
  if (args === undefined || argsText === undefined) return undefined;
  return params === args ? argsText : stringifyWith(params, args, argsText);
}

const isAskedByServer = ({ subject }: Judgement): boolean => subject?.governed === 'sampling' || subject?.governed === 'elicitation';

function elapsed(parts: CorridorParts, startedMs: number): number | undefined {
  const nowMs = attempt(() => parts.clock.monotonicMs());
  return nowMs === undefined ? undefined : Math.max(0, nowMs - startedMs);
}
