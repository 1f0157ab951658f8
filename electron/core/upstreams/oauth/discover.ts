import type { AuthorizationServerMetadata, OAuthProtectedResourceMetadata } from '@modelcontextprotocol/sdk/shared/auth.js';
import { parseUrl } from '../../../../shared/parse-url.js';
import type { AddressGuard } from './address-guard.js';
import type { Challenge } from './challenge.js';
import type { GuardedFetch } from './guarded-fetch.js';
import type { Sdk } from './sdk.js';
import { inOneLine, SignInFault } from './sign-in-fault.js';

/** Where and for what a person signs in. */
export interface Discovered {
  /** the resource indicator (RFC 8707), as the server writes it */
  readonly resource: string;
  readonly issuer: string;
  readonly metadata: AuthorizationServerMetadata;
  /** what the server's metadata says there is to ask for */
  readonly scopes: readonly string[];
}

export interface DiscoverDeps {
  readonly sdk: Sdk;
  readonly guard: AddressGuard;
  readonly fetches: GuardedFetch;
}

/**
 * From a server's address to its authorization server: protected-resource metadata (RFC 9728) at the address the challenge names or the well-known
 * ones, then authorization-server metadata (RFC 8414, OpenID Connect Discovery). A server without the former is its own authorization server, as in
 * MCP 2025-03-26. `preferred`: the issuer to keep to where the server names several.
 */
export async function discover(server: URL, challenge: Challenge, preferred: string | undefined, deps: DiscoverDeps): Promise<Discovered> {
  const said = await resourceMetadata(server, challenge, deps);
  if (said !== undefined && !deps.sdk.checkResourceAllowed({ requestedResource: server, configuredResource: said.resource }))
    throw new SignInFault(
      `${server.host} names ${inOneLine(said.resource)} as what its sign-in is for, which is not this server`,
      'do not sign in; ask whoever runs the server',
    );
  const issuers = said?.authorization_servers ?? [];
  const issuer = issuers.find((one) => preferred !== undefined && one === preferred) ?? issuers[0] ?? server.origin;
  const metadata = await issuerMetadata(issuer, deps);
  if (metadata === undefined)
    throw new SignInFault(
      said === undefined ? `${server.host} publishes no sign-in` : `${hostOf(issuer)} publishes no sign-in metadata`,
      'give its credentials as a header instead',
    );
  return {
    resource: said?.resource ?? deps.sdk.resourceUrlFromServerUrl(server).href,
    issuer: metadata.issuer,
    metadata,
    scopes: said?.scopes_supported ?? [],
  };
}

async function resourceMetadata(
  server: URL,
  challenge: Challenge,
  { sdk, fetches }: DiscoverDeps,
): Promise<OAuthProtectedResourceMetadata | undefined> {
  const named = challenge.resourceMetadata === undefined ? undefined : parseUrl(challenge.resourceMetadata, server);
  const path = server.pathname.replace(/\/$/, '');
  const wellKnown = [...new Set([`${path}${server.search}`, ''])].map(
    (rest) => new URL(`/.well-known/oauth-protected-resource${rest}`, server),
  );
  for (const address of named === undefined ? wellKnown : [named]) {
    const parsed = sdk.OAuthProtectedResourceMetadataSchema.safeParse(await documentAt(address, fetches.fetchOfServer));
    if (parsed.success) return parsed.data;
  }
  if (named !== undefined)
    throw new SignInFault(`${server.host} names metadata of its sign-in at ${named.host} that is missing or damaged`);
  return undefined;
}

async function issuerMetadata(issuer: string, { sdk, guard, fetches }: DiscoverDeps): Promise<AuthorizationServerMetadata | undefined> {
  const address = parseUrl(issuer);
  if (address === undefined) throw new SignInFault(`${inOneLine(issuer)} is no address of an authorization server`);
  guard.check(address, 'the authorization server');
  let other: string | undefined;
  for (const { url } of sdk.buildDiscoveryUrls(address)) {
    const found = await documentAt(url, fetches.fetch);
    if (found === undefined) continue;
    const parsed = sdk.OAuthMetadataSchema.safeParse(found);
    if (!parsed.success)
      throw new SignInFault(`the sign-in metadata of ${address.host} is damaged: ${inOneLine(parsed.error.issues[0]?.message ?? '')}`);
    const metadata = parsed.data;
    // RFC 8414 3.3: otherwise one server could speak for another (mix-up). One slash at the end is forgiven.
    if (metadata.issuer.replace(/\/$/, '') !== issuer.replace(/\/$/, '')) {
      other = metadata.issuer;
      continue;
    }
    usable(metadata, address, guard);
    return metadata;
  }
  if (other !== undefined)
    throw new SignInFault(
      `the sign-in metadata of ${address.host} is that of another issuer (${inOneLine(other)})`,
      'do not sign in; ask whoever runs the server',
    );
  return undefined;
}

/** what must hold before a person is sent there */
function usable(metadata: AuthorizationServerMetadata, address: URL, guard: AddressGuard): void {
  for (const endpoint of ['authorization_endpoint', 'token_endpoint', 'registration_endpoint'] as const) {
    const text = metadata[endpoint];
    const url = text === undefined ? undefined : parseUrl(text);
    if (url !== undefined) guard.check(url, `the ${endpoint.replace('_', ' ')} of ${address.host}`);
    else if (text !== undefined) throw new SignInFault(`the ${endpoint.replace('_', ' ')} of ${address.host} is no address`);
  }
  if (!metadata.response_types_supported.includes('code')) throw new SignInFault(`${address.host} does not give authorization codes`);
  // MCP 2025-11-25, authorization: clients must refuse where PKCE is not stated
  if (metadata.code_challenge_methods_supported?.includes('S256') !== true)
    throw new SignInFault(
      `${address.host} does not support PKCE with S256, so its sign-in is not safe to use`,
      'give the credentials as a header instead',
    );
}

/** a JSON document; undefined where there is none */
async function documentAt(url: URL, fetching: GuardedFetch['fetch']): Promise<unknown> {
  const answer = await fetching(url, { headers: { accept: 'application/json', 'mcp-protocol-version': '2025-11-25' } });
  if (answer.status >= 500)
    throw new SignInFault(`${url.host} answered HTTP ${answer.status} when asked for its sign-in metadata`, 'try again later');
  if (!answer.ok) return undefined;
  try {
    return await answer.json();
  } catch {
    return undefined;
  }
}

const hostOf = (address: string): string => parseUrl(address)?.host ?? inOneLine(address);
