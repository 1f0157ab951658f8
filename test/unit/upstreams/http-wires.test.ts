import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../electron/core/ports/clock.js';
import { NeverSent } from '../../../electron/core/ports/upstreams.js';
import { openHttpWire, type HttpDeps } from '../../../electron/core/upstreams/http-wire.js';
import { openSseWire } from '../../../electron/core/upstreams/sse-wire.js';
import type { WireSink } from '../../../electron/core/upstreams/wire.js';
import { fakeHttp, tellingSink } from './fake-http.js';
import { fakeClock } from '../../support/fake-clock.js';

const deps: HttpDeps = { clock: fakeClock(), maxAnswerBytes: () => 1000, covered: (said) => said.replaceAll('hidden', '•••') };
const note = '{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}';
const event = Buffer.from(`data: ${note}\n\n`);

test.each([
  ['is heard as a stream of events', 200, 'text/event-stream; charset=utf-8', [`message ${note}`]],
  ['is not heard where it says that it is no stream', 200, 'application/json', []],
  ['is not heard where it is a refusal', 405, 'text/event-stream', []],
])('what answers the standing request of streamable HTTP %s', (_how, status, type, heard) => {
  const { exchanges, target } = fakeHttp();
  const { told, sink } = tellingSink();
  const wire = openHttpWire(target, sink, deps);
  void wire.ready('2025-11-25');
  wire.send('{"jsonrpc":"2.0","method":"notifications/initialized"}', undefined);
  exchanges[0]!.head(202);
  exchanges[0]!.sink.end();
  const standing = exchanges[1]!;
  expect(standing.method).toBe('GET');
  standing.head(status, { 'content-type': type });
  standing.sink.data(event);
  expect(told).toEqual(heard);
});

test('over HTTP+SSE messages name the protocol version from when it is agreed on, and not before', () => {
  const { exchanges, target } = fakeHttp();
  const wire = openSseWire(target, tellingSink().sink, deps);
  exchanges[0]!.head(200, { 'content-type': 'text/event-stream' });
  exchanges[0]!.sink.data(Buffer.from('event: endpoint\ndata: /messages\n\n'));
  wire.send('{"id":1}', 1);
  void wire.ready('2025-06-18');
  wire.send('{"id":2}', 2);
  expect(exchanges.slice(1).map(({ body, headers }) => [body, headers['mcp-protocol-version']])).toEqual([
    ['{"id":1}', undefined],
    ['{"id":2}', '2025-06-18'],
  ]);
});

test('over streamable HTTP requests name session and version from when they are known, in the same headers for as long as they stay', () => {
  const { exchanges, target } = fakeHttp();
  const wire = openHttpWire(target, tellingSink().sink, deps);
  wire.send('{"id":1}', 1);
  exchanges[0]!.head(200, { 'content-type': 'application/json', 'mcp-session-id': 'abc' });
  wire.send('{"id":2}', 2);
  void wire.ready('2025-06-18');
  wire.send('{"id":3}', 3);
  wire.send('{"id":4}', 4);
  wire.send('{"id":5}', 5, { 'mcp-method': 'tools/call' });
  expect(exchanges.map(({ headers }) => [headers['mcp-session-id'], headers['mcp-protocol-version'], headers['mcp-method']])).toEqual([
    [undefined, undefined, undefined],
    ['abc', undefined, undefined],
    ['abc', '2025-06-18', undefined],
    ['abc', '2025-06-18', undefined],
    ['abc', '2025-06-18', 'tools/call'],
  ]);
  expect(exchanges[3]!.headers).toBe(exchanges[2]!.headers);
  for (const { headers } of exchanges) expect(headers).toMatchObject({ 'content-type': 'application/json' });
});

const opened = [
  {
    kind: 'streamable HTTP',
    open(sink: WireSink, clock: Clock) {
      const { exchanges, target } = fakeHttp();
      return { exchanges, wire: openHttpWire(target, sink, { ...deps, clock }) };
    },
  },
  {
    kind: 'HTTP+SSE',
    open(sink: WireSink, clock: Clock) {
      const { exchanges, target } = fakeHttp();
      const wire = openSseWire(target, sink, { ...deps, clock });
      const standing = exchanges.shift()!;
      standing.head(200, { 'content-type': 'text/event-stream' });
      standing.sink.data(Buffer.from('event: endpoint\ndata: /messages\n\n'));
      return { exchanges, wire, standing };
    },
  },
];
const pong = '{"jsonrpc":"2.0","id":1,"result":{}}';

