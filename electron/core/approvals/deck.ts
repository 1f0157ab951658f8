import type { ApprovalView } from '../../../shared/model/views.js';
import type { Clock } from '../ports/clock.js';
import type { ApprovalAnswer, ApprovalQuestion } from '../ports/rooms.js';
import type { Binding } from './binding.js';
import { isUnclaimed, reduce, takeOne, type Card, type CardEvent } from './card.js';
import { isOver } from './card-state.js';
import { viewOf, type CardFace } from './card-view.js';

/** A card that lives, with what it was made from. */
export interface Entry {
  card: Card;
  readonly face: CardFace;
  readonly question: ApprovalQuestion;
  readonly binding: Binding;
  /** end on the clock that never jumps, ms: whichever clock says so first ends it */
  deadlineMs: number;
  stopTimer: () => void;
}

export interface Deck {
  /** oldest first */
  readonly entries: () => Entry[];
  get(id: string): Entry | undefined;
  /** lays a card on the table and watches its end */
  lay(card: Card, from: Omit<Entry, 'card' | 'stopTimer'>): Entry;
  /** runs an event on a card and gives its answers to the calls that wait; true when anything happened */
  apply(entry: Entry, event: CardEvent): boolean;
  /** parts the one call that an answer is for from the others, which get a card of their own; gives that card */
  split(entry: Entry, restId: () => string): Entry | undefined;
  /** the card as it stands now: one whose time has run out has expired, whether or not its timer has fired */
  current(entry: Entry): Card;
  /** the answered ones, newest first, a bounded number */
  history(): readonly ApprovalView[];
}

const maxHistory = 200;
const maxHistoryChars = 4_000_000;

const shownChars = ({ argumentsText, alsoSentText = '' }: ApprovalView): number => argumentsText.length + alsoSentText.length;

/** The cards on the table: a thin shell of timers and bookkeeping around the pure reducer. */
export function createDeck(deps: { clock: Clock; answer: (callId: string, answer: ApprovalAnswer) => void; changed: () => void }): Deck {
  const { clock } = deps;
  const table = new Map<string, Entry>();
  const past: ApprovalView[] = [];

  const isOverdue = (entry: Entry): boolean => clock.nowMs() >= entry.card.expiresAtMs || clock.monotonicMs() >= entry.deadlineMs;
  const watch = (entry: Entry): void => {
    entry.stopTimer();
    const leftMs = Math.max(0, entry.deadlineMs - clock.monotonicMs());
    entry.stopTimer = clock.after(leftMs, () => {
      if (table.get(entry.card.id) !== entry) return;
      if (isOverdue(entry)) end(entry);
      else watch(entry);
    });
  };
  const end = (entry: Entry): void => {
    // A call that is under way ends by itself.
    if (!apply(entry, { kind: 'expire' }) && isOver(entry.card.state)) clearAway(entry);
  };
  const clearAway = (entry: Entry): void => {
    entry.stopTimer();
    table.delete(entry.card.id);
    past.unshift(viewOf(entry.card, entry.face));
    let chars = 0;
    const kept = past.findIndex((one, index) => index >= maxHistory || (chars += shownChars(one)) > maxHistoryChars);
    if (kept >= 0) past.length = kept;
    deps.changed();
  };
  const apply = (entry: Entry, event: CardEvent): boolean => {
    const before = entry.card;
    const { card, answers } = reduce(before, event);
    if (card === before) return false;
    entry.card = card;
    if (card.expiresAtMs !== before.expiresAtMs) {
      entry.deadlineMs = clock.monotonicMs() + Math.max(0, card.expiresAtMs - clock.nowMs());
      watch(entry);
    }
    if (isOver(card.state) && !isUnclaimed(card)) clearAway(entry);
    for (const one of answers) deps.answer(one.callId, one.answer);
    deps.changed();
    return true;
  };

  const lay = (card: Card, from: Omit<Entry, 'card' | 'stopTimer'>): Entry => {
    const entry: Entry = { ...from, card, stopTimer: () => {} };
    table.set(card.id, entry);
    watch(entry);
    deps.changed();
    return entry;
  };

  return {
    entries: () => [...table.values()],
    get: (id) => table.get(id),
    lay,
    split(entry, restId) {
      const { one, rest } = takeOne(entry.card, restId);
      if (rest === undefined) return undefined;
      entry.card = one;
      return lay(rest, { face: entry.face, question: entry.question, binding: entry.binding, deadlineMs: entry.deadlineMs });
    },
    apply,
    current(entry) {
      if (isOverdue(entry)) apply(entry, { kind: 'expire' });
      return entry.card;
    },
    history: () => past,
  };
}
