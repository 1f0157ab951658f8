import type { ApprovalScope, ApprovalView, GrantView } from '../../../shared/model/views.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Logger } from '../ports/logger.js';
import type { ApprovalAnswer, ApprovalQuestion, Approvals } from '../ports/rooms.js';
import { bindingOf, type Binding } from './binding.js';
import { isUnclaimed, takeOne, type Card } from './card.js';
import { faceOf, viewOf } from './card-view.js';
import { createDeck, type Entry } from './deck.js';
import { createGrants, type GrantsDeps } from './grants.js';
import { createLastArguments } from './last-arguments.js';
import { createWaitingCalls } from './waiting.js';

export interface ApprovalsDeps extends GrantsDeps {
  /** something a view shows has changed */
  readonly changed: () => void;
  /** whether anybody can be asked: a window, a terminal, a browser */
  readonly canAsk: () => boolean;
  /** `timeoutMs`: how long a card waits where its rule does not say; `queueCap`: cards of one client that may wait */
  readonly options: () => { readonly timeoutMs: number; readonly queueCap: number };
  readonly logger?: Logger;
}

/** "Deny always" as a rule that the policy room may write; this room writes none. */
export interface RuleToWrite {
  readonly client: string;
  readonly server: string;
  readonly method: string;
  readonly tool: string;
  readonly rule: { readonly action: 'deny'; readonly reason?: string };
}

export interface ApprovalsRoom extends Approvals {
  /** waiting ones, oldest first; with `all` the answered ones follow, newest first */
  list(all: boolean): ApprovalView[];
  allow(id: string, how: { scope?: ApprovalScope; all?: boolean; conditions?: readonly unknown[] }, by: string): Result<ApprovalView>;
  deny(
    id: string,
    how: { reason?: string; always?: boolean; all?: boolean },
    by: string,
  ): Result<{ view: ApprovalView; rule?: RuleToWrite }>;
  /** denies every waiting call (of one client); gives their number */
  denyAll(client: string | undefined, by: string, reason?: string): number;
  grantsView(): GrantView[];
  revoke(id: string): Result<Record<string, never>>;
  endSession(session: string): void;
  /** nothing is remembered for it any more */
  clientRemoved(client: string): void;
  /** ends the grants of a tool and has its waiting calls judged anew */
  definitionChanged(server: string, tool: string): void;
  /** everything that waits expires: no answer means no */
  close(): void;
}

/** how long an answer waits for the identical repeat of a parked call */
const claimWithinMs = 10 * 60_000;
const maxCallsPerCard = 50;

/**
 * Questions to a person and their remembered answers. One answer runs one call, of one client, with exactly the arguments shown;
 * no answer means no. Cards live in memory: after a restart they are gone, and nothing they asked for was done.
 */
