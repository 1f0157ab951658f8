import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxHeadBytes, readHead } from '../../../electron/core/gateway/http-head.js';
import { fakeClock } from '../../support/fake-clock.js';
import { until } from '../../support/until.js';
import { handshake, startRig, tokenOf, type Rig } from './fakes.js';

let rig: Rig;
let session: string;
beforeEach(async () => {
  rig = await startRig();
  session = String((await handshake(rig)).session);
});
afterEach(() => rig.close());

/** any header about the connection is left to node:http, and this one means nothing to it */
const BY_NODE = 'Keep-Alive: timeout=5\r\n';

interface Ask {
  readonly line?: string;
  readonly more?: string;
  readonly body: string;
  readonly lengthOff?: number;
}

const call = (id: number, pad = ''): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'echo', arguments: { pad } } });

/** what leaves the connection open */
const plain: fc.Arbitrary<Ask> = fc.oneof(
  fc.record({
    body: fc.tuple(fc.nat(1000), fc.constantFrom('', 'x', '\u00e9\u{1f600}', 'y'.repeat(70_000))).map(([id, pad]) => call(id, pad)),
  }),
  fc.constantFrom<Ask>(
    { body: '{"jsonrpc":"2.0","method":"notifications/initialized"}' },
    { body: '{"jsonrpc":"2.0","id":1,"method":"no/such"}' },
    { body: '{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}' },
    { body: 'no json' },
    { body: '' },
    { body: '[]' },
    { body: call(1), more: 'Mcp-Session-Id: none\r\n' },
  ),
);

const odd: fc.Arbitrary<Ask> = fc.constantFrom<Ask>(
  { body: call(1), more: 'Content-Type: text/plain\r\n' },
  { body: call(1), more: 'Mcp-Protocol-Version: 1999-01-01\r\n' },
  { body: call(1), more: 'Origin: https://evil.test\r\n' },
  { body: call(1), more: 'X-Fold: a\r\n b\r\n' },
  { body: call(1), more: 'X-Bad\u0001: a\r\n' },
  { body: call(1), more: 'Transfer-Encoding: chunked\r\n' },
  { body: call(1), more: `X-Long: ${'z'.repeat(2 * maxHeadBytes)}\r\n` },
  { body: call(1), line: 'POST /mcp/none HTTP/1.1' },
  { body: call(1), line: 'POST /mcp/one HTTP/1.0' },
  { body: call(1), line: 'PUT /mcp/one HTTP/1.1' },
  { body: call(1), line: 'POST  /mcp/one HTTP/1.1' },
  { body: call(1), line: 'G' },
);

