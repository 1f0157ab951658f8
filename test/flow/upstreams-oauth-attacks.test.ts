import { expect, test } from 'vitest';
import { createSignIns } from '../../electron/core/upstreams/oauth/create-sign-ins.js';
import { authorizationServer, failure, gate, protectedServer, signedIn } from './oauth-kit.js';
import { call, owner, server, textOf } from './upstreams-kit.js';

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
  ['another redirect address', { client_id: 'one', redirect_uris: ['http://127.0.0.1/callback2', 'https://evil.example/callback'] }],
  ['no redirect address', { client_id: 'one', redirect_uris: [] }],
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
