import { afterEach, expect, test } from 'vitest';
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
import { call, must, openUpstreams, owner, server, steeredClock, textOf } from './upstreams-kit.js';

const open: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const authorizationServer = async (options: AuthorizationServerOptions = {}): Promise<AuthorizationServer> => {
  const made = await startAuthorizationServer(options);
  open.push(made.close);
  return made;
};
const protectedServer = async (options: ProtectedOptions): Promise<ProtectedServer> => {
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
function gate(urls: Readonly<Record<string, string>>) {
  const configs = Object.entries(urls).map(([name, url]) => server(name, { kind: 'http', url, headerNames: [] }));
  const secrets = memorySecrets();
  const browser = fakeBrowser();
  const clock = steeredClock();
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
type Gate = ReturnType<typeof gate>;

const keyOf = (name: string, issuer: string, part: string): string => `server/${name}/oauth/${encodeURIComponent(issuer)}/${part}`;
async function signedIn(name: string, given: Gate): Promise<void> {
  must(await given.signIns.signIn(name));
  must(await given.upstreams.restart(name));
}
const failure = async (given: Gate, name = 'remote'): Promise<string> => {
  const result = await given.signIns.signIn(name);
  if (result.ok) throw new Error('the sign-in went through');
  return result.error.message;
};

test('a server that asks for sign-in becomes ready by one, with PKCE, the resource, a state and a native client of its own', async () => {
  const as = await authorizationServer();
  const remote = await protectedServer({ authorizationServer: as });
  const one = gate({ remote: remote.url });
  expect((await one.upstreams.acquire('remote', owner('s').owner)).ok).toBe(false);
  expect(one.upstreams.status('remote')).toMatchObject({
    state: 'needs-sign-in',
    problem: expect.stringContaining('toolgate server sign-in remote') as string,
  });
  expect(one.needed).toEqual(['remote: it asks for sign-in']);

  await signedIn('remote', one);
  expect(one.upstreams.status('remote').state).toBe('ready');
  expect(one.states.at(-1)).toBe('remote ready');
  expect(textOf(await call(await one.link('remote'), 'look'))).toContain('done: look');

  const asked = one.browser.opened[0]?.searchParams;
  expect(asked?.get('code_challenge_method')).toBe('S256');
  expect(asked?.get('resource')).toBe(remote.url);
  expect(asked?.get('scope')).toBe('tools:read offline_access');
  expect(asked?.get('state')?.length).toBeGreaterThanOrEqual(43);
  expect(asked?.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  const registration = JSON.parse(as.posts('/reg')[0]?.body ?? '{}') as Record<string, unknown>;
  expect(registration).toMatchObject({
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: [asked?.get('redirect_uri')],
  });
  const redeemed = new URLSearchParams(as.posts('/token')[0]?.body);
  expect(redeemed.get('resource')).toBe(remote.url);
  expect(redeemed.get('code_verifier')?.length).toBeGreaterThanOrEqual(43);
  expect(one.secrets.get(keyOf('remote', as.issuer, 'accessToken'))).toBe(remote.tokens()[0]);
  expect(one.signIns.view('remote')).toEqual({ warnings: [] });
});

test('a server that names its metadata nowhere is found by the well-known path, and one without any is its own authorization server', async () => {
  const as = await authorizationServer();
  const remote = await protectedServer({ authorizationServer: as, names: () => undefined });
  const one = gate({ remote: remote.url });
  await signedIn('remote', one);
  expect(one.upstreams.status('remote').state).toBe('ready');

  const silent = await protectedServer({ authorizationServer: as, names: () => undefined, metadata: () => undefined });
  const two = gate({ silent: silent.url });
  expect(await failure(two, 'silent')).toMatch(/publishes no sign-in$/);
  expect(two.browser.opened).toEqual([]);
});

test('OpenID Connect discovery serves where RFC 8414 metadata is missing', async () => {
  const as = await authorizationServer();
  as.intercept = (request, response) => {
    if (!request.url?.includes('oauth-authorization-server')) return false;
    response.writeHead(404).end();
    return true;
  };
  const one = gate({ remote: (await protectedServer({ authorizationServer: as })).url });
  await signedIn('remote', one);
  expect(one.upstreams.status('remote').state).toBe('ready');
});

test('a token is renewed before it ends, and a renewal gives no second sign-in', async () => {
  const as = await authorizationServer({ accessTokenSeconds: 600 });
  const remote = await protectedServer({ authorizationServer: as });
  const one = gate({ remote: remote.url });
  await signedIn('remote', one);
  const link = await one.link('remote');
  one.clock.advance(545_000);
  const both = await Promise.all([call(link, 'look'), call(link, 'look')]);
  expect(both.map(textOf)).toEqual([expect.stringContaining('done'), expect.stringContaining('done')]);
  const renewals = as.posts('/token').filter((request) => request.body.includes('grant_type=refresh_token'));
  expect(renewals).toHaveLength(1);
  expect(new URLSearchParams(renewals[0]?.body).get('resource')).toBe(remote.url);
  expect(remote.tokens()).toHaveLength(2);
  expect(one.secrets.get(keyOf('remote', as.issuer, 'accessToken'))).toBe(remote.tokens()[1]);
  expect(one.browser.opened).toHaveLength(1);
});

test('a call refused with 401 is sent once more with a renewed token, and only once', async () => {
  const as = await authorizationServer();
  const remote = await protectedServer({ authorizationServer: as });
  const one = gate({ remote: remote.url });
  await signedIn('remote', one);
  const link = await one.link('remote');
  await as.revoke(remote.tokens()[0] ?? '');
  expect(textOf(await call(link, 'write'))).toContain('done: write');
  expect(remote.seen.filter(({ rpc }) => rpc?.params?.name === 'write')).toHaveLength(2);
  expect(remote.tokens()).toHaveLength(2);

  // from here on the server takes no token at all: one renewal, then it is the person's turn
  as.token = () => Promise.resolve(undefined);
  const renewed = as.posts('/token').length;
  await expect(call(link, 'write')).rejects.toThrow(/sign-in/);
  expect(remote.seen.filter(({ rpc }) => rpc?.params?.name === 'write')).toHaveLength(4);
  expect(as.posts('/token')).toHaveLength(renewed + 1);
  expect(one.upstreams.status('remote').state).toBe('needs-sign-in');
});

test('an ended refresh token leads back to the sign-in, and its tokens are gone', async () => {
  const as = await authorizationServer({ accessTokenSeconds: 600 });
  const remote = await protectedServer({ authorizationServer: as });
  const one = gate({ remote: remote.url });
  await signedIn('remote', one);
  const link = await one.link('remote');
  await as.revokeRefresh(one.secrets.get(keyOf('remote', as.issuer, 'refreshToken')) ?? '');
  one.clock.advance(700_000);
  await expect(call(link, 'look')).rejects.toThrow();
  expect(one.upstreams.status('remote').state).toBe('needs-sign-in');
  expect([...one.secrets.map.keys()]).toEqual([]);
  await signedIn('remote', one);
  expect(textOf(await call(await one.link('remote'), 'look'))).toContain('done: look');
});

test('an authorization server that is down loses nothing: the token is renewed when it is back', async () => {
  const as = await authorizationServer({ accessTokenSeconds: 600 });
  const remote = await protectedServer({ authorizationServer: as });
  const one = gate({ remote: remote.url });
  await signedIn('remote', one);
  const link = await one.link('remote');
  as.intercept = (request, response) => {
    if (request.url !== '/token') return false;
    response.writeHead(503).end('<html>down</html>');
    return true;
  };
  one.clock.advance(700_000);
  await expect(call(link, 'look')).rejects.toThrow(/could not renew the sign-in/);
  as.intercept = () => false;
  expect(textOf(await call(await one.link('remote'), 'look'))).toContain('done: look');
  expect(one.browser.opened).toHaveLength(1);
});

test('a call that needs a wider scope fails with a line, the person is asked, and the next sign-in asks for both', async () => {
  const as = await authorizationServer({ scopes: ['tools:read', 'tools:write'] });
  const remote = await protectedServer({ authorizationServer: as, more: { write: 'tools:write' } });
  const one = gate({ remote: remote.url });
  await signedIn('remote', one);
  const link = await one.link('remote');
  await expect(call(link, 'write')).rejects.toThrow(
    /asks for more than you signed in for \(tools:read tools:write\).*toolgate server sign-in remote/,
  );
  expect(one.upstreams.status('remote').state).toBe('ready');
  expect(one.signIns.view('remote').warnings).toEqual([expect.stringContaining('tools:write')]);
  expect(one.needed.at(-1)).toContain('tools:write');
  expect(textOf(await call(link, 'look'))).toContain('done: look');

  must(await one.signIns.signIn('remote'));
  expect(one.browser.opened[1]?.searchParams.get('scope')?.split(' ').sort()).toEqual(['offline_access', 'tools:read', 'tools:write']);
  expect(textOf(await call(link, 'write'))).toContain('done: write');
  expect(one.signIns.view('remote').warnings).toEqual([]);
});

test('a server that asks for ever more scopes fills no notice, no view and no answer with them', async () => {
  const as = await authorizationServer();
  const scopes = Array.from({ length: 30 }, (_, at) => `${'s'.repeat(200)}${at}`).join(' ');
  const remote = await protectedServer({ authorizationServer: as, more: { write: scopes } });
  const one = gate({ remote: remote.url });
  await signedIn('remote', one);
  await expect(call(await one.link('remote'), 'write')).rejects.toThrow(/^.{1,600}$/);
  for (const text of [one.needed.at(-1), ...one.signIns.view('remote').warnings]) expect(text).toMatch(/^.{1,400}$/);
});

test.each([
  ['a wrong state', (back: URL) => back.searchParams.set('state', 'A'.repeat(43)), /did not belong to this sign-in/],
  ['no state', (back: URL) => back.searchParams.delete('state'), /did not belong to this sign-in/],
  [
    'its state twice',
    (back: URL) => back.searchParams.append('state', back.searchParams.get('state') ?? ''),
    /did not belong to this sign-in/,
  ],
  [
    'a wrong issuer',
    (back: URL) => back.searchParams.set('iss', 'https://evil.example'),
    /did not come from .* but from https:\/\/evil\.example/,
  ],
  ['no issuer where one was promised', (back: URL) => back.searchParams.delete('iss'), /did not come from/],
  [
    'a refusal',
    (back: URL) => (back.searchParams.delete('code'), back.searchParams.set('error', 'access_denied')),
    /refused in the browser/,
  ],
  ['no code', (back: URL) => back.searchParams.delete('code'), /holds no code/],
])('an answer with %s redeems nothing and leaves everything as before', async (_what, change, line) => {
  const as = await authorizationServer();
  const remote = await protectedServer({ authorizationServer: as });
  const one = gate({ remote: remote.url });
  await signedIn('remote', one);
  const before = [...one.secrets.map];
  const redeemed = as.posts('/token').length;
  one.browser.change = (back) => (change(back), back);
  expect(await failure(one)).toMatch(line);
  expect(as.posts('/token')).toHaveLength(redeemed);
  expect([...one.secrets.map]).toEqual(before);
  expect(textOf(await call(await one.link('remote'), 'look'))).toContain('done: look');
});

test('a callback cannot be replayed: after the first visit nobody listens any more', async () => {
  const as = await authorizationServer();
  const one = gate({ remote: (await protectedServer({ authorizationServer: as })).url });
  await signedIn('remote', one);
  const back = one.browser.returned[0];
  expect(one.browser.statuses).toEqual([200]);
  expect(back?.searchParams.get('code')).toBeTruthy();
  await expect(fetch(back ?? '')).rejects.toThrow();
  expect(as.posts('/token')).toHaveLength(1);
});

test('the listener takes one visit to its one path under its own name, and shows nothing of it', async () => {
  const as = await authorizationServer();
  const one = gate({ remote: (await protectedServer({ authorizationServer: as })).url });
  const texts: string[] = [];
  one.browser.follows = false;
  const signing = one.signIns.signIn('remote');
  await expect.poll(() => one.browser.opened.length).toBe(1);
  const listener = new URL(one.browser.opened[0]?.searchParams.get('redirect_uri') ?? '');
  expect((await fetch(new URL('/favicon.ico', listener))).status).toBe(404);
  expect((await fetch(`http://localhost:${listener.port}/callback`).catch(() => ({ status: 404 }))).status).toBe(404);
  expect((await fetch(listener, { method: 'POST' })).status).toBe(404);
  texts.push(await (await fetch(`${listener.href}?error=%3Cscript%3Ealert(1)%3C/script%3E&state=x`)).text());
  expect(texts.join()).not.toContain('script');
  expect((await signing).ok).toBe(false);
  await expect(fetch(listener)).rejects.toThrow();
});

test.each([
  ['the cloud’s metadata address', 'https://169.254.169.254', /link-local/],
  ['a mapped private address', 'https://[::ffff:10.0.0.1]', /private network/],
  ['an octal address', 'https://0251.0376.0251.0376', /link-local/],
  ['an address without TLS', 'http://login.example', /not protected by https/],
  ['a file', 'file:///etc/passwd', /no web address|damaged|missing/],
])('an authorization server at %s is not asked anything', async (_what, issuer, line) => {
  const as = await authorizationServer();
  const one = gate({
    remote: (await protectedServer({ authorizationServer: as, metadata: (said) => ({ ...said, authorization_servers: [issuer] }) })).url,
  });
  expect(await failure(one)).toMatch(line);
  expect(one.browser.opened).toEqual([]);
  expect(one.secrets.map.size).toBe(0);
});

test.each([
  ['resource metadata at a link-local address', { names: () => 'http://169.254.169.254/latest/meta-data' }, /link-local/],
  [
    'resource metadata that is missing where it is said to be',
    { names: (own: string) => own.replace('/.well-known', '/nowhere') },
    /missing or damaged/,
  ],
  [
    'a resource that is another server',
    { metadata: (said: Record<string, unknown>) => ({ ...said, resource: 'https://bank.example/mcp' }) },
    /which is not this server/,
  ],
])('%s ends the sign-in before a browser opens', async (_what, options, line) => {
  const as = await authorizationServer();
  const remote = await protectedServer({ authorizationServer: as, ...options });
  const one = gate({ remote: remote.url });
  await one.upstreams.acquire('remote', owner('s').owner);
  expect(await failure(one)).toMatch(line);
  expect(one.browser.opened).toEqual([]);
});

test.each([
  ['another issuer', { issuer: 'https://accounts.example' }, /that of another issuer \(https:\/\/accounts\.example\)/],
  ['a javascript: page', { authorization_endpoint: 'javascript:alert(1)' }, /damaged/],
  ['a program’s address as its page', { authorization_endpoint: 'ms-msdt:/id' }, /no web address/],
  ['a file as its page', { authorization_endpoint: 'file:///bin/sh' }, /no web address/],
  ['a token endpoint in the private network', { token_endpoint: 'https://10.1.2.3/token' }, /private network/],
  ['a registration without TLS', { registration_endpoint: 'http://register.example/' }, /not protected by https/],
  ['no PKCE', { code_challenge_methods_supported: ['plain'] }, /does not support PKCE/],
  ['silence about PKCE', { code_challenge_methods_supported: undefined }, /does not support PKCE/],
  ['no codes', { response_types_supported: ['token'] }, /no authorization codes|does not give/],
])('authorization-server metadata with %s ends the sign-in before a browser opens', async (_what, change, line) => {
  const as = await authorizationServer();
  as.metadata = (document) => ({ ...document, ...change });
  const one = gate({ remote: (await protectedServer({ authorizationServer: as })).url });
  expect(await failure(one)).toMatch(line);
  expect(one.browser.opened).toEqual([]);
  expect(as.posts('/reg')).toEqual([]);
});

test.each([
  ['a client id that no address holds', { client_id: 'x'.repeat(400_000) }],
  ['a client secret of that size', { client_id: 'one', client_secret: 'x'.repeat(400_000) }],
])('a registration that gives %s ends the sign-in before a browser opens', async (_what, given) => {
  const as = await authorizationServer();
  as.intercept = (request, response) => {
    if (request.url !== '/reg') return false;
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ redirect_uris: ['http://127.0.0.1/callback'], ...given }));
    return true;
  };
  const one = gate({ remote: (await protectedServer({ authorizationServer: as })).url });
  expect(await failure(one)).toMatch(/did not register Toolgate/);
  expect(one.browser.opened).toEqual([]);
});

