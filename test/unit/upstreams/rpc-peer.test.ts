import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactNumber, type JsonObject } from '../../../shared/json/json.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import type { OwnReply, ServerMessage } from '../../../electron/core/ports/messages.js';
import type { Hop } from '../../../electron/core/ports/telemetry.js';
import { CallCancelled, CallTimedOut, FateUnknown, NeverSent } from '../../../electron/core/ports/upstreams.js';
import { createRpcPeer, hardMaxMs } from '../../../electron/core/upstreams/rpc-peer.js';
import type { WireSink } from '../../../electron/core/upstreams/wire.js';
import { fakeClock } from '../../support/fake-clock.js';

function setUp(
  reply: (message: ServerMessage, signal: AbortSignal) => Promise<OwnReply> | OwnReply = () => ({ kind: 'result', result: {} }),
  heard: () => void = () => {},
  own?: (method: string, params: JsonObject | undefined) => Hop,
) {
  const clock = fakeClock();
  const sent: string[] = [];
  const notified: ServerMessage[] = [];
  let noise = 0;
  const hooks: { sink?: WireSink } = {};
  const wire = { dead: false };
  const peer = createRpcPeer<string>(
    (sink) => {
      hooks.sink = sink;
      return {
        send(text) {
          if (wire.dead) throw new NeverSent('gone');
          sent.push(text);
        },
        ...{ ready: () => Promise.resolve(), forget() {}, close: () => Promise.resolve(), processes: 1 },
      };
    },
    {
      notified(message) {
        notified.push(message);
        heard();
      },
      asked: async (message, _related, signal) => reply(message, signal),
      noise: () => void (noise += 1),
      resumed() {},
      closed() {},
    },
    { clock, logger: silentLogger, server: 's', ...(own && { own }) },
  );
  const says = (text: string): void => hooks.sink?.message(Buffer.from(text), undefined);
  const lastId = (): number => (JSON.parse(sent.filter((text) => text.includes('"id"')).at(-1) as string) as { id: number }).id;
  const answers = (id: number, text = 'ok'): void => says(`{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify({ text })}}`);
  return { clock, sent, notified, peer, says, lastId, answers, wire, sink: () => hooks.sink as WireSink, noise: () => noise };
}
const settled = async (promise: Promise<unknown>): Promise<unknown> => promise.then(String, (error: unknown) => error);

test('a request is sent as it was judged, exact numbers digit for digit', () => {
  const { peer, sent } = setUp();
  void peer
    .request(
      'tools/call',
      { name: 'x', arguments: { big: new ExactNumber('9007199254740993'), __proto__: 1 } as unknown as JsonObject },
      { timeoutMs: 1000 },
    )
    .catch(() => {});
  expect(sent).toEqual(['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"big":9007199254740993}}}']);
});

test('a call that keeps reporting progress lives on, but never beyond half an hour', async () => {
  const { peer, clock, says, sent } = setUp();
  const steps: unknown[] = [];
  const call = settled(
    peer.request(
      'tools/call',
      { _meta: { progressToken: 'mine' } },
      { timeoutMs: 60_000, onProgress: (params) => steps.push(params.progressToken) },
    ),
  );
  for (let ms = 0; ms < hardMaxMs - 50_000; ms += 50_000) {
    clock.advance(50_000);
    says('{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1}}');
  }
  expect(sent.some((text) => text.includes('cancelled'))).toBe(false);
  clock.advance(50_000);
  expect(await call).toBeInstanceOf(CallTimedOut);
  expect(new Set(steps)).toEqual(new Set(['mine']));
  expect(sent.at(-1)).toContain('notifications/cancelled');
});

