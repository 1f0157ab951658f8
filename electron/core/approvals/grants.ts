import type { ApprovalScope, GrantView } from '../../../shared/model/views.js';
import { grantWords, scopeOf } from '../../../shared/policy/grant-words.js';
import type { Condition } from '../../../shared/policy/language.js';
import { condition as conditionSchema } from '../../../shared/policy/schema.js';
import type { CallFacts } from '../../../shared/policy/types.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { ApprovalQuestion, Approvals } from '../ports/rooms.js';
import type { GrantStore, StoredGrant } from '../ports/stores.js';
import { holdsExactNumber, needsConditions, suggestConditions } from './suggest.js';

export type RememberedScope = Exclude<ApprovalScope, 'once'>;
type GrantQuestion = Parameters<Approvals['grantFor']>[0];

interface Grant {
  readonly stored: StoredGrant;
  readonly sentence: string;
  /** end on the clock that never jumps, ms; session and timed grants never outlive the process */
  readonly endsMonotonicMs: number | undefined;
  /** what beside the rules it was given for */
  readonly beside: readonly string[];
  uses: number;
}

export interface GrantsDeps {
  readonly grants: GrantStore;
  readonly clock: Clock;
  readonly ids: Ids;
  /** all conditions hold for certain; may throw for what is no condition */
  readonly matchesConditions: (conditions: readonly unknown[], facts: CallFacts) => boolean;
}

export interface Grants {
  /** Remembers an answer. Fails, remembering nothing, where the conditions are missing, do not fit the call, or cannot be stored. */
  give(question: ApprovalQuestion, scope: RememberedScope, conditions: readonly unknown[] | undefined): Result<{ id: string }>;
  /** the grant that covers a call now; looking does not count as using */
  covering(question: GrantQuestion): { readonly id: string } | undefined;
  used(id: string): void;
  view(): GrantView[];
  /** `not-stored`: ended now, but the store could not forget it, so it would be back after a restart */
  revoke(id: string): 'revoked' | 'unknown' | 'not-stored';
  endSession(session: string): boolean;
  clientRemoved(client: string): boolean;
  serverRemoved(server: string): boolean;
  definitionChanged(server: string, tool: string): boolean;
}

const timedGrantMs = 15 * 60_000;
const maxGrants = 5000;