test('metadata that redirects to another origin is not followed', async () => {
  const as = await authorizationServer();
  const elsewhere = await authorizationServer();
  as.intercept = (request, response) => {
    if (!request.url?.startsWith('/.well-known/')) return false;
    response.writeHead(302, { location: `${elsewhere.issuer}${request.url}` }).end();
    return true;
  };
  const one = gate({ remote: (await protectedServer({ authorizationServer: as })).url });
  expect(await failure(one)).toMatch(/redirects its sign-in .* not followed/);
  expect(elsewhere.requests).toEqual([]);
});

test('two servers with one issuer never share a token, and a server that names the other’s issuer gets none of it', async () => {
  const as = await authorizationServer();
  const first = await protectedServer({ authorizationServer: as });
  const second = await protectedServer({ authorizationServer: as });
  const both = gate({ first: first.url, second: second.url });
  await signedIn('first', both);
  await both.link('first');
  expect((await both.upstreams.acquire('second', owner('s').owner)).ok).toBe(false);
  expect(second.tokens()).toEqual([]);

  await signedIn('second', both);
  expect(textOf(await call(await both.link('first'), 'look'))).toContain('done');
  expect(textOf(await call(await both.link('second'), 'look'))).toContain('done');
  expect(first.tokens()).toHaveLength(1);
  expect(second.tokens()).toHaveLength(1);
  expect(first.tokens()).not.toEqual(second.tokens());
  const clients = as.requests.filter(({ path }) => path === '/auth').map(({ query }) => query.get('client_id'));
  expect(new Set(clients).size).toBe(2);
});

