import { expect, test } from 'vitest';
import type { JsonObject } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import { Cancel } from '../../../electron/core/ports/cancel.js';
import type { Answer } from '../../../electron/core/ports/messages.js';
import type { Exchange } from '../../../electron/core/gateway/channel.js';
import { createParking } from '../../../electron/core/gateway/parking.js';
import { ownAnswer } from '../../../electron/core/gateway/wire.js';
import { fakeClock } from '../../support/fake-clock.js';

const exchange: Exchange = { answer() {}, push() {}, drop() {} };
const args: JsonObject = { name: 'ask', arguments: {} };
const resultOf = (answer: Answer): JsonObject => {
  const parsed = parseStrict(answer.bytes);
  return ((parsed.ok ? parsed.value : {}) as { result: JsonObject }).result;
};

/** A client's requests to a server that asks back once in every call, and answers when it was told something. */
function bench() {
  const clock = fakeClock();
  const parking = createParking(clock);
  let serial = 0;
  return {
    clock,
    /** one request of the client; a call of its own, or one that comes back with a state */
    request(params: JsonObject): Promise<Answer> {
      const requestKey = `r${++serial}`;
      const forward = parking.forward(
        { client: 'anna', server: 'one', method: 'tools/call', requestKey, call: { exchange, progressToken: undefined } },
        async (_params, timeoutMs, signal) => {
          const said = await parking.requests.ask('one', 'elicitation/create', {}, { relatedTo: requestKey, timeoutMs, signal });
          return ownAnswer('result', JSON.stringify({ said: said.result }));
        },
      );
      return forward(params, 120_000, new Cancel());
    },
  };
}

test('two requests that come back with one state both learn how the call goes on', async () => {
  const { request } = bench();
  const { requestState, inputRequests } = resultOf(await request(args));
  const [key = ''] = Object.keys(inputRequests as JsonObject);
  const both = await Promise.all([
    request({ ...args, requestState: requestState as string, inputResponses: { [key]: { action: 'accept' } } }),
    request({ ...args, requestState: requestState as string }),
  ]);
  expect(both.map(resultOf)).toEqual([{ said: { action: 'accept' } }, { said: { action: 'accept' } }]);
});

test('calls that nobody comes back for are forgotten after ten minutes, and leave room for others', async () => {
  const { clock, request } = bench();
  for (let call = 0; call < 200; call++) expect(resultOf(await request(args))['resultType']).toBe('input_required');
  await expect(request(args)).rejects.toThrow('outside of a call');
  clock.advance(10 * 60_000);
  expect(resultOf(await request(args))['resultType']).toBe('input_required');
});

test('a question that was withdrawn before it came here is put to nobody', async () => {
  const parking = createParking(fakeClock());
  const about = { client: 'anna', server: 'one', method: 'tools/call', requestKey: 'r1', call: { exchange, progressToken: undefined } };
  const gone = new Cancel();
  gone.abort();
  const answer = parking.forward(about, async (_params, timeoutMs) => {
    const asking = { relatedTo: 'r1', timeoutMs, signal: gone };
    return ownAnswer('result', JSON.stringify(await parking.requests.ask('one', 'elicitation/create', {}, asking).catch(String)));
  })(args, 120_000, new Cancel());
  expect(resultOf(await answer)).toBe('Error: cancelled by the server');
});

test('a request that takes a call up leaves nothing behind: the call goes by the one that it began with', async () => {
  const parking = createParking(fakeClock());
  const request = (requestKey: string, params: JsonObject): Promise<Answer> =>
    parking.forward(
      { client: 'anna', server: 'one', method: 'tools/call', requestKey, call: { exchange, progressToken: requestKey } },
      async (_params, timeoutMs, signal) => {
        await parking.requests.ask('one', 'elicitation/create', {}, { relatedTo: requestKey, timeoutMs, signal });
        return ownAnswer('result', '{}');
      },
    )(params, 120_000, new Cancel());
  const { requestState } = resultOf(await request('r1', args));
  expect(resultOf(await request('r2', { ...args, requestState: requestState as string }))['resultType']).toBe('input_required');
  expect([parking.carrier('r1')?.progressToken, parking.carrier('r2')]).toEqual(['r2', undefined]);
});

test('a session that ends leaves no timer behind', async () => {
  const clock = fakeClock();
  let timers = 0;
  const counting = {
    ...clock,
    after(ms: number, act: () => void) {
      timers++;
      const stop = clock.after(ms, act);
      return () => {
        timers--;
        stop();
      };
    },
  };
  const parking = createParking(counting);
  const about = { client: 'anna', server: 'one', method: 'tools/call', requestKey: 'r1', call: { exchange, progressToken: undefined } };
  const answer = parking.forward(about, async (_params, timeoutMs, signal) => {
    await parking.requests.ask('one', 'elicitation/create', {}, { relatedTo: 'r1', timeoutMs, signal });
    return ownAnswer('result', '{}');
  })(args, 120_000, new Cancel());
  expect(resultOf(await answer)['resultType']).toBe('input_required');
  expect(timers).toBe(2);
  parking.requests.end();
  expect(timers).toBe(0);
});
