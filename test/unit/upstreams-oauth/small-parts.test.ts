import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SecretStore } from '../../../electron/core/ports/secret-store.js';
import { SecretUnreadable } from '../../../electron/core/ports/secret-store.js';
import { readChallenge, scopesOf } from '../../../electron/core/upstreams/oauth/challenge.js';
import { tokensOf, type Grant } from '../../../electron/core/upstreams/oauth/grant.js';
import { inOneLine } from '../../../electron/core/upstreams/oauth/sign-in-fault.js';
import { createVault } from '../../../electron/core/upstreams/oauth/vault.js';

test.each([
  ['Bearer', {}],
  ['Basic realm="x"', {}],
  [undefined, {}],
  ['Bearer scope="a b", error="insufficient_scope"', { scope: 'a b', error: 'insufficient_scope' }],
  ['bearer resource_metadata=https://a.example/x', { resourceMetadata: 'https://a.example/x' }],
  ['Basic realm="a, Bearer scope=b", Bearer scope="c"', { scope: 'c' }],
  ['Bearer realm="say \\"hi\\"", scope="a"', { scope: 'a' }],
  ['Bearer scope="a", scope="b"', { scope: 'a' }],
  ['Bearer scope="a', {}],
])('the challenge %j is read as %j', (header, expected) => expect(readChallenge(header)).toEqual(expected));

test('no header makes reading a challenge fail or slow', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20_000 }), (text) => typeof readChallenge(`Bearer ${text}`) === 'object'),
    { seed: 6, numRuns: 200 },
  );
  expect(readChallenge(`Bearer ${'a="'.repeat(5000)}`)).toBeTypeOf('object');
  expect(readChallenge(`Bearer ${'\\"'.repeat(5000)}`)).toBeTypeOf('object');
});

test('scopes are those of RFC 6749, the rest is dropped', () => {
  expect(scopesOf('read  write "quoted" back\\slash né x')).toEqual(['read', 'write', 'x']);
  expect(scopesOf(undefined)).toEqual([]);
});

test('what others wrote becomes one short line without secrets or invisible characters', () => {
  expect(inOneLine('a\nb\u202ec\u0000', [])).toBe('a b c');
  expect(inOneLine('it was top-secret, really top-secret', ['top-secret', undefined, ''])).toBe('it was …, really …');
  expect(inOneLine('x'.repeat(1000))).toHaveLength(200);
});

test('a token is renewed a minute before its end, earlier only when it lives shorter than four', () => {
  const answer = { access_token: 'abc', token_type: 'bearer' };
  expect(tokensOf({ ...answer, expires_in: 3600 }, undefined, 0)).toMatchObject({ expiresAtMs: 3_600_000, renewAtMs: 3_540_000 });
  expect(tokensOf({ ...answer, expires_in: 20 }, undefined, 0)).toMatchObject({ expiresAtMs: 20_000, renewAtMs: 15_000 });
  expect(tokensOf(answer, 'asked', 0)).toMatchObject({ expiresAtMs: undefined, renewAtMs: undefined, scope: 'asked' });
});

test.each([0, -1, -Infinity, NaN, Infinity])(
  'a token that lives %d seconds is renewed when it is refused, not before every request',
  (seconds) =>
    expect(tokensOf({ access_token: 'abc', token_type: 'bearer', expires_in: seconds }, undefined, 0)).toMatchObject({
      expiresAtMs: undefined,
      renewAtMs: undefined,
    }),
);

test('a refresh token beyond the length of any is refused', () =>
  expect(() => tokensOf({ access_token: 'abc', token_type: 'bearer', refresh_token: 'x'.repeat(65_537) }, undefined, 0)).toThrow());

test('of the scopes that a token is said to have no more are kept than are ever asked for', () => {
  const scope = Array.from({ length: 5000 }, (_, at) => `scope${at}`).join(' ');
  expect(tokensOf({ access_token: 'abc', token_type: 'bearer', scope }, undefined, 0).scope?.split(' ')).toHaveLength(100);
});

test.each([
  { access_token: 'abc', token_type: 'mac' },
  { access_token: '', token_type: 'Bearer' },
  { access_token: 'a\r\nx-evil: 1', token_type: 'Bearer' },
])('the token answer %j is refused', (answer) => expect(() => tokensOf(answer, undefined, 0)).toThrow());

