import type { Clock } from '../../ports/clock.js';
import { createAddressGuard, type Resolve } from './address-guard.js';
import type { Grant } from './grant.js';
import { tokensOf } from './grant.js';
import { createGuardedFetch } from './guarded-fetch.js';
import { loadSdk } from './sdk.js';
import { inOneLine, SignInFault } from './sign-in-fault.js';

export interface RenewDeps {
  readonly clock: Clock;
  readonly resolve: Resolve | undefined;
  readonly signal: AbortSignal;
}

/**
 * A new access token for a grant's refresh token (RFC 6749 6), from the token endpoint that gave it and for the same resource. `refused`: the
 * authorization server does not take the refresh token any more. Throws SignInFault when it could not be asked; then nothing is lost.
 */
export async function renew(grant: Grant, deps: RenewDeps): Promise<Grant | 'refused'> {
  if (grant.refreshToken === undefined) return 'refused';
  const sdk = await loadSdk();
  const fetches = createGuardedFetch(await createAddressGuard(new URL(grant.serverUrl), deps.resolve), deps.signal, deps.clock);
  try {
    const answer = await sdk.refreshAuthorization(grant.issuer, {
      metadata: {
        issuer: grant.issuer,
        authorization_endpoint: grant.tokenEndpoint,
        token_endpoint: grant.tokenEndpoint,
        response_types_supported: ['code'],
        ...(grant.authMethods.length === 0 ? {} : { token_endpoint_auth_methods_supported: [...grant.authMethods] }),
      },
      clientInformation: { client_id: grant.clientId, ...(grant.clientSecret === undefined ? {} : { client_secret: grant.clientSecret }) },
      refreshToken: grant.refreshToken,
      resource: grant.resource,
      fetchFn: fetches.fetch,
    });
    return { ...grant, ...tokensOf(answer, grant.scope, deps.clock.nowMs()) };
  } catch (error) {
    if (error instanceof SignInFault) throw error;
    if (
      error instanceof sdk.OAuthError &&
      !(error instanceof sdk.ServerError || error instanceof sdk.TemporarilyUnavailableError || error instanceof sdk.TooManyRequestsError)
    )
      return 'refused';
    const { host } = new URL(grant.tokenEndpoint);
    throw new SignInFault(
      `${host} could not renew the sign-in: ${error instanceof sdk.OAuthError ? inOneLine(error.errorCode) : 'its answer cannot be read'}`,
    );
  } finally {
    fetches.close();
  }
}
