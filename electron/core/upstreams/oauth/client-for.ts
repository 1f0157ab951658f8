import { parseUrl } from '../../../../shared/parse-url.js';
import { scopesOf } from './challenge.js';
import type { Discovered } from './discover.js';
import type { GuardedFetch } from './guarded-fetch.js';
import type { Sdk } from './sdk.js';
import { inOneLine, refusal, SignInFault } from './sign-in-fault.js';
import type { GivenClient } from './vault.js';

export interface ClientDeps {
  readonly version: string;
  readonly sdk: Sdk;
  readonly fetches: GuardedFetch;
}

/** What Toolgate is at an authorization server. */
export interface Client {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly token_endpoint_auth_method?: string;
}

/** The client the person registered, else a new one for exactly this redirect address (RFC 7591, native). Throws SignInFault. */
export async function clientFor(
  given: GivenClient | undefined,
  redirectUri: string,
  scope: string | undefined,
  found: Discovered,
  deps: ClientDeps,
): Promise<Client> {
  const { metadata, issuer } = found;
  const { host } = new URL(issuer);
  if (given !== undefined) {
    if (given.issuer !== undefined && given.issuer !== issuer)
      throw new SignInFault(
        `the client id given for this server belongs to ${inOneLine(given.issuer)}, but its sign-in is now at ${inOneLine(issuer)}`,
        'give the client id again if that is right',
      );
    return { client_id: given.clientId, ...(given.clientSecret === undefined ? {} : { client_secret: given.clientSecret }) };
  }
  if (metadata.registration_endpoint === undefined)
    throw new SignInFault(
      `${host} does not let programs register themselves`,
      'register Toolgate there as a native application and give its client id',
    );
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['none'];
  const method = ['none', 'client_secret_basic', 'client_secret_post'].find((one) => methods.includes(one));
  if (method === undefined)
    throw new SignInFault(
      `${host} wants clients to prove themselves in a way that Toolgate cannot`,
      'give the credentials as a header instead',
    );
  const refreshes = metadata.grant_types_supported?.includes('refresh_token') ?? true;
  const about = {
    client_name: 'Toolgate',
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', ...(refreshes ? ['refresh_token'] : [])],
    response_types: ['code'],
    token_endpoint_auth_method: method,
    application_type: 'native',
    software_id: 'toolgate',
    software_version: deps.version,
  };
  // some servers refuse to register scopes of resources that they do not list themselves, and then allow any
  const named = scope !== undefined && scopesOf(scope).every((one) => metadata.scopes_supported?.includes(one) ?? true);
  const registered = await register({ ...about, ...(named ? { scope } : {}) }, metadata.registration_endpoint, deps).catch(
    (error: unknown) => {
      throw refusal(`${host} did not register Toolgate`, error, deps.sdk, []);
    },
  );
  const cannotBeUsed =
    // what goes into an address, and a header
    registered.client_id.length > 4096 ||
    (registered.client_secret?.length ?? 0) > 4096 ||
    registered.redirect_uris?.some((uri) => isAddress(uri, redirectUri)) === false;
  if (cannotBeUsed) throw new SignInFault(`${host} did not register Toolgate: its answer cannot be used`);
  return {
    client_id: registered.client_id,
    ...(registered.client_secret === undefined ? {} : { client_secret: registered.client_secret }),
    token_endpoint_auth_method: registered.token_endpoint_auth_method ?? method,
  };
}

/** Not the SDK's, which takes no answer without `redirect_uris`: servers are to give back all of the metadata (RFC 7591 3.2.1), and some leave these out. */
async function register(about: object, endpoint: string, { sdk, fetches }: ClientDeps) {
  const answer = await fetches.fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(about),
  });
  if (!answer.ok) throw await sdk.parseErrorResponse(answer);
  return sdk.OAuthClientInformationFullSchema.partial({ redirect_uris: true }).parse(await answer.json());
}

/** The same, but for the port: a native application's is another one each time (RFC 8252 7.3), so that some servers register none. */
function isAddress(registered: string, redirectUri: string): boolean {
  const [one, ours] = [parseUrl(registered), new URL(redirectUri)];
  return (
    one?.protocol === ours.protocol &&
    one.hostname === ours.hostname &&
    one.pathname === ours.pathname &&
    ['', ours.port].includes(one.port)
  );
}
