import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { ApprovalAnswer, ApprovalQuestion } from '../ports/rooms.js';
import { bindingOf, type Binding } from './binding.js';
import { isUnclaimed, type Card } from './card.js';
import { faceOf } from './card-view.js';
import type { Deck, Entry } from './deck.js';
import type { LastArguments } from './last-arguments.js';
import type { WaitingCalls } from './waiting.js';

export interface AskingDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  /** whether anybody can be asked: a window, a terminal, a browser */
  readonly canAsk: () => boolean;
  /** `timeoutMs`: how long a card waits where its rule does not say; `queueCap`: cards of one client that may wait */
  readonly options: () => { readonly timeoutMs: number; readonly queueCap: number };
}

/** Lays the questions of calls before a person. */
export interface Asking {
  /** resolves with the person's answer, or with why there will be none; never rejects for want of one */
  ask(question: ApprovalQuestion): Promise<ApprovalAnswer>;
  /** nobody is asked any more */
  close(): void;
}

const maxCallsPerCard = 50;

/** The identical call of one client joins the card that waits already; a card that was answered and not yet fetched answers it. */
export function createAsking(
  { clock, ids, canAsk, options }: AskingDeps,
  { deck, waiting, last }: { readonly deck: Deck; readonly waiting: WaitingCalls; readonly last: LastArguments },
): Asking {
  let closed = false;

  const startWaiting = (callId: string): void => {
    // A card may be split while a call waits on it: it is looked up again, not remembered.
    const on = (kind: 'leave' | 'park') => () => {
      const entry = deck.entries().find((one) => one.card.waiters.some((waiter) => waiter.callId === callId));
      if (entry !== undefined) deck.apply(entry, { kind, callId });
    };
    waiting.start(callId, { left: on('leave'), patienceOver: on('park') });
  };
  const joinCard = (entry: Entry, question: ApprovalQuestion): Promise<ApprovalAnswer> => {
    const answer = waiting.register(question);
    if (!deck.apply(entry, { kind: 'join', callId: question.callId })) throw new Error('the card takes no more calls');
    startWaiting(question.callId);
    return answer;
  };
  const openCard = (question: ApprovalQuestion, binding: Binding): Promise<ApprovalAnswer> => {
    const timeoutMs = Math.max(0, question.timeoutMs ?? options().timeoutMs);
    const createdAtMs = clock.nowMs();
    const card: Card = {
      id: ids.next('approval'),
      state: 'pending',
      waiters: [{ callId: question.callId, parked: false }],
      createdAtMs,
      expiresAtMs: createdAtMs + timeoutMs,
    };
    const face = faceOf(question, binding, last.changed(question));
    const deadlineMs = clock.monotonicMs() + timeoutMs;
    const answer = waiting.register(question);
    deck.lay(card, { face, question, binding, deadlineMs });
    startWaiting(question.callId);
    return answer;
  };

  /** Parked questions and unfetched permissions of the same call under another definition, other rules or other reasons: no longer valid. */
  const supersedeOthers = (question: ApprovalQuestion, binding: Binding): void => {
    for (const entry of deck.entries()) {
      if (entry.binding.identity !== binding.identity || entry.binding.key === binding.key || entry.face.client !== question.caller.client)
        continue;
      if (entry.card.waiters.every((waiter) => waiter.parked)) deck.apply(entry, { kind: 'supersede' });
    }
  };
  return {
    async ask(question: ApprovalQuestion): Promise<ApprovalAnswer> {
      if (question.signal.aborted) return { kind: 'cancelled', approvalId: '' };
      if (closed) return { kind: 'unanswerable', why: 'Toolgate is closing' };
      const binding = bindingOf(question);
      supersedeOthers(question, binding);

      const same = deck
        .entries()
        .filter((entry) => entry.binding.key === binding.key && (deck.current(entry).state === 'pending' || isUnclaimed(entry.card)));
      const answered = same.find((entry) => isUnclaimed(entry.card));
      if (answered !== undefined) return joinCard(answered, question);

      if (!canAsk()) return { kind: 'unanswerable', why: 'no window, terminal or browser is there to ask in' };
      if (question.parting?.aborted === true) return { kind: 'unanswerable', why: 'the application has ended the conversation' };
      const open = same[0];
      if (open !== undefined) {
        const full = open.card.waiters.length >= maxCallsPerCard && !open.card.waiters.some((waiter) => waiter.parked);
        return full ? { kind: 'unanswerable', why: `${String(maxCallsPerCard)} identical calls wait already` } : joinCard(open, question);
      }
      const { queueCap } = options();
      const waitingCards = deck
        .entries()
        .filter((entry) => entry.face.client === question.caller.client && deck.current(entry).state === 'pending').length;
      if (waitingCards >= queueCap)
        return { kind: 'unanswerable', why: `${String(waitingCards)} calls of this application wait for a person already` };
      return openCard(question, binding);
    },
    close() {
      closed = true;
    },
  };
}