describe.each(opened)('a server over $kind', ({ open }) => {
  test('that answers nothing nobody waits for holds 128 connections with it for 30 seconds, and no more', () => {
    const clock = fakeClock();
    const { exchanges, wire } = open(tellingSink().sink, clock);
    for (let sent = 0; sent < 128; sent++) wire.send(pong, undefined);
    expect(() => wire.send(pong, undefined)).toThrow(NeverSent);
    wire.send('{"id":1}', 1);
    expect(exchanges).toHaveLength(129);
    exchanges[0]!.head(202);
    exchanges[0]!.sink.end();
    wire.send(pong, undefined);
    clock.advance(30_000);
    expect(exchanges.map(({ aborted }) => aborted)).toEqual([false, ...Array<boolean>(127).fill(true), false, true]);
    wire.send(pong, undefined);
    expect(exchanges).toHaveLength(131);
  });
});

test('over HTTP+SSE a call that nobody waits for any more is taken back, and exchanges whose answers came on the stream are ended before they are many', () => {
  const waiting = new Set<number>();
  const { told, sink } = tellingSink((id) => waiting.has(id));
  const { exchanges, wire } = opened[1]!.open(sink, fakeClock());
  wire.send('{"id":1}', 1);
  wire.forget(1);
  expect(exchanges[0]!.aborted).toBe(true);
  for (let id = 2; id <= 66; id++) {
    waiting.add(id);
    wire.send(`{"id":${id}}`, id);
    // the answer comes on the stream, and the POST stays open
    if (id > 3) waiting.delete(id);
  }
  expect(exchanges.slice(1).filter(({ aborted }) => !aborted)).toHaveLength(3);
  expect(told.filter((line) => /failed [23]:/.test(line))).toEqual([]);
});

test.each(['gzip', 'br, gzip'])(
  'an answer coded as %s, which nobody asked for, is an error at once, though its stream stays open',
  (coding) => {
    const { exchanges, target } = fakeHttp();
    const { told, sink } = tellingSink();
    const wire = openHttpWire(target, sink, deps);
    wire.send('{"id":1}', 1);
    exchanges[0]!.head(200, { 'content-type': 'text/event-stream', 'content-encoding': coding });
    expect(told[0]).toBe('failed 1: 127.0.0.1:9 sends its answers compressed, which it was not asked for');
    expect(exchanges[0]!.aborted).toBe(true);
  },
);

test.each([
  [200, { 'content-type': 'text/html' }, 'closed crash'],
  [200, {}, 'closed crash'],
  [200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }, 'closed crash'],
])('over HTTP+SSE what is no stream of events ends the connection at once, though it stays open: %i %o', (status, headers, line) => {
  const { exchanges, target } = fakeHttp();
  const { told, sink } = tellingSink();
  const wire = openSseWire(target, sink, deps);
  wire.send('{"id":1}', 1);
  exchanges[0]!.head(status, headers);
  expect(told.at(-1)).toBe(line);
});

test.each([
  ['streamable HTTP', openHttpWire],
  ['HTTP+SSE', openSseWire],
])('over %s a refusal that repeats what the server was given goes on without it', (_name, open) => {
  const { exchanges, target } = fakeHttp();
  const { told, sink } = tellingSink();
  const wire = open(target, sink, deps);
  if (open === openSseWire) {
    exchanges[0]!.head(200, { 'content-type': 'text/event-stream' });
    exchanges[0]!.sink.data(Buffer.from('event: endpoint\ndata: /messages\n\n'));
  }
  wire.send('{"id":1}', 1);
  const post = exchanges.at(-1)!;
  post.head(500);
  post.sink.data(Buffer.from('no good: hidden'));
  post.sink.end();
  expect(told).toContain('failed 1: 127.0.0.1:9 answered HTTP 500, it failed: no good: •••');
});