test('no message of a server throws, whatever stands where an id or a token should', async () => {
  const { peer, says, answers, lastId } = setUp();
  for (const value of [
    '{}',
    '[]',
    '{"toString":1}',
    '[[]]',
    'null',
    'true',
    '1.5',
    '"__proto__"',
    '123456789012345678901',
    '{"__proto__":{}}',
  ])
    for (const text of [
      `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${value}}}`,
      `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":${value},"progress":${value}}}`,
      `{"jsonrpc":"2.0","id":${value},"method":"roots/list"}`,
      `{"jsonrpc":"2.0","id":${value},"result":{}}`,
    ])
      expect(() => says(text), text).not.toThrow();
  const call = settled(peer.request('tools/call', {}, { timeoutMs: 1000 }));
  answers(lastId());
  expect(await call).toBe('[object Object]');
});

test('a message that makes something fail in here costs no other', async () => {
  const { peer, says, answers, lastId, noise } = setUp(undefined, () => {
    throw new TypeError('not foreseen');
  });
  const call = settled(peer.request('tools/call', {}, { timeoutMs: 1000 }));
  says('{"jsonrpc":"2.0","method":"notifications/message","params":{}}');
  answers(lastId());
  expect([await call, noise()]).toEqual(['[object Object]', 1]);
});

test('without progress a call ends at its time limit, to the millisecond', async () => {
  const { peer, clock } = setUp();
  const call = settled(peer.request('tools/call', {}, { timeoutMs: 60_000 }));
  clock.advance(59_999);
  expect([...peer.waiting()].length).toBe(1);
  clock.advance(1);
  expect(await call).toBeInstanceOf(CallTimedOut);
});

test('a server is given ten seconds more when this process stood still at the time limit of a call', async () => {
  const { peer, clock, answers, lastId } = setUp();
  const [answered, late] = [1, 2].map(() => settled(peer.request('tools/call', {}, { timeoutMs: 60_000 })));
  clock.stall(3_600_000);
  answers(lastId() - 1);
  expect(await answered).toBe('[object Object]');
  clock.advance(9_999);
  expect([...peer.waiting()].length).toBe(1);
  clock.advance(1);
  expect(await late).toBeInstanceOf(CallTimedOut);
});

test('what was cancelled before it was sent was never sent; afterwards it is cancelled upstream once', async () => {
  const { peer, sent, answers } = setUp();
  const stop = new AbortController();
  const call = settled(peer.request('tools/call', {}, { timeoutMs: 1000, signal: stop.signal }));
  stop.abort();
  expect(await call).toBeInstanceOf(CallCancelled);
  expect(await settled(peer.request('tools/call', {}, { timeoutMs: 1000, signal: stop.signal }))).toBeInstanceOf(NeverSent);
  expect(sent.length).toBe(2);
  expect(sent[1]).toBe('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"the caller cancelled"}}');
  answers(1);
  expect(peer.strays).toBe(1);
});

test('a wire that cannot send says so; a wire that ends leaves the fate of what was sent unknown', async () => {
  const { peer, wire, sink } = setUp();
  const sentCall = settled(peer.request('a', {}, { timeoutMs: 1000 }));
  wire.dead = true;
  expect(await settled(peer.request('b', {}, { timeoutMs: 1000 }))).toBeInstanceOf(NeverSent);
  sink().closed({ kind: 'crash', problem: 'it broke' });
  expect(await sentCall).toBeInstanceOf(FateUnknown);
  expect(await settled(peer.request('c', {}, { timeoutMs: 1000 }))).toBeInstanceOf(NeverSent);
});

test('a question with an id as text, number or many digits is answered under exactly that id', async () => {
  const { says, sent } = setUp();
  for (const id of ['"x"', '7', '9007199254740993', '1.5'])
    says(`{"jsonrpc":"2.0","id":${id},"method":"sampling/createMessage","params":{}}`);
  await new Promise((done) => setImmediate(done));
  expect(sent).toEqual(['"x"', '7', '9007199254740993', '1.5'].map((id) => `{"jsonrpc":"2.0","id":${id},"result":{}}`));
});

