import type { ApprovalScope } from '../../../shared/model/views.js';
import type { ApprovalAnswer } from '../ports/rooms.js';
import { stepTo, type CardState, type CardStep } from './card-state.js';

/** One call that waits on a card. Parked: it was answered "pending", and an identical repeat may take its place. */
export interface Waiter {
  readonly callId: string;
  readonly parked: boolean;
}

/** A question to a person and the identical calls behind it. Times are wall-clock ms. INVARIANT: an approved card has one waiter. */
export interface Card {
  readonly id: string;
  readonly state: CardState;
  /** oldest first */
  readonly waiters: readonly Waiter[];
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly answeredBy?: string;
  readonly scope?: ApprovalScope;
  readonly reason?: string;
}

export type CardEvent =
  | { readonly kind: 'join'; readonly callId: string }
  | { readonly kind: 'park'; readonly callId: string }
  | { readonly kind: 'leave'; readonly callId: string }
  | { readonly kind: 'allow'; readonly by: string; readonly scope: ApprovalScope; readonly validUntilMs: number }
  | { readonly kind: 'deny'; readonly by: string; readonly reason: string | undefined; readonly validUntilMs: number }
  | { readonly kind: 'expire' }
  | { readonly kind: 'supersede' }
  | { readonly kind: 'consume'; readonly callId: string }
  | { readonly kind: 'finish' };

export interface Reduced {
  /** the same object where the event is not possible */
  readonly card: Card;
  readonly answers: readonly { readonly callId: string; readonly answer: ApprovalAnswer }[];
}

/** What an event does to a card, and which waiting calls it answers. Pure; an impossible event changes nothing and answers nobody. */
export function reduce(card: Card, event: CardEvent): Reduced {
  switch (event.kind) {
    case 'join':
      return join(card, event.callId);
    case 'park':
      if (card.state !== 'pending' || !isLive(card, event.callId)) return same(card);
      return {
        card: { ...card, waiters: card.waiters.map((one) => (one.callId === event.callId ? { ...one, parked: true } : one)) },
        answers: [{ callId: event.callId, answer: { kind: 'pending', approvalId: card.id } }],
      };
    case 'leave':
      return leave(card, event.callId);
    case 'allow':
      if (card.waiters.length !== 1) return same(card);
      return step(card, 'allow', { answeredBy: event.by, scope: event.scope, expiresAtMs: event.validUntilMs }, answerOf);
    case 'deny':
      // Parked calls first: their repeats may still fetch the answer.
      return step(
        card,
        'deny',
        {
          answeredBy: event.by,
          reason: event.reason,
          expiresAtMs: event.validUntilMs,
          waiters: [...card.waiters.filter((one) => one.parked), ...card.waiters.filter((one) => !one.parked)],
        },
        answerOf,
      );
    case 'expire':
      return step(card, 'expire', {}, (after) => ({ kind: 'expired', approvalId: after.id }));
    case 'supersede':
      return step(card, 'supersede', {}, (after) => ({ kind: 'superseded', approvalId: after.id }));
    case 'consume':
      return isLive(card, event.callId) ? step(card, 'consume', {}) : same(card);
    case 'finish':
      return step(card, 'finish', {});
  }
}

/** Parts the call that one answer is for from the others: the oldest that still waits, else the oldest parked one. It keeps the card's id. */
export function takeOne(card: Card, restId: () => string): { readonly one: Card; readonly rest: Card | undefined } {
  if (card.waiters.length < 2) return { one: card, rest: undefined };
  const chosen = card.waiters.find((one) => !one.parked) ?? card.waiters[0];
  return {
    one: { ...card, waiters: card.waiters.filter((one) => one === chosen) },
    rest: { ...card, id: restId(), waiters: card.waiters.filter((one) => one !== chosen) },
  };
}

/** An answer that no call has fetched yet: the identical repeat of a parked call may. */
export const isUnclaimed = (card: Card): boolean =>
  (card.state === 'approved' || card.state === 'denied') && card.waiters[0]?.parked === true;

const same = (card: Card): Reduced => ({ card, answers: [] });
const isLive = (card: Card, callId: string): boolean => card.waiters.some((one) => one.callId === callId && !one.parked);

function join(card: Card, callId: string): Reduced {
  const live: Waiter = { callId, parked: false };
  if (isUnclaimed(card)) {
    const claimed = { ...card, waiters: [...card.waiters.slice(1), live] };
    return { card: claimed, answers: [{ callId, answer: answerOf(claimed) }] };
  }
  if (card.state !== 'pending') return same(card);
  const parked = card.waiters.findIndex((one) => one.parked);
  const waiters = parked < 0 ? [...card.waiters, live] : card.waiters.map((one, index) => (index === parked ? live : one));
  return { card: { ...card, waiters }, answers: [] };
}

function leave(card: Card, callId: string): Reduced {
  if (!isLive(card, callId)) return same(card);
  const answers = card.state === 'pending' ? [{ callId, answer: { kind: 'cancelled', approvalId: card.id } as const }] : [];
  const waiters = card.waiters.filter((one) => one.callId !== callId);
  if (card.state === 'pending' && waiters.length > 0) return { card: { ...card, waiters }, answers };
  const state = stepTo(card.state, 'cancel');
  return state === undefined ? same(card) : { card: { ...card, state }, answers };
}

function step(card: Card, name: CardStep, more: Partial<Card>, answer?: (after: Card) => ApprovalAnswer): Reduced {
  const state = stepTo(card.state, name);
  if (state === undefined) return same(card);
  const after: Card = { ...card, ...more, state };
  // Only calls that still wait can be answered; one that was approved already has its answer, and learns the rest on consuming it.
  if (answer === undefined || card.state !== 'pending') return { card: after, answers: [] };
  return { card: after, answers: card.waiters.filter((one) => !one.parked).map((one) => ({ callId: one.callId, answer: answer(after) })) };
}

function answerOf(card: Card): ApprovalAnswer {
  const by = card.answeredBy ?? 'nobody';
  if (card.state === 'approved') return { kind: 'approved', approvalId: card.id, by, scope: card.scope ?? 'once' };
  return { kind: 'denied', approvalId: card.id, by, reason: card.reason };
}
