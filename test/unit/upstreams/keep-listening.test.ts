import { expect, it } from 'vitest';
import { keepListening } from '../../../electron/core/upstreams/stateless.js';
import type { Answer } from '../../../electron/core/ports/messages.js';

const refusal: Answer = {
  bytes: Buffer.from('{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}'),
  idStart: 21,
  idEnd: 22,
  kind: 'error',
};

/** The pauses between `rounds` standing requests, each of which stands for `standsMs` and then ends as `end` does. */
async function pauses(rounds: number, standsMs: number, end: () => Promise<Answer>, capabilities = { tools: { listChanged: true } }) {
  const paused: number[] = [];
  let [nowMs, asked, missed] = [0, 0, 0];
  const peer = {
    ended: undefined as { kind: 'stopped'; problem: string } | undefined,
    request() {
      asked += 1;
      nowMs += standsMs;
      return end();
    },
  };
  const pause = (ms: number): Promise<void> => {
    paused.push(ms);
    if (paused.length === rounds) peer.ended = { kind: 'stopped', problem: 'it was stopped' };
    return Promise.resolve();
  };
  await keepListening(peer, capabilities, { pause, nowMs: () => nowMs }, () => (missed += 1));
  return { paused, asked, missed };
}
const breaks = (): Promise<Answer> => Promise.reject(new Error('HTTP 500'));

it('a standing request that breaks at once is asked for ever less often, and never given up', async () => {
  const { paused, missed } = await pauses(9, 5, breaks);
  expect(paused).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
  expect(missed).toBe(8);
});

it('one that stood for a while is taken up again after a second, as often as it breaks', async () => {
  expect((await pauses(8, 20_000, breaks)).paused).toEqual(Array.from({ length: 8 }, () => 1000));
});

it('one that is refused in words five times is not asked for again, nor is one by a server whose lists never change', async () => {
  expect((await pauses(9, 5, () => Promise.resolve(refusal))).asked).toBe(5);
  expect((await pauses(9, 5, breaks, { tools: { listChanged: false } })).asked).toBe(0);
});