test('a question that the server takes back is aborted, and a fault in answering becomes an error', async () => {
  let aborted = 0;
  const { says, sent } = setUp((message, signal) => {
    if (message.method === 'faulty') throw new Error('inner detail');
    return new Promise<OwnReply>((resolve) =>
      signal.addEventListener('abort', () => resolve({ kind: 'error', code: -32000, message: `aborted ${++aborted}` })),
    );
  });
  says('{"jsonrpc":"2.0","id":"q","method":"elicitation/create"}');
  says('{"jsonrpc":"2.0","id":"q","method":"elicitation/create"}');
  says('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"q"}}');
  says('{"jsonrpc":"2.0","id":2,"method":"faulty"}');
  await new Promise((done) => setImmediate(done));
  expect(aborted).toBe(1);
  expect(sent.find((text) => text.includes('"id":2'))).toBe(
    '{"jsonrpc":"2.0","id":2,"error":{"code":-32603,"message":"the request could not be passed on"}}',
  );
  expect(sent.some((text) => text.includes('already waiting'))).toBe(true);
});

test('messages that are no JSON-RPC, have two keys of one name or a wrong id are noise and change nothing', () => {
  const { says, noise, notified } = setUp();
  for (const text of [
    'hello',
    '[]',
    '{"method":5}',
    '{"method":"a","method":"b"}',
    '{"id":null,"method":"a"}',
    '{"id":{},"method":"a"}',
    '{"method":"a","params":[1]}',
  ])
    says(text);
  expect(noise()).toBe(7);
  expect(notified).toEqual([]);
});

test('an answer that is too large ends the call it names, the only one waiting, or none', async () => {
  const { peer, sink } = setUp();
  const [one, two] = [settled(peer.request('a', {}, { timeoutMs: 1000 })), settled(peer.request('b', {}, { timeoutMs: 1000 }))];
  sink().tooLarge(undefined, 'guess');
  expect([...peer.waiting()].length).toBe(2);
  sink().tooLarge(2, 'known');
  expect(String(await two)).toContain('larger than allowed');
  sink().tooLarge(77, 'guess');
  expect(String(await one)).toContain('larger than allowed');
});

test('in any interleaving of requests, answers, repeats, strangers and cancellations each request ends once, with its own answer', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('request' as const) }),
    fc.record({
      do: fc.constantFrom('answer' as const, 'repeat' as const, 'stranger' as const, 'cancel' as const, 'expire' as const),
      which: fc.nat(30),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const { peer, clock, answers } = setUp();
      const calls: { id: number; stop: AbortController; end: string | undefined; expected: string | undefined }[] = [];
      for (const each of steps) {
        if (each.do === 'request') {
          const call = {
            id: calls.length + 1,
            stop: new AbortController(),
            end: undefined as string | undefined,
            expected: undefined as string | undefined,
          };
          calls.push(call);
          peer.request('tools/call', {}, { timeoutMs: 1_000_000, signal: call.stop.signal }).then(
            (answer) => (call.end = `${call.end ?? ''}${answer.bytes.toString()}`),
            (error: unknown) => (call.end = `${call.end ?? ''}${(error as Error).constructor.name}`),
          );
          continue;
        }
        const call = calls[each.which % Math.max(1, calls.length)];
        if (call === undefined) continue;
        if (each.do === 'answer' || each.do === 'repeat') {
          call.expected ??= `{"jsonrpc":"2.0","id":${call.id},"result":{"text":"for ${call.id}"}}`;
          answers(call.id, `for ${call.id}`);
        } else if (each.do === 'cancel') {
          call.expected ??= 'CallCancelled';
          call.stop.abort();
        } else if (each.do === 'stranger') answers(1_000_000 + each.which);
        else {
          clock.advance(1_000_000);
          for (const open of calls) open.expected ??= 'CallTimedOut';
        }
      }
      await new Promise((done) => setImmediate(done));
      expect(calls.map((call) => call.end)).toEqual(calls.map((call) => call.expected));
    }),
    { numRuns: 150, seed: 17 },
  );
});

