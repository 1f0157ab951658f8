import type { JsonObject } from '../../../shared/json/json.js';
import { stringifyWith } from '../../../shared/json/stringify.js';
import { inEnglish } from '../../../shared/words/say.js';
import type { CallRecord } from '../../../shared/model/views.js';
import type { LimitCharge } from '../../../shared/policy/types.js';
import type { CallIntent, CallReply, Forward } from '../ports/corridor.js';
import type { SharedReservation } from '../ports/rooms.js';
import type { CorridorDeps } from './create-corridor.js';
import type { FlowMemory } from './flow-memory.js';
import { freezeDeep } from './freeze.js';
import { isOver, overtakes, type Judge, type Judgement, type Stop } from './judge.js';
import { askForPermission, type Permission } from './permission.js';
import { createCallLog, type CallLog, type HowDecided } from './record.js';
import * as say from './refusals.js';
import { settled } from './send.js';

export interface CorridorParts extends CorridorDeps {
  readonly flows: FlowMemory;
  readonly judge: Judge;
  /** a name for a call when the source of names fails */
  readonly spareId: () => string;
}

/** Takes one call down the corridor. Resolves always; forwards at most once; leaves exactly one record. */
export async function takeCall(parts: CorridorParts, intent: CallIntent, forward: Forward): Promise<CallReply> {
  const { limits, approvals, logger } = parts;
  const call = startCall(parts, intent);
  let permission: Extract<Permission, { kind: 'go' }> | undefined;
  let judgement: Judgement | undefined;
  let reserved = false;

  const refuse = (stop: Stop, how: HowDecided, outcome: CallRecord['outcome'] = 'refused', cause?: string): CallReply => {
    if (reserved) giveBack();
    if (permission?.approval !== undefined)
      guard(parts, 'call.approval-not-finished', () => approvals.finished((permission?.approval as { id: string }).id));
    return call.refuse(judgement, stop, how, outcome, cause);
  };
  const giveBack = (): void => {
    reserved = false;
    guard(parts, 'call.limits-not-released', () => limits.release(call.id));
    guard(parts, 'call.limits-not-released', () => parts.shared?.release(call.id));
  };

  try {
    // INVARIANT: from here on nobody can change what is judged, shown and sent.
    freezeDeep(intent.params);
    if (intent.signal.aborted) return refuse({ kind: 'refusal', refusal: say.cancelled() }, {}, 'cancelled');

    const { callTimeoutMs, approvalTimeoutMs } = parts.options();
    judgement = parts.judge(intent);
    if (judgement.stop !== undefined) return refuse(judgement.stop, {});

    const asking = { approvals, judge: parts.judge, clock: parts.clock, approvalTimeoutMs };
    let answer: Permission =
      judgement.next === 'go' ? { kind: 'go', judgement, how: {}, lifted: [] } : await askForPermission(asking, call.id, intent, judgement);
    for (let round = 0; ; round++) {
      judgement = answer.judgement;
      if (answer.kind === 'stop') return refuse(answer.stop, answer.how, answer.outcome);
      permission = answer;
      if (judgement.charges.length === 0) break;
      const charges = lift(judgement.charges, permission);
      let reservation: SharedReservation = limits.reserve(call.id, charges);
      if (reservation.kind === 'reserved') {
        reserved = true;
        if (parts.shared?.active() !== true) break;
        // The call is looked at once more after its record is written, so whatever happens during this wait is seen there.
        reservation = await parts.shared.reserve(call.id, limits.extended?.(charges) ?? charges);
        if (reservation.kind === 'reserved' || (reservation.kind === 'unreachable' && reservation.allowed)) break;
        giveBack();
        if (reservation.kind === 'unreachable') return refuse({ kind: 'refusal', refusal: say.countersUnavailable() }, permission.how);
      }
      if (reservation.kind !== 'exceeded') throw new Error('the limits gave an unknown answer');
      const { charge, retryAfterMs } = reservation;
      const askable = charge.onExceed === 'ask' && permission.how.approvalId === undefined && round === 0;
      if (!askable) {
        const reason = `${charge.counter} is used up: ${String(charge.max)} in ${String(charge.windowMs / 1000)} seconds`;
        return refuse({ kind: 'refusal', refusal: say.limited(reason, retryAfterMs, charge.pointer) }, permission.how);
      }
      permission = undefined;
      answer = await askForPermission(asking, call.id, intent, askingFor(judgement, charge));
    }

    const { approval, how } = permission;
    if (approval !== undefined && !approvals.consume(approval.id, approval.question))
      return refuse({ kind: 'refusal', refusal: say.overtaken('the approval is no longer valid') }, how);

    const written = writeDown(call.log, judgement, how);
    if (written !== undefined) {
      const failure = await written.then(
        () => undefined,
        (cause: unknown) => ({ cause }),
      );
      if (failure !== undefined) {
        logger.error('call.record-failed', { call: call.id, cause: String(failure.cause) });
        return refuse({ kind: 'refusal', refusal: say.logUnavailable() }, how);
      }
      const news = newsSince(parts, intent, judgement);
      if (news !== undefined) return refuse(news, how, intent.signal.aborted ? 'cancelled' : 'refused');
    }

    if (judgement.subject?.tool !== undefined)
      parts.flows.note(intent.caller, judgement.subject.tool.labels, `${intent.server} › ${intent.tool}`);
    const riskClass = judgement.subject?.class ?? 'unclassified';
    const startedMs = parts.clock.monotonicMs();
    const text = sentText(intent.params, judgement.subject?.arguments, call.log.argumentsJson);
    const judged = judgement;
    let news: Stop | undefined;
    const mayGoOn = (): boolean => (news = overtakenSince(parts, intent, judged)) === undefined;
    const sent = await settled(forward(intent.params, callTimeoutMs, intent.signal, text, mayGoOn), intent.server, riskClass);
    const durationMs = elapsed(parts, startedMs);
    // it left, or may have
    if (reserved && (news !== undefined || sent.kind === 'answered' || !sent.fault.neverLeft)) limits.spent?.(call.id);
    if (approval !== undefined) guard(parts, 'call.approval-not-finished', () => approvals.finished(approval.id));

    // what a person answers leaves only now, for the server that asked
    if (sent.kind === 'answered' && isAskedByServer(judged)) mayGoOn();
    if (news !== undefined) return call.refuse(judgement, news, how, 'refused');
    if (sent.kind === 'failed') {
      if (sent.fault.neverLeft && reserved) giveBack();
      call.log.close({ outcome: sent.fault.outcome, error: sent.line, durationMs });
      return say.refusalReply(intent.method, sent.fault.refusal);
    }
    call.log.close({ outcome: sent.outcome, answerBytes: sent.answer.bytes.length, durationMs });
    const facts = judgement.subject?.tool;
    if (parts.scanResult !== undefined && facts !== undefined)
      guard(parts, 'call.answer-not-scanned', () => parts.scanResult?.(facts, sent.answer, intent.caller));
    return { kind: 'answer', answer: sent.answer };
  } catch (cause) {
    logger.error('call.fault', { call: call.id, cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
    return refuse({ kind: 'refusal', refusal: say.fault() }, permission?.how ?? {}, 'refused', 'fault inside the gate');
  }
}

interface StartedCall {
  readonly id: string;
  readonly log: CallLog;
  refuse(judgement: Judgement | undefined, stop: Stop, how: HowDecided, outcome: CallRecord['outcome'], cause?: string): CallReply;
}

/** Gives the call a name and its record. Cannot fail: a call that is refused for a fault is recorded too. */
function startCall(parts: CorridorParts, intent: CallIntent): StartedCall {
  const atMs = attempt(() => parts.clock.nowMs()) ?? 0;
  const id = attempt(() => parts.ids.next('call')) ?? parts.spareId();
  const log = createCallLog(id, atMs, intent, parts.audit, parts.logger);
  return {
    id,
    log,
    refuse(judgement, stop, how, outcome, cause) {
      const code =
        stop.kind === 'refusal' ? stop.refusal.code : stop.kind === 'invalid' ? 'INVALID' : (judgement?.decision.code ?? 'UNKNOWN');
      log.refused(judgement, code, outcome, how, cause);
      if (stop.kind === 'unknown') return say.unknownReply(intent.method, intent.tool);
      if (stop.kind === 'invalid') return say.invalidReply(stop.why);
      const { refusal } = stop;
      guard(parts, 'call.refusal-not-told', () =>
        parts.onRefused?.({
          callId: id,
          caller: intent.caller,
          server: intent.server,
          method: intent.method,
          tool: intent.tool,
          code: refusal.code,
          reason: refusal.reason,
          retryAfterMs: refusal.retryAfterMs,
          decision: judgement?.decision,
          limits: refusal.code === 'LIMITED' ? hitLimits(parts, judgement, refusal.rule) : [],
        }),
      );
      return say.refusalReply(intent.method, refusal);
    },
  };
}

/** The params as JSON text, made of the text of the arguments that the log holds; undefined where the log had none. */
function sentText(params: JsonObject, args: JsonObject | undefined, argsText: string | undefined): string | undefined {
  if (args === undefined || argsText === undefined) return undefined;
  return params === args ? argsText : stringifyWith(params, args, argsText);
}

/** Durable for every class above read, for unclassified tools and for every limited call; queued for plain reads. */
function writeDown(log: CallLog, judgement: Judgement, how: HowDecided): Promise<void> | undefined {
  const durable = judgement.subject?.class !== 'read' || judgement.charges.length > 0;
  try {
    return log.forwarding(judgement, how, durable);
  } catch (cause) {
    return Promise.reject(cause instanceof Error ? cause : new Error(String(cause)));
  }
}

/**
 * What happened while the record was written. Anything at all: not sent. The rules are not evaluated once more, for the call's own
 * reservation would count against it; the same revision says the same.
 */
function newsSince(parts: CorridorParts, intent: CallIntent, judgement: Judgement): Stop | undefined {
  if (intent.signal.aborted) return { kind: 'refusal', refusal: say.cancelled() };
  if (parts.mode.current() === 'lockdown') return { kind: 'refusal', refusal: say.locked() };
  const before = judgement.subject?.tool;
  const tool = before === undefined ? undefined : parts.tools.get(intent.server, intent.tool);
  const same =
    parts.mode.current() === judgement.mode &&
    parts.policy.current().revision === judgement.revision &&
    (tool === before || (tool?.pin === 'pinned' && tool.class === before?.class && tool.definitionHash === before.definitionHash));
  return same ? undefined : { kind: 'refusal', refusal: say.overtaken('the rules, the mode or the tool changed just before it was sent') };
}

const isAskedByServer = ({ subject }: Judgement): boolean => subject?.governed === 'sampling' || subject?.governed === 'elicitation';

/** What got stricter while the server waited for what it wanted to know. Nothing: it may go on with the call as it was judged. */
function overtakenSince(parts: CorridorParts, intent: CallIntent, judgement: Judgement): Stop | undefined {
  if (newsSince(parts, intent, judgement) === undefined) return undefined;
  const now = parts.judge(intent);
  const why = now.stop === undefined ? overtakes(judgement, now) : undefined;
  return why === undefined ? now.stop : { kind: 'refusal', refusal: say.overtaken(why) };
}

/** Charges as they are to be reserved: those that a person lifted, and all while observing, count but refuse nothing. */
function lift(charges: readonly LimitCharge[], permission: Extract<Permission, { kind: 'go' }>): readonly LimitCharge[] {
  const observing = permission.judgement.mode === 'observe';
  if (!observing && permission.lifted.length === 0) return charges;
  return charges.map((one) =>
    observing || (one.onExceed === 'ask' && permission.lifted.includes(one.pointer)) ? { ...one, max: Infinity } : one,
  );
}

/** A limit that asks was found used up only when it was to be reserved. */
const askingFor = (judgement: Judgement, charge: LimitCharge): Judgement => ({
  ...judgement,
  next: 'ask',
  decision: {
    ...judgement.decision,
    verdict: 'ask',
    code: 'ASK',
    because: [{ pointer: charge.pointer, text: inEnglish('because.usedUp', { counter: charge.counter }) }],
  },
  beside: [...judgement.beside, charge.pointer],
});

function hitLimits(parts: CorridorParts, judgement: Judgement | undefined, rule: string | undefined): readonly LimitCharge[] {
  if (judgement === undefined) return [];
  return judgement.charges.filter((charge) => charge.pointer === rule || isOver(charge, (one) => parts.limits.read(one)));
}

const attempt = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

function elapsed(parts: CorridorParts, startedMs: number): number | undefined {
  const nowMs = attempt(() => parts.clock.monotonicMs());
  return nowMs === undefined ? undefined : Math.max(0, nowMs - startedMs);
}

function guard(parts: CorridorParts, event: string, run: () => void): void {
  try {
    run();
  } catch (cause) {
    parts.logger.error(event, { cause: String(cause) });
  }
}
