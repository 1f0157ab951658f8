import { expect, test } from 'vitest';
import { openHttpWire, type HttpDeps } from '../../../electron/core/upstreams/http-wire.js';
import { openSseWire } from '../../../electron/core/upstreams/sse-wire.js';
import { fakeClock } from '../../support/audit-bench.js';
import { fakeHttp, tellingSink } from './fake-http.js';

const deps: HttpDeps = { clock: fakeClock(), maxAnswerBytes: () => 1000 };
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
