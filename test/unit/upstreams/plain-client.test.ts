import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { HttpClient } from '../../../electron/core/upstreams/http-client.js';
import { createPlainClient } from '../../../electron/core/upstreams/plain-client.js';

let server: Server | undefined;
let client: HttpClient | undefined;
const sockets = new Set<Socket>();

afterEach(async () => {
  client?.destroy();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
});

interface Seen {
  readonly connection: number;
  readonly text: string;
}

/** A server that answers the n-th request that it has read to its end; undefined closes the connection. */
async function serving(answer: (n: number, text: string) => string | undefined | 'nothing'): Promise<{ url: URL; seen: Seen[] }> {
  const seen: Seen[] = [];
  let connections = 0;
  server = createServer((socket) => {
    const connection = ++connections;
    let text = '';
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const head = text.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/.exec(text)?.[1] ?? 0);
      if (head === -1 || text.length < head + 4 + length) return;
      seen.push({ connection, text });
      const said = answer(seen.length, text);
      text = '';
      if (said === undefined) socket.destroy();
      else if (said !== 'nothing') socket.write(said, 'latin1');
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: new URL(`http://127.0.0.1:${port}/mcp`), seen };
}

/** One exchange, told in words. */
function ask(body: string, headers: Record<string, string> = {}, started?: (abort: () => void) => void): Promise<string> {
  return new Promise((resolve) => {
    let told = '';
    const abort = (client as HttpClient).exchange('POST', '/mcp', headers, body, {
      leaving: () => void (told += 'left '),
      head: ({ status }) => void (told += `${status} `),
      data: (chunk) => void (told += chunk.toString('utf8')),
      end: () => resolve(told),
      broke: (error) => resolve(`${told}broke: ${(error as NodeJS.ErrnoException).code ?? error.message}`),
    });
    started?.(abort);
  });
}

const ok = (body: string): string => `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

it('sends one request after the other on a connection, whole, with the standing headers', async () => {
  const { url, seen } = await serving((n) => ok(`answer ${n}`));
  client = createPlainClient(url, { 'X-Key': 'k', Host: 'elsewhere', Connection: 'upgrade' });
  expect(await ask('{"a":1}', { accept: 'a/b' })).toBe('left 200 answer 1');
  expect(await ask('"é"'.repeat(10))).toBe('left 200 answer 2');
  expect(await ask('y'.repeat(300_000))).toBe('left 200 answer 3');
  expect(seen.map(({ connection }) => connection)).toEqual([1, 1, 1]);
  expect(seen[0]?.text).toBe(
    `POST /mcp HTTP/1.1\r\nhost: ${url.host}\r\nconnection: keep-alive\r\naccept-encoding: identity\r\nx-key: k\r\naccept: a/b\r\ncontent-length: 7\r\n\r\n{"a":1}`,
  );
  expect(Buffer.from(seen[1]?.text.split('\r\n\r\n')[1] ?? '', 'latin1').toString('utf8')).toBe('"é"'.repeat(10));
});

it('writes a head anew where only the address or the method is another', async () => {
  const { url, seen } = await serving(() => ok(''));
  client = createPlainClient(url, {});
  const same = { accept: 'a/b' };
  for (const [method, path] of [
    ['POST', '/one'],
    ['POST', '/two'],
    ['DELETE', '/two'],
    ['DELETE', '/two'],
  ] as const)
    await new Promise<void>((end) =>
      client?.exchange(method, path, same, undefined, { leaving() {}, head() {}, data() {}, end, broke: () => end() }),
    );
  expect(seen.map(({ text }) => text.split(' HTTP')[0])).toEqual(['POST /one', 'POST /two', 'DELETE /two', 'DELETE /two']);
  expect(seen.every(({ text }) => text.includes('accept: a/b\r\n'))).toBe(true);
});

it('uses as many connections as requests are under way, and no answer goes to another', async () => {
  const { url, seen } = await serving((_, text) => ok(text.split('\r\n\r\n')[1] ?? ''));
  client = createPlainClient(url, {});
  const asked = Array.from({ length: 20 }, (_, i) => ask(`"${i}"`));
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 20 }, (_, i) => `left 200 "${i}"`));
  expect(new Set(seen.map(({ connection }) => connection)).size).toBe(20);
});

it('never sends a request twice: a connection that breaks takes its request with it', async () => {
  const { url, seen } = await serving((n) => (n === 1 ? ok('1') : undefined));
  client = createPlainClient(url, {});
  expect(await ask('a')).toBe('left 200 1');
  expect(await ask('b')).toBe('left broke: UND_ERR_SOCKET');
  expect(seen.map(({ text }) => text.at(-1))).toEqual(['a', 'b']);
});

it('takes a new connection where the server said that it keeps the old one for a second only', async () => {
  const { url, seen } = await serving(() => ok('1').replace('\r\n', '\r\nkeep-alive: timeout=1\r\n'));
  client = createPlainClient(url, {});
  for (let n = 0; n < 2; n++) expect(await ask('a')).toBe('left 200 1');
  expect(seen.map(({ connection }) => connection)).toEqual([1, 2]);
});

it('leaves a connection that the server closes, or that says more than it was asked', async () => {
  const { url, seen } = await serving((n) =>
    n === 1 ? ok('1').replace('\r\n', '\r\nconnection: close\r\n') : n === 2 ? `${ok('2')}x` : ok('3'),
  );
  client = createPlainClient(url, {});
  for (const n of [1, 2, 3]) expect(await ask('a')).toBe(`left 200 ${n}`);
  expect(seen.map(({ connection }) => connection)).toEqual([1, 2, 3]);
});

it('an exchange that is no longer wanted ends at once and gives its connection up', async () => {
  const { url, seen } = await serving((n) => (n === 1 ? 'nothing' : ok('2')));
  client = createPlainClient(url, {});
  let abort: () => void = () => {};
  const first = ask('a', {}, (stop) => (abort = stop));
  while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
  abort();
  expect(await first).toBe('left broke: no longer wanted');
  expect(await ask('b')).toBe('left 200 2');
  expect(seen.map(({ connection }) => connection)).toEqual([1, 2]);
});

it('what cannot be written is not begun, and what reaches nobody never left', async () => {
  const { url, seen } = await serving(() => ok('1'));
  client = createPlainClient(url, {});
  expect(await ask('a', { 'x-a': 'b\r\nx-c: d' })).toBe('broke: the header "x-a" is not valid');
  expect(await ask('a', { 'x a': 'b' })).toBe('broke: the header "x a" is not valid');
  expect(seen).toEqual([]);
  await new Promise((resolve) => server?.close(resolve));
  server = undefined;
  expect(await ask('a')).toBe('broke: ECONNREFUSED');
});

it('an answer that is no HTTP breaks its exchange', async () => {
  const { url } = await serving(() => '220 mail\r\n\r\n');
  client = createPlainClient(url, {});
  expect(await ask('a')).toBe('left broke: BAD_RESPONSE');
});