test('a token is for the address it was made for: the same name at another address does not get it', async () => {
  const as = await authorizationServer();
  const remote = await protectedServer({ authorizationServer: as });
  const other = await protectedServer({ authorizationServer: as });
  const one = gate({ remote: remote.url });
  await signedIn('remote', one);
  const config = server('remote', { kind: 'http', url: other.url, headerNames: [] });
  const moved = createSignIns({
    ...{ secrets: one.secrets, opener: one.browser, clock: one.clock, logger: { info() {}, warn() {}, error() {} }, version: '9.9.9' },
    ...{ config: () => config, changed: () => {}, needed: () => {} },
  });
  expect(moved.bearer('remote').header()).toBeUndefined();
  expect(one.signIns.bearer('remote').header()).toMatch(/^Bearer /);
});

test('a sign-in at another issuer replaces what the server had before', async () => {
  const [old, next] = [await authorizationServer(), await authorizationServer()];
  let current = old;
  const remote = await protectedServer({
    authorizationServer: { ...old, token: async (token) => (await old.token(token)) ?? next.token(token) },
    metadata: (said) => ({ ...said, authorization_servers: [current.issuer] }),
  });
  const one = gate({ remote: remote.url });
  await signedIn('remote', one);
  const oldRefresh = one.secrets.get(keyOf('remote', old.issuer, 'refreshToken')) ?? 'none';
  current = next;
  await signedIn('remote', one);
  expect([...one.secrets.map.keys()].every((key) => key.includes(encodeURIComponent(next.issuer)))).toBe(true);
  expect(JSON.stringify(next.requests)).not.toContain(oldRefresh);
});

