import type { ServerConfig } from '../../../../shared/model/views.js';
import type { Challenge } from './challenge.js';
import type { Grant } from './grant.js';
import type { Vault } from './vault.js';

/** What is known of one server's sign-in. */
export interface SignInState {
  /** undefined: none; `unread`: not looked for yet */
  grant: Grant | undefined | 'unread';
  challenge: Challenge | undefined;
  /** scopes that it asked for beyond what a person signed in for */
  readonly wider: Set<string>;
  renewing: Promise<void> | undefined;
  /** the sign-in under way; `address`: where a person's browser goes */
  attempt: { readonly end: AbortController; address: string | undefined } | undefined;
}

/** The sign-ins of all servers. */
export interface SignInStates {
  /** made when first asked for */
  of(server: string): SignInState;
  known(server: string): SignInState | undefined;
  all(): Iterable<SignInState>;
  delete(server: string): void;
  /** where a remote server is reached now */
  urlOf(server: string): string | undefined;
  /** what it is to be called with; none where its address has changed since */
  grantOf(server: string, state: SignInState): Grant | undefined;
}

export function createStates(vault: Vault, config: (server: string) => ServerConfig | undefined): SignInStates {
  const states = new Map<string, SignInState>();
  const of = (server: string): SignInState => {
    const state = states.get(server) ?? {
      grant: 'unread' as const,
      challenge: undefined,
      wider: new Set<string>(),
      renewing: undefined,
      attempt: undefined,
    };
    states.set(server, state);
    return state;
  };
  const urlOf = (server: string): string | undefined => {
    const transport = config(server)?.transport;
    return transport === undefined || transport.kind === 'stdio' ? undefined : transport.url;
  };
  return {
    of,
    known: (server) => states.get(server),
    all: () => states.values(),
    delete: (server) => void states.delete(server),
    urlOf,
    grantOf(server, state) {
      if (state.grant === 'unread') state.grant = vault.grant(server);
      // INVARIANT: a token is used for the address it was asked for and no other.
      return state.grant !== undefined && state.grant.serverUrl === urlOf(server) ? state.grant : undefined;
    },
  };
}
