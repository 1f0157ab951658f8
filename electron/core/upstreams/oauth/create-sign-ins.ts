import type { ServerConfig } from '../../../../shared/model/views.js';
import { fail, ok, type Result } from '../../../../shared/result.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { Opener } from '../../ports/opener.js';
import type { SecretStore } from '../../ports/secret-store.js';
import type { Resolve } from './address-guard.js';
import type { Bearer } from './bearer.js';
import { createBearer, type BearerDeps } from './create-bearer.js';
import { inOneLine, SignInFault } from './sign-in-fault.js';
import { createStates } from './sign-in-states.js';
import { createVault } from './vault.js';

export interface SignInDeps {
  readonly config: (server: string) => ServerConfig | undefined;
  readonly secrets: SecretStore;
  readonly opener: Opener;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  /** what `view` says of a server is different now */
  readonly changed: (server: string) => void;
  /** a person has to sign in before the server can be used, or used fully; `why` is a line */
  readonly needed: (server: string, why: string) => void;
  /** how long a person has; 5 minutes */
  readonly timeoutMs?: number;
  /** for tests: instead of the system's name lookup */
  readonly resolve?: Resolve;
}

export interface SignInView {
  /** while a sign-in waits: the address to open, for a person whose browser did not */
  readonly signInAddress?: string;
  readonly warnings: readonly string[];
}

/** The sign-ins of remote servers (OAuth 2.1 as MCP 2025-11-25 profiles it). */
export interface SignIns {
  /** what connections to this server use; never another server's, never for another address */
  bearer(server: string): Bearer;
  /**
   * Signs a person in, in the browser. Resolves when the tokens are kept, or with one line why not; then everything is as before. A second one for
   * the same server ends the first.
   */
  signIn(server: string): Promise<Result<void>>;
  /** a client that the person registered beforehand; used from the next sign-in on */
  setClient(server: string, part: 'client_id' | 'client_secret', value: string): void;
  view(server: string): SignInView;
  /** the server was removed: ends a running sign-in and forgets what is remembered; the secret store is not touched */
  forget(server: string): void;
  close(): void;
}

const fiveMinutesMs = 300_000;

/** Loads nothing of OAuth until a person signs in or a token is renewed; a server without a sign-in costs one look into the secret store. */
export function createSignIns(deps: SignInDeps): SignIns {
  const { clock, logger } = deps;
  const vault = createVault(deps.secrets);
  const states = createStates(vault, deps.config);
  const ending = new AbortController();
  const bearerDeps: BearerDeps = {
    states,
    vault,
    clock,
    logger,
    resolve: deps.resolve,
    ending: ending.signal,
    changed: deps.changed,
    needed: deps.needed,
  };

  return {
    bearer: (server) => createBearer(server, bearerDeps),

    async signIn(server) {
      const config = deps.config(server);
      const url = states.urlOf(server);
      if (config === undefined) return fail('NO_SUCH_SERVER', `there is no server named ${server}`, 'see `toolgate server list`');
      if (url === undefined || config.transport.kind === 'stdio')
        return fail(
          'NO_SIGN_IN',
          `${server} is a program on this machine and has no sign-in`,
          'give its credentials as environment values',
        );
      if (config.transport.headerNames.some((name) => name.toLowerCase() === 'authorization'))
        return fail(
          'NO_SIGN_IN',
          `the credentials of ${server} are its Authorization header`,
          'correct that value, or add the server again without the header',
        );
      const state = states.of(server);
      state.attempt?.end.abort(new SignInFault(`the sign-in to ${server} was started again`));
      const attempt = { end: new AbortController(), address: undefined as string | undefined };
      state.attempt = attempt;
      const minutes = Math.round((deps.timeoutMs ?? fiveMinutesMs) / 60_000);
      const cancelTimer = clock.after(deps.timeoutMs ?? fiveMinutesMs, () =>
        attempt.end.abort(new SignInFault(`nobody finished the sign-in to ${server} within ${minutes} minutes`, 'sign in again')),
      );
      try {
        const { signIn } = await import('./sign-in-flow.js');
        const before = states.grantOf(server, state);
        const given = vault.givenClient(server);
        const grant = await signIn(
          { serverUrl: url, challenge: state.challenge, wider: [...state.wider], before, given },
          {
            clock,
            version: deps.version,
            resolve: deps.resolve,
            signal: attempt.end.signal,
            show(address) {
              attempt.address = address.href;
              deps.changed(server);
              deps.opener.open(address).then(
                (opened) => (opened ? undefined : logger.warn('oauth.no-browser', { server })),
                (error: unknown) => logger.warn('oauth.no-browser', { server, error: String(error) }),
              );
            },
          },
        );
        if (states.known(server) !== state || states.urlOf(server) !== url)
          throw new SignInFault(`${server} was removed or changed during its sign-in`);
        vault.keep(server, grant);
        if (given !== undefined) vault.bindGivenClient(server, grant.issuer);
        state.grant = grant;
        state.challenge = undefined;
        state.wider.clear();
        logger.info('oauth.signed-in', { server, issuer: grant.issuer });
        return ok(undefined);
      } catch (error) {
        if (!(error instanceof SignInFault))
          logger.error('oauth.fault', { server, error: error instanceof Error ? error.name : 'unknown' });
        const line = error instanceof SignInFault ? error.message : 'the sign-in failed inside Toolgate';
        logger.warn('oauth.not-signed-in', { server, problem: line });
        return fail('SIGN_IN', `${server}: ${line}`, error instanceof SignInFault ? error.fix : 'see the log of Toolgate');
      } finally {
        cancelTimer();
        if (state.attempt === attempt) state.attempt = undefined;
        deps.changed(server);
      }
    },

    setClient: (server, part, value) => vault.setGivenClient(server, part, value),

    view(server) {
      const state = states.known(server);
      return {
        ...(state?.attempt?.address === undefined ? {} : { signInAddress: state.attempt.address }),
        warnings:
          state === undefined || state.wider.size === 0
            ? []
            : [`it asks for more than you signed in for (${inOneLine([...state.wider].join(' '))}): sign in again`],
      };
    },

    forget(server) {
      states.known(server)?.attempt?.end.abort(new SignInFault(`the sign-in to ${server} was ended`));
      states.delete(server);
    },

    close() {
      const over = new SignInFault('Toolgate is ending');
      ending.abort(over);
      for (const state of states.all()) state.attempt?.end.abort(over);
    },
  };
}
