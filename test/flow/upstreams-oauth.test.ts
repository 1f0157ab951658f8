import { expect, test } from 'vitest';
import { authorizationServer, failure, gate, keyOf, protectedServer, signedIn } from './oauth-kit.js';
import { call, must, owner, textOf } from './upstreams-kit.js';

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

test.each([
  ['no redirect address', () => undefined],
  ['ours without its port', (uri: string) => [uri.replace(/:\d+/, '')]],
  ['others beside ours', (uri: string) => ['http://127.0.0.1/another', uri]],
])('a registration whose answer names %s is used', async (_what, named) => {
  const as = await authorizationServer();
  as.registered = (client) => ({ ...client, redirect_uris: named((client['redirect_uris'] as [string])[0]) });
  const one = gate({ remote: (await protectedServer({ authorizationServer: as })).url });
  await signedIn('remote', one);
  expect(one.upstreams.status('remote').state).toBe('ready');
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