test('a client registered beforehand is used instead of a new one, and never shown to another issuer', async () => {
  const as = await authorizationServer({
    registration: false,
    clients: [
      {
        ...{
          client_id: 'mine',
          client_secret: 'canary-client-secret-0123456789',
          application_type: 'native',
          redirect_uris: ['http://127.0.0.1/callback'],
        },
        ...{ grant_types: ['authorization_code', 'refresh_token'], token_endpoint_auth_method: 'client_secret_basic' },
      },
    ],
  });
  let current = as;
  const remote = await protectedServer({
    authorizationServer: as,
    metadata: (said) => ({ ...said, authorization_servers: [current.issuer] }),
  });
  const one = gate({ remote: remote.url });
  expect(await failure(one)).toMatch(/does not let programs register/);
  one.signIns.setClient('remote', 'client_id', 'mine');
  one.signIns.setClient('remote', 'client_secret', 'canary-client-secret-0123456789');
  await signedIn('remote', one);
  expect(one.upstreams.status('remote').state).toBe('ready');

  const evil = await authorizationServer();
  current = evil;
  expect(await failure(one)).toMatch(/belongs to .* but its sign-in is now at/);
  expect(JSON.stringify(evil.requests)).not.toContain('mine');
  expect(one.browser.opened).toHaveLength(1);
});

