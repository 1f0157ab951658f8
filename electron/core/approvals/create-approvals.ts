import type { ApprovalScope, ApprovalView, GrantView } from '../../../shared/model/views.js';
import { didYouMeanId } from '../../../shared/did-you-mean.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Logger } from '../ports/logger.js';
import type { Approvals } from '../ports/rooms.js';
import { createAsking, type AskingDeps } from './asking.js';
import { bindingOf } from './binding.js';
import { takeOne } from './card.js';
import { viewOf } from './card-view.js';
import { createDeck, type Entry } from './deck.js';
import { createGrants, type GrantsDeps } from './grants.js';
import { createLastArguments } from './last-arguments.js';
import { createWaitingCalls } from './waiting.js';

export interface ApprovalsDeps extends GrantsDeps, AskingDeps {
  /** something a view shows has changed */
  readonly changed: () => void;
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
  /** a failure where no call waits under this id */
  isWaiting(id: string): Result<void>;
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
  /** nothing that was answered for it counts for a later server of its name; its waiting calls are judged anew */
  serverRemoved(server: string): void;
  /** ends the grants of a tool and has its waiting calls judged anew */
  definitionChanged(server: string, tool: string): void;
  /** everything that waits expires: no answer means no */
  close(): void;
}

/** how long an answer waits for the identical repeat of a parked call */
const claimWithinMs = 10 * 60_000;

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
  const asking = createAsking(deps, { deck, waiting, last });
  const validUntilMs = (): number => clock.nowMs() + claimWithinMs;
  const pending = (): string[] => deck.entries().flatMap(({ card }) => (card.state === 'pending' ? [card.id] : []));
  const pendingCard = (id: string): Entry | undefined => {
    const entry = deck.get(id);
    return entry !== undefined && deck.current(entry).state === 'pending' ? entry : undefined;
  };
  const notWaiting = (id: string): Result<never> =>
    fail('NOT_WAITING', `No call waits under ${id} any more.`, didYouMeanId(id, pending()) ?? 'Look at the list of waiting calls again.');

  /** Cards that a new grant covers are judged anew: their calls go by the grant, if it covers them then. */
  const supersedeCovered = (): void => {
    for (const entry of deck.entries()) {
      if (entry.card.state !== 'pending') continue;
      const questions = entry.card.waiters.map((waiter) => waiting.question(waiter.callId) ?? entry.question);
      if (questions.every((question) => grants.covering(question) !== undefined)) deck.apply(entry, { kind: 'supersede' });
    }
  };

  return {
    ask: (question) => asking.ask(question),
    consume(approvalId, question) {
      const entry = deck.get(approvalId);
      if (entry === undefined || deck.current(entry).state !== 'approved') return false;
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
      const table = deck.entries().map((entry) => ({ state: deck.current(entry).state, view: viewOf(entry.card, entry.face) }));
      const pending = table.filter((one) => one.state === 'pending').map((one) => one.view);
      if (!all) return pending;
      const onTable = table.filter((one) => one.state !== 'pending' && deck.get(one.view.id) !== undefined).map((one) => one.view);
      return [...pending, ...onTable.reverse(), ...deck.history()];
    },
    isWaiting: (id) => (pendingCard(id) === undefined ? notWaiting(id) : ok(undefined)),
    allow(id, { scope = 'once', all = false, conditions }, by) {
      const first = pendingCard(id);
      if (first === undefined) return notWaiting(id);
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
      if (entry === undefined || !['pending', 'approved'].includes(deck.current(entry).state)) return notWaiting(id);
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
        const calls = deck.current(entry).state === 'pending' ? entry.card.waiters.length : 0;
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
    serverRemoved(server) {
      if (grants.serverRemoved(server)) tellViews();
      for (const entry of deck.entries()) if (entry.face.server === server) deck.apply(entry, { kind: 'supersede' });
    },
    definitionChanged(server, tool) {
      if (grants.definitionChanged(server, tool)) tellViews();
      for (const entry of deck.entries())
        if (entry.face.server === server && entry.face.tool === tool) deck.apply(entry, { kind: 'supersede' });
    },
    close() {
      asking.close();
      for (const entry of deck.entries()) {
        deck.apply(entry, { kind: 'expire' });
        entry.stopTimer();
      }
    },
  };
}
