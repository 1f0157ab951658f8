import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { systemClock, type Clock } from '../../../electron/core/ports/clock.js';
import { createAddressGuard, placeOf, type Resolve } from '../../../electron/core/upstreams/oauth/address-guard.js';
import { createGuardedFetch } from '../../../electron/core/upstreams/oauth/guarded-fetch.js';
import { SignInFault } from '../../../electron/core/upstreams/oauth/sign-in-fault.js';

const publicly: Resolve = () => Promise.resolve(['93.184.216.34']);
const guardOf = (server: string, resolve: Resolve = publicly) => createAddressGuard(new URL(server), resolve);
const allows = async (server: string, address: string, resolve?: Resolve): Promise<boolean> => {
  const guard = await guardOf(server, resolve);
  try {
    guard.check(new URL(address), 'it');
    return true;
  } catch (error) {
    if (error instanceof SignInFault) return false;
    throw error;
  }
};

test.each([
  ['8.8.8.8', 'public'],
  ['2606:4700::1111', 'public'],
  ['127.0.0.1', 'loopback'],
  ['127.8.9.1', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['10.0.0.1', 'private'],
  ['172.31.255.1', 'private'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['fd00::1', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  ['64:ff9b::a00:1', 'private'],
  ['64:ff9b::808:808', 'public'],
  ['2002:a00:1::1', 'private'],
  ['169.254.169.254', 'link-local'],
  ['::ffff:169.254.169.254', 'link-local'],
  ['fe80::1', 'link-local'],
  ['0.0.0.0', 'nowhere'],
  ['::', 'nowhere'],
  ['::127.0.0.1', 'loopback'],
  ['::7f00:1', 'nowhere'],
  ['255.255.255.255', 'nowhere'],
  ['224.0.0.1', 'nowhere'],
  ['240.0.0.1', 'nowhere'],
  ['ff02::1', 'nowhere'],
  ['2001::1', 'nowhere'],
  ['not an address', 'nowhere'],
])('%s is %s', (address, place) => expect(placeOf(address)).toBe(place));

test.each([
  'https://127.0.0.1/',
  'http://127.0.0.1/',
  'https://localhost/',
  'https://login.localhost/',
  'https://[::1]/',
  'https://10.0.0.1/',
  'https://[::ffff:a00:1]/',
  'https://169.254.169.254/latest',
  'https://0251.0376.0251.0376/',
  'https://0xa9fea9fe/',
  'https://2852039166/',
  'https://0/',
  'http://login.example/',
  'ftp://login.example/',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'https://user:pass@login.example/',
])('from a public server, sign-in may not lead to %s', async (address) => {
  expect(await allows('https://mcp.example/mcp', address)).toBe(false);
});

test('a public server’s sign-in may lead to a public address by https', async () => {
  expect(await allows('https://mcp.example/mcp', 'https://login.example/')).toBe(true);
  expect(await allows('https://mcp.example/mcp', 'https://8.8.8.8/')).toBe(true);
});

test('where the server itself is, its sign-in may be too, and nowhere else', async () => {
  expect(await allows('http://127.0.0.1:1/mcp', 'http://127.0.0.1:2/')).toBe(true);
  expect(await allows('http://localhost:1/mcp', 'http://localhost:2/', () => Promise.resolve(['127.0.0.1']))).toBe(true);
  expect(await allows('http://127.0.0.1:1/mcp', 'https://10.0.0.1/')).toBe(false);
  expect(await allows('https://10.0.0.9/mcp', 'https://10.0.0.1/')).toBe(true);
  expect(await allows('https://10.0.0.9/mcp', 'http://10.0.0.1/')).toBe(false);
  expect(await allows('https://10.0.0.9/mcp', 'https://127.0.0.1/')).toBe(false);
  expect(await allows('https://169.254.1.1/mcp', 'https://169.254.1.2/')).toBe(true);
  expect(await allows('https://metadata.example/mcp', 'https://169.254.169.254/', () => Promise.resolve(['169.254.169.254']))).toBe(false);
});

test('the server’s own origin may be without TLS for its own metadata, another one not', async () => {
  const guard = await guardOf('http://mcp.example/mcp');
  expect(() => guard.checkOfServer(new URL('http://mcp.example/.well-known/x'), 'it')).not.toThrow();
  expect(() => guard.checkOfServer(new URL('http://other.example/.well-known/x'), 'it')).toThrow(/not protected by https/);
});

test('a name that is looked up again when connected to cannot lead inside: nothing reaches the listener', async () => {
  let hits = 0;
  const canary = createServer((_request, response) => {
    hits += 1;
    response.end();
  });
  canary.on('connection', () => (hits += 1));
  await new Promise<void>((done) => canary.listen(0, '127.0.0.1', done));
  const { port } = canary.address() as AddressInfo;
  const answers = new Map([
    ['mcp.example', ['93.184.216.34']],
    ['rebind.example', ['127.0.0.1']],
    ['mixed.example', ['::ffff:127.0.0.1', '10.0.0.1', '169.254.169.254']],
  ]);
  const guard = await guardOf('https://mcp.example/mcp', (host) => Promise.resolve(answers.get(host) ?? []));
  const fetches = createGuardedFetch(guard, new AbortController().signal, systemClock);
  await expect(fetches.fetch(`https://rebind.example:${port}/`)).rejects.toThrow(/this machine itself/);
  await expect(fetches.fetch(`https://mixed.example:${port}/`)).rejects.toThrow(/may not lead/);
  await expect(fetches.fetch(`https://unknown.example:${port}/`)).rejects.toThrow(SignInFault);
  fetches.close();
  expect(hits).toBe(0);
  await new Promise((done) => canary.close(done));
});

test('of several addresses of a name only those that are allowed are connected to', async () => {
  const guard = await guardOf('https://mcp.example/mcp', () => Promise.resolve(['10.0.0.1', '93.184.216.34'])).then(() =>
    createAddressGuard(new URL('https://93.184.216.34/'), () => Promise.resolve(['10.0.0.1', '93.184.216.34'])),
  );
  const found = await new Promise((done, failed) =>
    guard.lookup('login.example', { all: true }, (error, addresses) => (error === null ? done(addresses) : failed(error))),
  );
  expect(found).toEqual([{ address: '93.184.216.34', family: 4 }]);
});

test('an answer without end, a huge one and one that redirects in circles end the fetch', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/huge') return void response.end(Buffer.alloc(2 * 1024 * 1024, 'x'));
    if (request.url === '/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return void response.write(': hello\n\n');
    }
    response.writeHead(302, { location: '/circle' }).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fetches = createGuardedFetch(await guardOf(origin), new AbortController().signal, systemClock);
  await expect(fetches.fetch(`${origin}/huge`)).rejects.toThrow(/larger than allowed/);
  expect((await fetches.fetch(`${origin}/stream`)).status).toBe(200);
  await expect(fetches.fetch(`${origin}/circle`)).rejects.toThrow(/not followed/);
  fetches.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

test('an answer that comes byte by byte ends the fetch after 15 s, however lively it is', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const timers: { ms: number; fn: () => void; stopped: boolean }[] = [];
  const clock: Clock = {
    ...systemClock,
    after(ms, fn) {
      const timer = { ms, fn, stopped: false };
      timers.push(timer);
      return () => (timer.stopped = true);
    },
  };
  const fetches = createGuardedFetch(await guardOf(origin), new AbortController().signal, clock);
  const fetching = fetches.fetch(`${origin}/drip`);
  await new Promise((asked) => server.once('request', asked));
  expect(timers).toMatchObject([{ ms: 15_000, stopped: false }]);
  timers[0]?.fn();
  await expect(fetching).rejects.toThrow(/cannot be reached: its answer took longer than 15 seconds/);
  expect(timers[0]?.stopped).toBe(true);
  fetches.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});
