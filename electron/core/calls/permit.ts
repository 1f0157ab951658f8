import { inEnglish } from '../../../shared/words/say.js';
import type { LimitCharge } from '../../../shared/policy/types.js';
import type { CallReply } from '../ports/corridor.js';
import type { Reservation, SharedReservation } from '../ports/rooms.js';
import type { Judgement } from './judge.js';
import { askForPermission, type Permission } from './permission.js';
import * as say from './refusals.js';
import type { Go, StartedCall } from './started-call.js';

/** Counts a call against its limits. Undefined where it has none. */
export function reserve(call: StartedCall, go: Go): Reservation | undefined {
  if (go.judgement.charges.length === 0) return undefined;
  const reservation = call.parts.limits.reserve(call.id, lift(go));
  if (reservation.kind === 'reserved') call.reserved = true;
  return reservation;
}

/**
 * Asks whom there is to ask and reserves what is to be counted until the call may go, which is told by undefined, or must not. `first`: nobody
 * has to be asked yet, and what came of its `reservation`.
 */
export async function permit(
  call: StartedCall,
  judged: Judgement,
  first: Go | undefined,
  reservation: Reservation | undefined,
): Promise<CallReply | undefined> {
  const { parts, intent } = call;
  const { approvalTimeoutMs } = parts.options();
  const ask = (judgement: Judgement): Promise<Permission> =>
    askForPermission({ approvals: parts.approvals, judge: parts.judge, clock: parts.clock, approvalTimeoutMs }, call.id, intent, judgement);
  let answer = first ?? (await ask(judged));
  let here = reservation;
  for (let round = 0; ; round++) {
    call.judgement = answer.judgement;
    if (answer.kind === 'stop') return call.refuse(answer.stop, answer.how, answer.outcome);
    call.permission = answer;
    here ??= reserve(call, answer);
    if (here === undefined) return undefined;
    let reserved: SharedReservation = here;
    if (here.kind === 'reserved') {
      if (parts.shared?.active() !== true) return undefined;
      // The call is looked at once more after its record is written, so whatever happens during this wait is seen there.
      const charges = lift(answer);
      reserved = await parts.shared.reserve(call.id, parts.limits.extended?.(charges) ?? charges);
      if (reserved.kind === 'reserved' || (reserved.kind === 'unreachable' && reserved.allowed)) return undefined;
      call.giveBack();
      if (reserved.kind === 'unreachable') return call.refuse({ kind: 'refusal', refusal: say.countersUnavailable() }, answer.how);
    }
    if (reserved.kind !== 'exceeded') throw new Error('the limits gave an unknown answer');
    const { charge, retryAfterMs } = reserved;
    const askable = charge.onExceed === 'ask' && answer.how.approvalId === undefined && round === 0;
    if (!askable) {
      const reason = `${charge.counter} is used up: ${String(charge.max)} in ${String(charge.windowMs / 1000)} seconds`;
      return call.refuse({ kind: 'refusal', refusal: say.limited(reason, retryAfterMs, charge.pointer) }, answer.how);
    }
    call.permission = undefined;
    here = undefined;
    answer = await ask(askingFor(answer.judgement, charge));
  }
}

/** Charges as they are to be reserved: those that a person lifted, and all while observing, count but refuse nothing. */
function lift({ judgement, lifted }: Go): readonly LimitCharge[] {
  const { charges } = judgement;
  const observing = judgement.mode === 'observe';
  if (!observing && lifted.length === 0) return charges;
  return charges.map((one) => (observing || (one.onExceed === 'ask' && lifted.includes(one.pointer)) ? { ...one, max: Infinity } : one));
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