test('every call ends at its own time, whichever began first', async () => {
  const { clock, peer, answers } = setUp();
  const ended: string[] = [];
  const call = (name: string, timeoutMs: number): void =>
    void peer.request(name, {}, { timeoutMs }).then(
      () => ended.push(`${name} answered`),
      (fault: unknown) => ended.push(`${name} ${(fault as Error).constructor.name}`),
    );
  call('long', 5000);
  call('short', 1000);
  call('answered', 2000);
  clock.advance(400);
  call('later', 1000);
  answers(3);
  const expected = [
    [500, ['answered answered']],
    [100, ['short CallTimedOut']],
    [400, ['later CallTimedOut']],
    [3500, []],
    [100, ['long CallTimedOut']],
  ] as const;
  for (const [ms, now] of expected) {
    clock.advance(ms);
    await Promise.resolve().then(() => {});
    expect(ended.splice(0)).toEqual(now);
  }
});

test('a transport can tell whether a request is the only one under way', () => {
  const { peer, sink, answers, lastId } = setUp();
  const ask = (): number => {
    void peer.request('tools/call', {}, { timeoutMs: 1000 });
    return lastId();
  };
  expect(sink().others(undefined)).toBe(false);
  const first = ask();
  expect([sink().others(first), sink().others(undefined)]).toEqual([false, true]);
  const second = ask();
  expect(sink().others(second)).toBe(true);
  answers(first);
  expect(sink().others(second)).toBe(false);
});

test('how fast a server answers is told without its first words, for which it had to start', async () => {
  const { peer, clock, answers, lastId } = setUp();
  const ask = async (method: string, tookMs: number): Promise<void> => {
    const answer = peer.request(method, {}, { timeoutMs: 60_000 });
    clock.advance(tookMs);
    answers(lastId());
    await answer;
  };
  await ask('initialize', 20_000);
  expect(peer.latencyMs).toBeUndefined();
  await ask('tools/list', 10);
  await ask('tools/call', 20);
  expect(peer.latencyMs).toBe(12);
});

test('a large answer can be given back when it was passed on, a small one costs nothing that would be worth it', async () => {
  const { peer, answers, lastId } = setUp();
  const large = peer.request('tools/call', {}, { timeoutMs: 1000 });
  answers(lastId(), 'x'.repeat(100_000));
  const { bytes, release } = await large;
  expect(bytes.length).toBeGreaterThan(100_000);
  release?.();
  expect(bytes.length).toBe(0);
  const small = peer.request('tools/call', {}, { timeoutMs: 1000 });
  answers(lastId());
  expect((await small).release).toBeUndefined();
});

test("telemetry is told the id that a request goes out under, and of Toolgate's own requests and notifications how they ended", async () => {
  const told: unknown[] = [];
  const own = (method: string, params: JsonObject | undefined): Hop => ({
    params: { ...params, traced: true },
    sentAs: (id) => told.push([method, id]),
    done: (outcome) => told.push([method, outcome instanceof Error ? 'fault' : outcome?.kind]),
  });
  const { peer, sent, answers, lastId } = setUp(undefined, undefined, own);
  const first = peer.request('initialize', { a: 1 }, { timeoutMs: 1000 });
  answers(lastId());
  await first;
  peer.tell('notifications/initialized', undefined);
  const call = peer.request('tools/call', {}, { timeoutMs: 1000, sentAs: (id) => told.push(['call', id]) }, 'session');
  answers(lastId());
  await call;
  peer.notify('notifications/progress', {});
  expect(told).toEqual([
    ['initialize', 1],
    ['initialize', 'result'],
    ['notifications/initialized', undefined],
    ['call', 2],
  ]);
  expect(sent.map((text) => (JSON.parse(text) as { params?: unknown }).params)).toEqual([{ a: 1, traced: true }, { traced: true }, {}, {}]);
});
