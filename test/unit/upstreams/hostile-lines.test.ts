import fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemClock } from '../../../electron/core/ports/clock.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import { createLineFramer } from '../../../electron/core/upstreams/frame-lines.js';
import { createRpcPeer } from '../../../electron/core/upstreams/rpc-peer.js';
import type { WireSink } from '../../../electron/core/upstreams/wire.js';
import { anyCharacter } from '../../support/any-character.js';

/** What a server may write that is no answer to anything that waits: noise, half messages, answers under ids nobody gave. */
const rubbish = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 60 }).map((text) => text.replaceAll('\n', ' ')),
  fc.constantFrom(
    '{',
    '[]',
    'null',
    '{"jsonrpc":"2.0"}',
    '{"jsonrpc":"2.0","id":null,"result":{}}',
    '{"jsonrpc":"2.0","id":"1","result":{}}',
    '{"jsonrpc":"2.0","id":1e3,"result":{}}',
    '{"jsonrpc":"2.0","id":900,"result":{"n":0}}',
    '{"jsonrpc":"2.0","id":1.5,"result":{}}',
    'Server listening on 3000',
    '{"level":"info"}',
    '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"x"}}',
    '{"jsonrpc":"2.0","method":5}',
  ),
);

test('whatever a server writes between its answers, and however the bytes are split, every call gets its own answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rubbish, { maxLength: 30 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 10 }),
      fc.infiniteStream(fc.nat()),
      async (noise, cuts, count, order) => {
        let sink: WireSink | undefined;
        const ids: number[] = [];
        const peer = createRpcPeer<string>(
          (given) => {
            sink = given;
            return {
              send: (_text, id) => (id === undefined ? undefined : void ids.push(id)),
              ready: () => Promise.resolve(),
              forget() {},
              close: () => Promise.resolve(),
              processes: 0,
            };
          },
          { notified() {}, asked: () => Promise.resolve({ kind: 'result', result: {} }), noise() {}, resumed() {}, closed() {} },
          { clock: systemClock, logger: silentLogger, server: 'hostile' },
        );
        const calls = Array.from({ length: count }, (_, n) => peer.request('tools/call', { n }, { timeoutMs: 5000 }));
        const lines = ids.map((id) => `{"jsonrpc":"2.0","id":${id},"result":{"n":${id}}}`);
        for (const line of noise) lines.splice((order.next().value as number) % (lines.length + 1), 0, line);
        const bytes = Buffer.from(`${lines.join('\n')}\n`);
        const framer = createLineFramer({ line: (line) => sink?.message(line, undefined), tooLong() {}, endless() {} }, () => ({
          maxLineBytes: 10_000,
          maxDiscardBytes: 10_000,
        }));
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = cuts[turn % cuts.length] as number;
          framer.push(bytes.subarray(at, at + size));
          at += size;
        }
        const answers = await Promise.all(calls);
        expect(answers.map((answer) => answer.bytes.toString())).toEqual(
          ids.map((id) => `{"jsonrpc":"2.0","id":${id},"result":{"n":${id}}}`),
        );
      },
    ),
    { numRuns: 300, seed: 20_261_122 },
  );
}, 60_000);