const bytesOf = ({ line = 'POST /mcp/one HTTP/1.1', more = '', body }: Ask, extra: string): Buffer => {
  const own = [
    `Host: 127.0.0.1:${rig.port}`,
    `Authorization: Bearer ${tokenOf('anna')}`,
    'Accept: application/json',
    ...(more.startsWith('Content-Type') ? [] : ['Content-Type: application/json']),
    ...(more.startsWith('Mcp-Session-Id') ? [] : [`Mcp-Session-Id: ${session}`]),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${line}\r\n${own.join('\r\n')}\r\n${more}${extra}\r\n${body}`);
};

/** What comes back for these bytes, sent in these pieces: status and body of each answer, until `count` came or the connection ended. */
function exchange(pieces: readonly Buffer[], count: number): Promise<{ status: number; body: string }[]> {
  return new Promise((resolve, reject) => {
    const answers: { status: number; body: string }[] = [];
    let text = '';
    const socket = connect({ port: rig.port, host: '127.0.0.1' }, () => {
      socket.setNoDelay(true);
      const next = (i: number): void => {
        const piece = pieces[i];
        if (piece !== undefined && socket.writable) socket.write(piece, () => setImmediate(next, i + 1));
      };
      next(0);
    });
    const finish = (): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (;;) {
        const end = text.indexOf('\r\n\r\n');
        if (end === -1) return;
        const head = text.slice(0, end);
        const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
        if (text.length < end + 4 + length) return;
        answers.push({ status: Number(head.slice(9, 12)), body: text.slice(end + 4, end + 4 + length) });
        text = text.slice(end + 4 + length);
        if (answers.length === count) return finish();
      }
    });
    socket.on('close', finish);
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? finish() : reject(error),
    );
  });
}

const cut = (bytes: Buffer, places: readonly number[]): Buffer[] => {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length)).filter((piece) => piece.length > 0);
};

describe('the short way in', () => {
  it('answers whatever is sent, in whatever pieces, as node:http answers it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(plain, { maxLength: 3 }),
        fc.oneof(plain, odd),
        fc.array(fc.nat(200_000), { maxLength: 4 }),
        async (first, last, places) => {
          const sent = [...first, last];
          const bytes = Buffer.concat(sent.map((ask) => bytesOf(ask, '')));
          const short = await exchange(cut(bytes, places), sent.length);
          const long = await Promise.all(sent.map((ask) => exchange([bytesOf(ask, BY_NODE)], 1)));
          expect(short).toEqual(long.flat());
        },
      ),
      { seed: 7, numRuns: 60, interruptAfterTimeLimit: 60_000 },
    );
  });

  it('serves a request after a stranger shape on the same connection, and no byte twice', async () => {
    const before = rig.seen.length;
    const bytes = Buffer.concat([bytesOf({ body: call(1) }, ''), bytesOf({ body: call(2) }, BY_NODE), bytesOf({ body: call(3) }, '')]);
    const answers = await exchange([bytes], 3);
    expect(answers.map(({ status, body }) => [status, (JSON.parse(body) as { id: number }).id])).toEqual([
      [200, 1],
      [200, 2],
      [200, 3],
    ]);
    expect(rig.seen.length - before).toBe(3);
  });

  it('gives everybody else a turn between requests that came together', async () => {
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    const ping = bytesOf({ body: '{"jsonrpc":"2.0","id":1,"method":"ping"}' }, '');
    const answered = exchange([Buffer.concat(Array<Buffer>(100).fill(ping))], 100);
    count();
    expect(await answered).toHaveLength(100);
    isDone = true;
    expect(turns).toBeGreaterThan(100);
  });

  it.each([
    ['a head', 10_000],
    ['a body', 60_000],
  ])('says that %s took too long, as node:http does, and reads no more of it', async (what, limitMs) => {
    await rig.close();
    const clock = fakeClock();
    rig = await startRig({ clock });
    session = String((await handshake(rig)).session);
    const before = rig.seen.length;
    const whole = bytesOf({ body: call(1) }, '');
    const cut = what === 'a head' ? 100 : whole.length - 1;
    const socket = connect({ port: rig.port, host: '127.0.0.1' });
    let text = '';
    let closed = false;
    socket.on('data', (chunk: Buffer) => (text += chunk.toString())).on('close', () => (closed = true));
    socket.write(whole.subarray(0, cut));
    // by the time that a later request is answered this one was read
    expect((await handshake(rig)).session).toBeDefined();
    clock.advance(limitMs - 1);
    expect([text, closed]).toEqual(['', false]);
    clock.advance(1);
    await until('the end', () => closed);
    expect(text).toBe('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
    expect(rig.seen.length).toBe(before);
  });

  it('reads nothing more of a connection whose answers nobody reads, until somebody does', async () => {
    const pad = 'y'.repeat(60_000);
    const before = rig.seen.length;
    const socket = connect({ port: rig.port, host: '127.0.0.1' });
    socket.pause();
    const many = 1000;
    for (let id = 1; id <= many; id++) socket.write(bytesOf({ body: call(id, pad) }, ''));
    // others are served as before, many times over
    for (let round = 0; round < 400 && rig.seen.length - before < many; round++)
      expect(await exchange([bytesOf({ body: '{"jsonrpc":"2.0","id":1,"method":"ping"}' }, '')], 1)).toHaveLength(1);
    const unread = rig.seen.length - before;
    let got = 0;
    socket.on('data', (chunk: Buffer) => (got += chunk.length));
    socket.resume();
    await until('all answers', () => got > many * pad.length && rig.seen.length - before === many, 30_000);
    socket.destroy();
    expect(unread).toBeLessThan(many / 2);
  });
});

describe('the head of a plain request', () => {
  const head = (more: string): string => `POST /mcp HTTP/1.1\r\nHost: a\r\n${more}`;
  it.each([
    ['no length', head('X: y')],
    ['a length with a sign', head('Content-Length: +5')],
    ['a length with a leading zero', head('Content-Length: 05')],
    ['a length twice', head('Content-Length: 5\r\ncontent-length: 5')],
    ['chunks', head('Content-Length: 5\r\nTransfer-Encoding: chunked')],
    ['a space before the colon', head('Content-Length : 5')],
    ['a folded line', head('Content-Length: 5\r\n  6')],
    ['a bare line feed', head('X: a\nContent-Length: 5\r\nContent-Length: 6')],
    ['a bare carriage return', head('X: a\rb\r\nContent-Length: 5')],
    ['a byte above ASCII', head('X: \u00e9\r\nContent-Length: 5')],
    ['a NUL', head('X: \0\r\nContent-Length: 5')],
    ['an upgrade', head('Content-Length: 5\r\nConnection: Upgrade\r\nUpgrade: websocket')],
    ['an end of the connection', head('Content-Length: 5\r\nConnection: close')],
    ['a condition', head('Content-Length: 5\r\nExpect: 100-continue')],
    ['another method', 'GET /mcp HTTP/1.1\r\nHost: a\r\nContent-Length: 0'],
    ['an absolute address', 'POST http://a/mcp HTTP/1.1\r\nHost: a\r\nContent-Length: 0'],
    ['another version', 'POST /mcp HTTP/1.0\r\nHost: a\r\nContent-Length: 0'],
    ['an empty line first', '\r\nPOST /mcp HTTP/1.1\r\nHost: a\r\nContent-Length: 0'],
  ])('is none with %s', (_, text) => {
    expect(readHead(text)).toBeUndefined();
  });

  it('keeps names in lower case, values without the space around them, and the lines as they came', () => {
    expect(readHead(head('Content-Length: 5\r\nX-Empty:\r\nX-Words: \t a b \r\nConnection: Keep-Alive'))).toEqual({
      method: 'POST',
      url: '/mcp',
      headers: { host: 'a', 'content-length': '5', 'x-empty': '', 'x-words': 'a b', connection: 'Keep-Alive' },
      rawHeaders: ['Host', 'a', 'Content-Length', '5', 'X-Empty', '', 'X-Words', 'a b', 'Connection', 'Keep-Alive'],
      bodyBytes: 5,
    });
  });
});
