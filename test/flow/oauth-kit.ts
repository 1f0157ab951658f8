import { afterEach } from 'vitest';
import type { Logger } from '../../electron/core/ports/logger.js';
import type { SecretStore } from '../../electron/core/ports/secret-store.js';
import { createSignIns } from '../../electron/core/upstreams/oauth/create-sign-ins.js';
import {
  startAuthorizationServer,
  type AuthorizationServer,
  type AuthorizationServerOptions,
} from '../fixtures/servers/authorization-server.js';
import { startProtectedServer, type ProtectedOptions, type ProtectedServer } from '../fixtures/servers/protected-server.js';
import { fakeBrowser } from '../support/browser.js';
import { must, openUpstreams, owner, server } from './upstreams-kit.js';
import { fakeClock } from '../support/fake-clock.js';

const open: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

export const authorizationServer = async (options: AuthorizationServerOptions = {}): Promise<AuthorizationServer> => {
  const made = await startAuthorizationServer(options);
  open.push(made.close);
  return made;
};
export const protectedServer = async (options: ProtectedOptions): Promise<ProtectedServer> => {
  const made = await startProtectedServer(options);
  open.push(made.close);
  return made;
};

function memorySecrets(): SecretStore & { readonly map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    get: (key) => map.get(key),
    set: (key, value) => void map.set(key, value),
    delete: (key) => void map.delete(key),
    has: (key) => map.has(key),
    keys: (prefix) => [...map.keys()].filter((key) => key.startsWith(prefix)),
    values: () => [...map.values()],
    place: { name: 'memory' },
  };
}

/** servers by name, with a gate's upstream half and its sign-ins in front of them */
export function gate(urls: Readonly<Record<string, string>>) {
  const configs = Object.entries(urls).map(([name, url]) => server(name, { kind: 'http', url, headerNames: [] }));
  const secrets = memorySecrets();
  const browser = fakeBrowser();
  const clock = fakeClock();
  const log: string[] = [];
  const note = (event: string, fields?: object): void => void log.push(`${event} ${JSON.stringify(fields ?? {})}`);
  const logger: Logger = { info: note, warn: note, error: note };
  const needed: string[] = [];
  const signIns = createSignIns({
    ...{ secrets, opener: browser, clock, logger, version: '9.9.9' },
    config: (name) => configs.find((each) => each.name === name),
    changed: () => {},
    needed: (name, why) => needed.push(`${name}: ${why}`),
  });
  const { upstreams, states } = openUpstreams(configs, { bearer: signIns.bearer, logger, clock });
  open.push(() => signIns.close(), upstreams.close);
  const link = async (name: string) => must(await upstreams.acquire(name, owner('s').owner));
  return { signIns, upstreams, states, secrets, browser, clock, log, needed, link };
}
export type Gate = ReturnType<typeof gate>;

export const keyOf = (name: string, issuer: string, part: string): string => `server/${name}/oauth/${encodeURIComponent(issuer)}/${part}`;
export async function signedIn(name: string, given: Gate): Promise<void> {
  must(await given.signIns.signIn(name));
  must(await given.upstreams.restart(name));
}
/** Why a sign-in fails; rejects at once where it does not, or would wait for a person for ever. */
export const failure = async (given: Gate, name = 'remote'): Promise<string> => {
  const waits = new Promise<never>((_, reject) => {
    given.browser.stranded = (where) => reject(new Error(`the browser was left at ${where}: the sign-in waits on`));
  });
  const result = await Promise.race([given.signIns.signIn(name), waits]);
  if (result.ok) throw new Error('the sign-in went through');
  return result.error.message;
};
