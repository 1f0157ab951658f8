import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../ports/clock.js';
import { createAddressGuard, type AddressGuard, type Resolve } from './address-guard.js';
import { readChallenge, scopesOf, type Challenge } from './challenge.js';
import { clientFor } from './client-for.js';
import { discover, type Discovered } from './discover.js';
import { tokensOf, type Grant } from './grant.js';
import { createGuardedFetch, type GuardedFetch } from './guarded-fetch.js';
import { openLoopback } from './loopback.js';
import { loadSdk, type Sdk } from './sdk.js';
import { inOneLine, refusal, SignInFault } from './sign-in-fault.js';
import type { GivenClient } from './vault.js';

export interface SignInRequest {
  readonly serverUrl: string;
  /** what the server said when it refused, where it did */
  readonly challenge: Challenge | undefined;
  /** scopes that a call lacked (step-up) */
  readonly wider: readonly string[];
  /** what there is from an earlier sign-in */
  readonly before: Pick<Grant, 'issuer' | 'scope'> | undefined;
  readonly given: GivenClient | undefined;
}

export interface FlowDeps {
  readonly clock: Clock;
  readonly version: string;
  readonly resolve: Resolve | undefined;
  /** shows the address to the person; called once, with http or https only */
  readonly show: (address: URL) => void;
  /** aborted with a SignInFault as its reason when the person, the time or Toolgate ends it */
  readonly signal: AbortSignal;
}

/**
 * One sign-in, from discovery to tokens: authorization code with PKCE S256 (RFC 7636), `resource` (RFC 8707), a state for one use, the issuer
 * checked before the code is redeemed (RFC 9207). Changes nothing anywhere; throws SignInFault with one line for people.
 */
export async function signIn(request: SignInRequest, deps: FlowDeps): Promise<Grant> {
  const server = new URL(request.serverUrl);
  const sdk = await loadSdk();
  const guard = await createAddressGuard(server, deps.resolve);
  const fetches = createGuardedFetch(guard, deps.signal, deps.clock);
  try {
    const challenge = request.challenge ?? (await ask(server, fetches));
    const found = await discover(server, challenge, request.before?.issuer, { sdk, guard, fetches });
    return await throughBrowser(request, challenge, found, { ...deps, sdk, guard, fetches });
  } catch (error) {
    if (deps.signal.aborted) throw deps.signal.reason;
    throw error;
  } finally {
    fetches.close();
  }
}

type AllDeps = FlowDeps & { readonly sdk: Sdk; readonly guard: AddressGuard; readonly fetches: GuardedFetch };

/** a server that has not refused anything yet is asked once, without credentials, for its challenge */
async function ask(server: URL, fetches: GuardedFetch): Promise<Challenge> {
  const answer = await fetches.fetchOfServer(server, { headers: { accept: 'text/event-stream' }, redirect: 'manual' });
  return answer.status === 401 ? readChallenge(answer.headers.get('www-authenticate') ?? undefined) : {};
}

async function throughBrowser(request: SignInRequest, challenge: Challenge, found: Discovered, deps: AllDeps): Promise<Grant> {
  const { sdk, fetches, signal } = deps;
  const { metadata, issuer, resource } = found;
  const host = new URL(issuer).host;
  const scope = scopeToAskFor(request, challenge, found);
  const listener = await openLoopback();
  try {
    const client = await clientFor(request.given, listener.redirectUri, scope, found, deps);
    const state = randomBytes(32).toString('base64url');
    const { authorizationUrl, codeVerifier } = await sdk.startAuthorization(issuer, {
      metadata,
      clientInformation: client,
      redirectUrl: listener.redirectUri,
      state,
      resource,
      ...(scope === undefined ? {} : { scope }),
    });
    deps.guard.check(authorizationUrl, `the sign-in page of ${host}`);
    deps.show(authorizationUrl);
    const code = codeOf(await orAborted(listener.visited, signal), state, found);
    listener.close();
    const tokens = await sdk
      .exchangeAuthorization(issuer, {
        metadata,
        clientInformation: client,
        authorizationCode: code,
        codeVerifier,
        redirectUri: listener.redirectUri,
        resource,
        fetchFn: fetches.fetch,
      })
      .catch((error: unknown) => {
        throw refusal(`${host} did not give a token`, error, sdk, [code, codeVerifier, client.client_secret]);
      });
    return {
      ...{ serverUrl: request.serverUrl, issuer, resource, clientId: client.client_id, clientSecret: client.client_secret },
      tokenEndpoint: metadata.token_endpoint,
      authMethods:
        client.token_endpoint_auth_method === undefined
          ? (metadata.token_endpoint_auth_methods_supported ?? [])
          : [client.token_endpoint_auth_method],
      ...tokensOf(tokens, scope, deps.clock.nowMs()),
    };
  } finally {
    listener.close();
  }
}

/** MCP 2025-11-25, scope selection: the challenge, else all that the server's metadata names; wider than before after a step-up */
function scopeToAskFor(request: SignInRequest, challenge: Challenge, { scopes, metadata }: Discovered): string | undefined {
  const asked = challenge.scope === undefined ? scopes : scopesOf(challenge.scope);
  const all = new Set(request.wider.length === 0 ? asked : [...scopesOf(request.before?.scope), ...asked, ...request.wider]);
  // without it many servers give no refresh token, and the person would be asked again and again
  if (metadata.scopes_supported?.includes('offline_access') === true) all.add('offline_access');
  return all.size === 0 ? undefined : [...all].join(' ');
}

/** the code of an answer that belongs to this sign-in and comes from the issuer it was begun with */
function codeOf(query: URLSearchParams, state: string, { metadata, issuer }: Discovered): string {
  const { host } = new URL(issuer);
  const again = 'sign in again';
  if (!same(only(query, 'state'), state)) throw new SignInFault('the answer in the browser did not belong to this sign-in', again);
  const iss = only(query, 'iss');
  const promised =
    (metadata as { authorization_response_iss_parameter_supported?: unknown }).authorization_response_iss_parameter_supported === true;
  if (query.has('iss') ? iss !== metadata.issuer : promised)
    throw new SignInFault(
      `the answer in the browser did not come from ${host}${iss === undefined ? '' : ` but from ${inOneLine(iss)}`}`,
      'do not sign in; ask whoever runs the server',
    );
  const error = only(query, 'error');
  if (query.has('error'))
    throw error === 'access_denied'
      ? new SignInFault('the sign-in was refused in the browser', again)
      : new SignInFault(
          `${host} refused the sign-in: ${inOneLine([error, only(query, 'error_description')].filter((part) => part !== undefined).join(', '))}`,
          again,
        );
  const code = only(query, 'code');
  if (code === undefined || code === '') throw new SignInFault(`the answer of ${host} holds no code`, again);
  return code;
}

/** a parameter given twice is no parameter (RFC 6749 3.1) */
function only(query: URLSearchParams, name: string): string | undefined {
  const all = query.getAll(name);
  return all.length === 1 ? all[0] : undefined;
}

function same(given: string | undefined, state: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(state)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
