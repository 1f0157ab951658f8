import type { ServerState } from '../../../shared/model/views.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import { createBackoff } from './backoff.js';

/** How a server stands while none of its connections is ready, and when it may be started again. Times are monotonic ms. */
export interface ServerStanding {
  readonly state: ServerState;
  /** why it does not run, in one line */
  readonly problem: string | undefined;
  rest(state: ServerState, problem: string | undefined): void;
  /** it runs: what was wrong is over */
  worked(): void;
  /** how long a start must wait, 0 for not at all; a failure where nobody should wait for it. `whereToLook` begins the advice. */
  delay(whereToLook: string): Result<number>;
  /** It ended by itself after `aliveMs` of being ready. `again` is called when its pause is over; after five fast ends never, where it `mayGiveUp`. */
  crashed(end: { readonly aliveMs: number; readonly mayGiveUp: boolean; readonly problem: string }, again: () => void): void;
  /** no start by itself any more */
  stayDown(): void;
  /** a person wants it: failures so far do not count */
  forgive(): void;
}

/** a call waits this long for a server that is about to be started again */
const patienceMs = 5000;

/** `changed` is called whenever the state or the problem is said anew. */
export function createStanding(server: string, clock: Clock, random: () => number, changed: () => void): ServerStanding {
  const backoff = createBackoff(random);
  let state: ServerState = 'idle';
  let problem: string | undefined;
  let gaveUp = false;
  let blockedUntilMs = 0;
  let cancelRestart: () => void = () => {};

  const rest = (next: ServerState, why: string | undefined): void => {
    state = next;
    problem = why;
    changed();
  };

  return {
    get state() {
      return state;
    },
    get problem() {
      return problem;
    },
    rest,
    worked() {
      problem = undefined;
    },
    delay(whereToLook) {
      if (gaveUp)
        return fail(
          'server.failed',
          `${server} ended five times in a row: ${problem ?? 'no reason known'}`,
          `${whereToLook}, then restart it.`,
        );
      const waitMs = Math.max(0, blockedUntilMs - clock.monotonicMs());
      if (waitMs <= patienceMs) return ok(waitMs);
      return fail(
        'server.backing-off',
        problem ?? `${server} is not running`,
        `Toolgate starts it again in ${Math.ceil(waitMs / 1000)} s.`,
      );
    },
    crashed(end, again) {
      const next = backoff.ended(end.aliveMs, end.mayGiveUp);
      if (next === 'give-up') {
        gaveUp = true;
        return rest('failed', end.problem);
      }
      blockedUntilMs = clock.monotonicMs() + next.waitMs;
      cancelRestart();
      cancelRestart = clock.after(next.waitMs, () => {
        if (state === 'backing-off') rest('idle', problem);
        again();
      });
      rest('backing-off', end.problem);
    },
    stayDown: () => cancelRestart(),
    forgive() {
      backoff.reset();
      gaveUp = false;
      blockedUntilMs = 0;
      rest('idle', undefined);
    },
  };
}