test('a sign-in that nobody finishes ends after five minutes with one line; one that is started again ends the first', async () => {
  const as = await authorizationServer();
  const one = gate({ remote: (await protectedServer({ authorizationServer: as })).url });
  one.browser.follows = false;
  const first = one.signIns.signIn('remote');
  await expect.poll(() => one.signIns.view('remote').signInAddress).toMatch(/^http:\/\/127\.0\.0\.1/);
  const second = one.signIns.signIn('remote');
  expect(await first).toMatchObject({ ok: false, error: { message: expect.stringContaining('started again') as string } });
  await expect.poll(() => one.browser.opened.length).toBe(2);
  one.clock.advance(300_000);
  expect(await second).toMatchObject({ ok: false, error: { message: expect.stringContaining('within 5 minutes') as string } });
  expect(one.signIns.view('remote').signInAddress).toBeUndefined();
  expect(one.secrets.map.size).toBe(0);
  for (const url of one.browser.opened) await expect(fetch(url.searchParams.get('redirect_uri') ?? '')).rejects.toThrow();
});

test('a server removed while somebody signs in keeps nothing', async () => {
  const as = await authorizationServer();
  const one = gate({ remote: (await protectedServer({ authorizationServer: as })).url });
  one.browser.change = (back) => (one.signIns.forget('remote'), back);
  expect(await failure(one)).toMatch(/was ended|removed or changed/);
  expect(one.secrets.map.size).toBe(0);
});

test('no token, code, verifier or secret is ever in the log or in an error', async () => {
  const as = await authorizationServer({ accessTokenSeconds: 600 });
  const remote = await protectedServer({ authorizationServer: as });
  const one = gate({ remote: remote.url });
  await signedIn('remote', one);
  one.clock.advance(545_000);
  await call(await one.link('remote'), 'look');
  const tokenBodies = as.posts('/token').map(({ body }) => new URLSearchParams(body));
  as.intercept = (request, response) => {
    if (request.url !== '/token') return false;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      tokenBodies.push(new URLSearchParams(body));
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: 'invalid_request', error_description: [...new URLSearchParams(body).values()].join(' ') }));
    });
    return true;
  };
  const line = await failure(one);
  expect(line).toMatch(/did not give a token: invalid_request/);
  const secrets = [...one.secrets.values().filter((value) => !value.startsWith('{')), ...remote.tokens()];
  for (const body of tokenBodies)
    for (const name of ['code', 'code_verifier', 'refresh_token']) if (body.has(name)) secrets.push(body.get(name) ?? '');
  expect(secrets.length).toBeGreaterThanOrEqual(8);
  for (const secret of secrets) expect(one.log.join('\n') + line).not.toContain(secret);
});