/** Answers that are remembered. They turn ask into allow, never deny into allow. Only `always` outlives the process. */
export function createGrants(deps: GrantsDeps): Grants {
  const { clock, grants: store } = deps;
  const grants = new Map<string, Grant>();
  for (const stored of store.load()) {
    if (stored.session !== undefined || hasEnded(stored, undefined)) store.remove(stored.id);
    else grants.set(stored.id, { stored, sentence: sentenceOf(stored), endsMonotonicMs: undefined, beside: [], uses: 0 });
  }

  function hasEnded(stored: StoredGrant, endsMonotonicMs: number | undefined): boolean {
    const nowMs = clock.nowMs();
    if (stored.expiresAtMs !== undefined && (nowMs >= stored.expiresAtMs || nowMs < stored.createdAtMs)) return true;
    return endsMonotonicMs !== undefined && clock.monotonicMs() >= endsMonotonicMs;
  }

  const covers = (grant: Grant, question: GrantQuestion): boolean => {
    const { stored } = grant;
    if (stored.client !== question.caller.client || stored.server !== question.server || stored.tool !== question.tool) return false;
    // INVARIANT: a grant is for the definition it was given for.
    if (stored.definitionHash !== question.definitionHash) return false;
    if (stored.session !== undefined && stored.session !== question.caller.session) return false;
    if (hasEnded(stored, grant.endsMonotonicMs)) return false;
    if (stored.conditions.length === 0 && needsConditions(question)) return false;
    if (question.alsoSent !== undefined || question.beside.some((one) => !grant.beside.includes(one))) return false;
    try {
      return stored.conditions.length === 0 || deps.matchesConditions(stored.conditions, question.facts);
    } catch {
      return false;
    }
  };
  const endWhere = (ends: (grant: StoredGrant) => boolean): { ended: number; stuck: number } => {
    const ended = [...grants.values()].filter((grant) => ends(grant.stored));
    let stuck = 0;
    for (const { stored } of ended) {
      grants.delete(stored.id);
      try {
        if (stored.session === undefined && stored.expiresAtMs === undefined) store.remove(stored.id);
      } catch {
        stuck += 1;
      }
    }
    return { ended: ended.length, stuck };
  };

  return {
    give(question, scope, wanted) {
      const checked = checkConditions(question, scope, wanted, deps.matchesConditions);
      if (!checked.ok) return checked;
      // those with an end are in memory only
      for (const [id, { stored, endsMonotonicMs }] of grants) if (hasEnded(stored, endsMonotonicMs)) grants.delete(id);
      if (grants.size >= maxGrants)
        return fail('TOO_MANY_GRANTS', `${String(maxGrants)} answers are remembered already.`, 'Revoke some of them, or write a rule.');
      const nowMs = clock.nowMs();
      const stored: StoredGrant = {
        id: deps.ids.next('grant'),
        client: question.caller.client,
        server: question.server,
        tool: question.tool,
        definitionHash: question.definitionHash,
        session: scope === 'session' ? question.caller.session : undefined,
        conditions: checked.value,
        createdAtMs: nowMs,
        expiresAtMs: scope === '15m' ? nowMs + timedGrantMs : undefined,
      };
      if (scope === 'always')
        try {
          store.put(stored);
        } catch {
          return fail('NOT_STORED', 'The answer could not be remembered, and the call still waits.', 'Check the disk, or allow it once.');
        }
      const endsMonotonicMs = scope === '15m' ? clock.monotonicMs() + timedGrantMs : undefined;
      grants.set(stored.id, { stored, sentence: sentenceOf(stored), endsMonotonicMs, beside: question.beside, uses: 0 });
      return ok({ id: stored.id });
    },
    covering(question) {
      for (const grant of grants.values()) if (covers(grant, question)) return { id: grant.stored.id };
      return undefined;
    },
    used(id) {
      const grant = grants.get(id);
      if (grant !== undefined) grant.uses += 1;
    },
    view: () =>
      [...grants.values()]
        .filter((grant) => !hasEnded(grant.stored, grant.endsMonotonicMs))
        .map(({ stored, sentence, uses }) => ({
          id: stored.id,
          client: stored.client,
          server: stored.server,
          tool: stored.tool,
          ...(stored.session === undefined ? {} : { session: stored.session }),
          conditions: [...stored.conditions],
          sentence,
          createdAtMs: stored.createdAtMs,
          ...(stored.expiresAtMs === undefined ? {} : { expiresAtMs: stored.expiresAtMs }),
          uses,
        })),
    revoke(id) {
      const { ended, stuck } = endWhere((grant) => grant.id === id);
      return ended === 0 ? 'unknown' : stuck > 0 ? 'not-stored' : 'revoked';
    },
    endSession: (session) => endWhere((grant) => grant.session === session).ended > 0,
    clientRemoved: (client) => endWhere((grant) => grant.client === client).ended > 0,
    serverRemoved: (server) => endWhere((grant) => grant.server === server).ended > 0,
    // Where the store cannot forget, the hash of the definition still ends the grant.
    definitionChanged: (server, tool) => endWhere((grant) => grant.server === server && grant.tool === tool).ended > 0,
  };
}

const sentenceOf = (stored: StoredGrant): string => grantWords(stored, scopeOf(stored), stored.conditions as readonly Condition[]);

function checkConditions(
  question: ApprovalQuestion,
  scope: RememberedScope,
  wanted: readonly unknown[] | undefined,
  matches: GrantsDeps['matchesConditions'],
): Result<readonly Condition[]> {
  const once = 'Allow it once instead.';
  const suggested = suggestConditions(question);
  if (suggested === undefined) return fail('NOT_REMEMBERABLE', 'An answer to this call cannot be remembered.', once);
  const conditions: Condition[] = [];
  for (const one of wanted ?? suggested) {
    const parsed = wanted === undefined ? { success: true as const, data: one as Condition } : conditionSchema.safeParse(one);
    if (!parsed.success)
      return fail(
        'BAD_CONDITION',
        `This is no condition: ${parsed.error.issues[0]?.message ?? 'unknown form'}.`,
        'Correct the condition, or leave the conditions out.',
      );
    conditions.push(parsed.data);
  }
  if (conditions.length > 50) return fail('BAD_CONDITION', 'An answer is remembered with at most 50 conditions.', 'Write a rule instead.');
  if (conditions.length === 0 && needsConditions(question))
    return fail('CONDITIONS_NEEDED', `A ${question.class} call is remembered only together with conditions on its arguments.`, once);
  if (scope === 'always' && holdsExactNumber(conditions))
    return fail('NOT_REMEMBERABLE', 'Numbers this large are not remembered for good.', once);
  try {
    if (conditions.length > 0 && !matches(conditions, question.facts))
      return fail(
        'CONDITIONS_DO_NOT_FIT',
        'The conditions do not hold for the very call that waits.',
        'Correct the conditions, or allow it once.',
      );
    const empty = Object.keys(question.arguments).length === 0;
    if (needsConditions(question) && !empty && matches(conditions, { ...question.facts, arguments: {} }))
      return fail('CONDITIONS_NEEDED', 'These conditions hold for any arguments at all.', 'Name at least one argument that matters.');
  } catch {
    return fail('BAD_CONDITION', 'The conditions could not be evaluated.', 'Correct the conditions, or leave them out.');
  }
  return ok(conditions);
}
