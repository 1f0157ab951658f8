import { SecretUnreadable, type SecretStore } from '../../ports/secret-store.js';
import type { Grant } from './grant.js';

/** A client registered beforehand, as the person gave it. `issuer`: the only one it was ever shown to, once there was one. */
export interface GivenClient {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly issuer: string | undefined;
}

export interface Vault {
  grant(server: string): Grant | undefined;
  /** replaces what the server had before, of whatever issuer */
  keep(server: string, grant: Grant): void;
  drop(server: string): void;
  givenClient(server: string): GivenClient | undefined;
  /** an empty value takes it back; the binding to an issuer goes with a new client id */
  setGivenClient(server: string, part: 'client_id' | 'client_secret', value: string): void;
  bindGivenClient(server: string, issuer: string): void;
}

const secretParts = ['accessToken', 'refreshToken', 'clientSecret'] as const;
type SecretPart = (typeof secretParts)[number];

/**
 * Tokens in the secret store, under the server's name and the issuer: `server/<name>/oauth/<issuer>/…`. Each secret has a key of its own, so the log
 * knows it by value and never shows it; the rest is one record. What cannot be opened here counts as absent.
 */
export function createVault(secrets: SecretStore): Vault {
  const under = (server: string): string => `server/${server}/oauth/`;
  const at = (server: string, issuer: string): string => `${under(server)}${encodeURIComponent(issuer)}/`;
  const get = (key: string): string | undefined => {
    try {
      return secrets.get(key);
    } catch (error) {
      if (error instanceof SecretUnreadable) return undefined;
      throw error;
    }
  };
  const set = (key: string, value: string | undefined): void => {
    if (value === undefined) secrets.delete(key);
    else if (get(key) !== value) secrets.set(key, value);
  };
  const grants = (server: string): string[] => secrets.keys(under(server)).filter((key) => key.endsWith('/grant'));

  return {
    grant(server) {
      const key = grants(server)[0];
      const record = key === undefined ? undefined : readRecord(get(key));
      if (record === undefined || key !== `${at(server, record.issuer)}grant`) return undefined;
      const accessToken = get(`${at(server, record.issuer)}accessToken`);
      if (accessToken === undefined) return undefined;
      return {
        ...record,
        accessToken,
        refreshToken: get(`${at(server, record.issuer)}refreshToken`),
        clientSecret: get(`${at(server, record.issuer)}clientSecret`),
      };
    },
    keep(server, grant) {
      const here = at(server, grant.issuer);
      for (const part of secretParts) set(`${here}${part}`, grant[part]);
      const { accessToken: _access, refreshToken: _refresh, clientSecret: _client, ...record } = grant;
      set(`${here}grant`, JSON.stringify(record));
      for (const key of secrets.keys(under(server))) if (isOfGrant(key, under(server)) && !key.startsWith(here)) secrets.delete(key);
    },
    drop(server) {
      for (const key of secrets.keys(under(server))) if (isOfGrant(key, under(server))) secrets.delete(key);
    },
    givenClient(server) {
      const clientId = get(`${under(server)}client_id`);
      if (clientId === undefined || clientId === '') return undefined;
      return { clientId, clientSecret: get(`${under(server)}client_secret`), issuer: get(`${under(server)}client_issuer`) };
    },
    setGivenClient(server, part, value) {
      set(`${under(server)}${part}`, value === '' ? undefined : value);
      if (part === 'client_id') secrets.delete(`${under(server)}client_issuer`);
    },
    bindGivenClient: (server, issuer) => set(`${under(server)}client_issuer`, issuer),
  };
}

const isOfGrant = (key: string, under: string): boolean => key.slice(under.length).includes('/');

function readRecord(text: string | undefined): Omit<Grant, SecretPart> | undefined {
  let record: Partial<Record<keyof Grant, unknown>> | null;
  try {
    record = JSON.parse(text ?? 'null') as typeof record;
  } catch {
    return undefined;
  }
  if (typeof record !== 'object' || record === null) return undefined;
  const { serverUrl, issuer, resource, tokenEndpoint, authMethods, clientId, scope, expiresAtMs, renewAtMs } = record;
  if (
    typeof serverUrl !== 'string' ||
    typeof issuer !== 'string' ||
    typeof resource !== 'string' ||
    typeof tokenEndpoint !== 'string' ||
    typeof clientId !== 'string'
  )
    return undefined;
  return {
    ...{ serverUrl, issuer, resource, tokenEndpoint, clientId },
    authMethods: Array.isArray(authMethods) ? authMethods.filter((one): one is string => typeof one === 'string') : [],
    scope: typeof scope === 'string' ? scope : undefined,
    expiresAtMs: typeof expiresAtMs === 'number' ? expiresAtMs : undefined,
    renewAtMs: typeof renewAtMs === 'number' ? renewAtMs : undefined,
  };
}
