import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { Resolve } from './address-guard.js';
import type { Bearer } from './bearer.js';
import { readChallenge, scopesOf } from './challenge.js';
import type { Grant } from './grant.js';
import { inOneLine } from './sign-in-fault.js';
import type { SignInState, SignInStates } from './sign-in-states.js';
import type { Vault } from './vault.js';

export interface BearerDeps {
  readonly states: SignInStates;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly resolve?: Resolve | undefined;
  /** renewals end with it */
  readonly ending: AbortSignal;
  /** what a view says of a server is different now */
  readonly changed: (server: string) => void;
  /** a person has to sign in; `why` is a line */
  readonly needed: (server: string, why: string) => void;
}

const maxWider = 100;

/** What connections to one server use: its token, renewed when that is due or refused, one renewal at a time. */
export function createBearer(server: string, deps: BearerDeps): Bearer {
  const { states, vault, clock, logger } = deps;
  const current = (): SignInState => states.of(server);

  /** throws SignInFault when it could not be tried */
  const renewed = (state: SignInState, grant: Grant): Promise<void> => {
    state.renewing ??= (async () => {
      const { renew } = await import('./renew.js');
      const next = await renew(grant, { clock, resolve: deps.resolve, signal: deps.ending });
      // a sign-in or a removal meanwhile counts more
      if (state.grant !== grant || states.known(server) !== state) return;
      if (next === 'refused') {
        vault.drop(server);
        state.grant = undefined;
        logger.warn('oauth.renewal-refused', { server, issuer: grant.issuer });
      } else {
        vault.keep(server, next);
        state.grant = next;
        logger.info('oauth.renewed', { server, issuer: grant.issuer });
      }
    })().finally(() => (state.renewing = undefined));
    return state.renewing;
  };

  async function headerRenewed(state: SignInState, grant: Grant): Promise<string | undefined> {
    try {
      await renewed(state, grant);
    } catch (error) {
      if (grant.expiresAtMs !== undefined && grant.expiresAtMs <= clock.nowMs()) throw error;
    }
    return headerOf(states.grantOf(server, state));
  }

  async function otherCredentials(state: SignInState, sent: string | undefined): Promise<boolean> {
    const grant = states.grantOf(server, state);
    if (grant === undefined) return false;
    if (headerOf(grant) === sent)
      await renewed(state, grant).catch((error: Error) =>
        logger.warn('oauth.renewal-failed', { server, issuer: grant.issuer, problem: error.message }),
      );
    const now = headerOf(states.grantOf(server, state));
    return now !== undefined && now !== sent;
  }

  return {
    header() {
      const grant = states.grantOf(server, current());
      const due = grant?.refreshToken !== undefined && grant.renewAtMs !== undefined && grant.renewAtMs <= clock.nowMs();
      return due ? headerRenewed(current(), grant) : headerOf(grant);
    },
    async refused(status, header, sent) {
      const challenge = readChallenge(header);
      if (status === 403) {
        const { wider } = current();
        const known = wider.size;
        for (const scope of scopesOf(challenge.scope)) if (wider.size < maxWider) wider.add(scope);
        const why = `it asks for more than you signed in for${wider.size === 0 ? '' : ` (${inOneLine([...wider].join(' '))})`}`;
        if (wider.size > known || known === 0) deps.needed(server, why);
        deps.changed(server);
        return {
          say: `${why}; a person has to sign in again: toolgate server sign-in ${/\s/.test(server) ? JSON.stringify(server) : server}`,
        };
      }
      if (await otherCredentials(current(), sent)) return 'again';
      if (current().challenge === undefined) deps.needed(server, 'it asks for sign-in');
      current().challenge = challenge;
      return {};
    },
  };
}

const headerOf = (grant: Grant | undefined): string | undefined => (grant === undefined ? undefined : `Bearer ${grant.accessToken}`);