export function createApprovals(deps: ApprovalsDeps): ApprovalsRoom {
  const { clock, ids } = deps;
  const tellViews = (): void => {
    try {
      deps.changed();
    } catch (cause) {
      deps.logger?.error('approvals.view-failed', { cause: String(cause) });
    }
  };
  const waiting = createWaitingCalls(clock);
  const deck = createDeck({ clock, answer: (callId, answer) => waiting.settle(callId, answer), changed: tellViews });
  const grants = createGrants(deps);
  const last = createLastArguments();
  let closed = false;

  /** The card as it stands now: one whose time has run out has expired, whether or not its timer has fired. */
  const current = (entry: Entry): Card => {
    if (deck.isOverdue(entry)) deck.apply(entry, { kind: 'expire' });
    return entry.card;
  };
  const validUntilMs = (): number => clock.nowMs() + claimWithinMs;
  const notWaiting = (id: string): Result<never> =>
    fail('NOT_WAITING', `No call waits under ${id} any more.`, 'Look at the list of waiting calls again.');

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
    const timeoutMs = Math.max(0, question.timeoutMs ?? deps.options().timeoutMs);
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
  /** Cards that a new grant covers are judged anew: their calls go by the grant, if it covers them then. */
  const supersedeCovered = (): void => {
    for (const entry of deck.entries()) {
      if (entry.card.state !== 'pending') continue;
      const questions = entry.card.waiters.map((waiter) => waiting.question(waiter.callId) ?? entry.question);
      if (questions.every((question) => grants.covering(question) !== undefined)) deck.apply(entry, { kind: 'supersede' });
    }
  };

  async function ask(question: ApprovalQuestion): Promise<ApprovalAnswer> {
    if (question.signal.aborted) return { kind: 'cancelled', approvalId: '' };
    if (closed) return { kind: 'unanswerable', why: 'Toolgate is closing' };
    const binding = bindingOf(question);
    supersedeOthers(question, binding);

    const same = deck
      .entries()
      .filter((entry) => entry.binding.key === binding.key && (current(entry).state === 'pending' || isUnclaimed(entry.card)));
    const answered = same.find((entry) => isUnclaimed(entry.card));
    if (answered !== undefined) return joinCard(answered, question);

    if (!deps.canAsk()) return { kind: 'unanswerable', why: 'no window, terminal or browser is there to ask in' };
    const open = same[0];
    if (open !== undefined) {
      const full = open.card.waiters.length >= maxCallsPerCard && !open.card.waiters.some((waiter) => waiter.parked);
      return full ? { kind: 'unanswerable', why: `${String(maxCallsPerCard)} identical calls wait already` } : joinCard(open, question);
    }
    const { queueCap } = deps.options();
    const waitingCards = deck
      .entries()
      .filter((entry) => entry.face.client === question.caller.client && current(entry).state === 'pending').length;
    if (waitingCards >= queueCap)
      return { kind: 'unanswerable', why: `${String(waitingCards)} calls of this application wait for a person already` };
    return openCard(question, binding);
  }

  return {
    ask,
    consume(approvalId, question) {
      const entry = deck.get(approvalId);
      if (entry === undefined || current(entry).state !== 'approved') return false;
      // INVARIANT: what runs is what was shown: client, server, tool, definition, arguments, policy revision and reasons, hashed anew.
      if (bindingOf(question).key !== entry.binding.key) return false;
      return deck.apply(entry, { kind: 'consume', callId: question.callId });
    },
    grantFor(question) {
      const grant = grants.covering(question);
      if (grant === undefined) return undefined;
      grants.used(grant.id);
      tellViews();
      return grant;
    },
    finished(approvalId) {
      const entry = deck.get(approvalId);
      if (entry !== undefined) deck.apply(entry, { kind: 'finish' });
    },

    list(all) {
      const table = deck.entries().map((entry) => ({ state: current(entry).state, view: viewOf(entry.card, entry.face) }));
      const pending = table.filter((one) => one.state === 'pending').map((one) => one.view);
      if (!all) return pending;
      const onTable = table.filter((one) => one.state !== 'pending' && deck.get(one.view.id) !== undefined).map((one) => one.view);
      return [...pending, ...onTable.reverse(), ...deck.history()];
    },
    allow(id, { scope = 'once', all = false, conditions }, by) {
      const first = deck.get(id);
      if (first === undefined || current(first).state !== 'pending') return notWaiting(id);
      const chosen = takeOne(first.card, () => '').one.waiters[0];
      const question = (chosen === undefined ? undefined : waiting.question(chosen.callId)) ?? first.question;
      if (scope !== 'once') {
        const given = grants.give(question, scope, conditions);
        if (!given.ok) return given;
      }
      last.remember(question);
      for (let entry: Entry | undefined = first; entry !== undefined;) {
        const rest = deck.split(entry, () => ids.next('approval'));
        deck.apply(entry, { kind: 'allow', by, scope, validUntilMs: validUntilMs() });
        entry = all ? rest : undefined;
      }
      if (scope !== 'once') supersedeCovered();
      return ok(viewOf(first.card, first.face));
    },
    deny(id, { reason, always = false, all = false }, by) {
      const entry = deck.get(id);
      if (entry === undefined || !['pending', 'approved'].includes(current(entry).state)) return notWaiting(id);
      last.remember(entry.question);
      if (!all && entry.card.state === 'pending') deck.split(entry, () => ids.next('approval'));
      deck.apply(entry, { kind: 'deny', by, reason, validUntilMs: validUntilMs() });
      const { client, server, method, tool } = entry.face;
      const rule: RuleToWrite = { client, server, method, tool, rule: { action: 'deny', ...(reason === undefined ? {} : { reason }) } };
      return ok({ view: viewOf(entry.card, entry.face), ...(always ? { rule } : {}) });
    },
    denyAll(client, by, reason) {
      let denied = 0;
      for (const entry of deck.entries()) {
        if (client !== undefined && entry.face.client !== client) continue;
        const calls = current(entry).state === 'pending' ? entry.card.waiters.length : 0;
        if (deck.apply(entry, { kind: 'deny', by, reason, validUntilMs: validUntilMs() })) denied += calls;
      }
      return denied;
    },
    grantsView: () => grants.view(),
    revoke(id) {
      const outcome = grants.revoke(id);
      if (outcome === 'unknown')
        return fail('NO_SUCH_GRANT', `No answer is remembered under ${id}.`, 'Look at the list of remembered answers again.');
      tellViews();
      if (outcome === 'not-stored')
        return fail(
          'NOT_STORED',
          'The answer no longer counts, but it could not be removed from the disk and would be back after a restart.',
          'Check the disk and revoke it again after the restart.',
        );
      return ok({});
    },
    endSession(session) {
      if (grants.endSession(session)) tellViews();
    },
    clientRemoved(client) {
      if (grants.clientRemoved(client)) tellViews();
    },
    definitionChanged(server, tool) {
      if (grants.definitionChanged(server, tool)) tellViews();
      for (const entry of deck.entries())
        if (entry.face.server === server && entry.face.tool === tool) deck.apply(entry, { kind: 'supersede' });
    },
    close() {
      closed = true;
      for (const entry of deck.entries()) {
        deck.apply(entry, { kind: 'expire' });
        entry.stopTimer();
      }
    },
  };
}