function secretStore(): SecretStore & { readonly map: Map<string, string>; sealed: boolean } {
  const map = new Map<string, string>();
  const store = {
    map,
    sealed: false,
    get(key: string) {
      if (store.sealed && map.has(key)) throw new SecretUnreadable(key);
      return map.get(key);
    },
    set: (key: string, value: string) => void map.set(key, value),
    delete: (key: string) => void map.delete(key),
    has: (key: string) => map.has(key),
    keys: (prefix: string) => [...map.keys()].filter((key) => key.startsWith(prefix)),
    values: () => [...map.values()],
    place: { name: 'memory' },
  };
  return store;
}
const grant = (issuer: string, more: Partial<Grant> = {}): Grant => ({
  ...{
    serverUrl: 'https://mcp.example/mcp',
    issuer,
    resource: 'https://mcp.example/mcp',
    tokenEndpoint: `${issuer}/token`,
    authMethods: ['none'],
  },
  ...{
    clientId: 'c',
    clientSecret: undefined,
    accessToken: `access of ${issuer}`,
    refreshToken: 'refresh',
    scope: 'a',
    expiresAtMs: 5,
    renewAtMs: 4,
  },
  ...more,
});

test('what is kept comes back the same, and every secret of it has a key of its own under server and issuer', () => {
  const secrets = secretStore();
  const vault = createVault(secrets);
  const kept = grant('https://login.example/tenant', { clientSecret: 'hush' });
  vault.keep('my server', kept);
  expect(vault.grant('my server')).toEqual(kept);
  expect(vault.grant('my')).toBeUndefined();
  const at = 'server/my server/oauth/https%3A%2F%2Flogin.example%2Ftenant/';
  expect([...secrets.map.keys()].sort()).toEqual([`${at}accessToken`, `${at}clientSecret`, `${at}grant`, `${at}refreshToken`]);
  expect(secrets.values()).toEqual(expect.arrayContaining([kept.accessToken, 'refresh', 'hush']));
  expect(secrets.map.get(`${at}grant`)).not.toMatch(/access of|refresh"|hush/);
});

test('a new issuer replaces the old one; a renewal without a new refresh token forgets the old', () => {
  const secrets = secretStore();
  const vault = createVault(secrets);
  vault.keep('a', grant('https://one.example'));
  vault.keep('ab', grant('https://one.example'));
  vault.setGivenClient('a', 'client_id', 'mine');
  vault.keep('a', grant('https://two.example', { refreshToken: undefined }));
  expect(vault.grant('a')).toEqual(grant('https://two.example', { refreshToken: undefined }));
  expect(secrets.keys('server/a/').every((key) => key.includes('two.example') || key.endsWith('client_id'))).toBe(true);
  expect(vault.grant('ab')?.issuer).toBe('https://one.example');
  vault.drop('a');
  expect(secrets.keys('server/a/')).toEqual(['server/a/oauth/client_id']);
});

test('a record under another issuer’s key, a damaged one and one that cannot be opened here count as none', () => {
  const secrets = secretStore();
  const vault = createVault(secrets);
  vault.keep('a', grant('https://one.example'));
  const key = 'server/a/oauth/https%3A%2F%2Fone.example/grant';
  const record = secrets.map.get(key) ?? '';
  secrets.map.set(key, record.replace('"issuer":"https://one.example"', '"issuer":"https://two.example"'));
  expect(vault.grant('a')).toBeUndefined();
  for (const damaged of ['', '{', 'null', '[]', '{"issuer":1}']) {
    secrets.map.set(key, damaged);
    expect(vault.grant('a')).toBeUndefined();
  }
  secrets.map.set(key, record);
  expect(vault.grant('a')).toBeDefined();
  secrets.sealed = true;
  expect(vault.grant('a')).toBeUndefined();
});

test('a client given anew is not bound to the issuer of the one before', () => {
  const secrets = secretStore();
  const vault = createVault(secrets);
  vault.setGivenClient('a', 'client_id', 'one');
  vault.setGivenClient('a', 'client_secret', 'hush');
  vault.bindGivenClient('a', 'https://login.example');
  expect(vault.givenClient('a')).toEqual({ clientId: 'one', clientSecret: 'hush', issuer: 'https://login.example' });
  vault.setGivenClient('a', 'client_id', 'two');
  expect(vault.givenClient('a')?.issuer).toBeUndefined();
  vault.setGivenClient('a', 'client_id', '');
  expect(vault.givenClient('a')).toBeUndefined();
});

test('what a gate without remote servers loads of this room is its own small files: no package, no OAuth', () => {
  const seen = new Set<string>();
  const packages: string[] = [];
  const read = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, from] of readFileSync(file, 'utf8').matchAll(/^import (?!type )[^;]*?from '([^']+)';/gms))
      if (from?.startsWith('.') === true) read(resolve(file, '..', from.replace(/\.js$/, '.ts')));
      else packages.push(from ?? '');
  };
  read(resolve('electron/core/upstreams/oauth/create-sign-ins.ts'));
  expect(packages).toEqual([]);
  expect([...seen].map((file) => file.split('/').at(-1)).sort()).toEqual(
    [
      'challenge.ts',
      'create-bearer.ts',
      'create-sign-ins.ts',
      'result.ts',
      'secret-store.ts',
      'sign-in-fault.ts',
      'sign-in-states.ts',
      'vault.ts',
    ].sort(),
  );
});
