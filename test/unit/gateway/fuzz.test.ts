import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { isJsonObject } from '../../../shared/json/json.js';
import { handshake, startRig, type Rig } from './fakes.js';

let rig: Rig;
afterEach(() => rig.close());

const seeds = [
  '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":{"a":[1,{"b":"é"}]},"_meta":{"progressToken":1}}}',
  '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"mine","reason":"x"}}',
  '{"jsonrpc":"2.0","id":"s","result":{"roots":[]}}',
  '[{"jsonrpc":"2.0","id":1,"method":"ping"}]',
];

/** one message with bytes changed, cut out, doubled or put in */
const broken = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(fc.tuple(fc.nat(200), fc.constantFrom('flip', 'cut', 'double', 'insert'), fc.nat(255)), { minLength: 1, maxLength: 6 }),
  )
  .map(([seed, edits]) => {
    let bytes = Buffer.from(seed);
    for (const [place, how, value] of edits) {
      const at = place % (bytes.length + 1);
      const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
      if (how === 'flip') bytes = Buffer.concat([before, Buffer.from([value]), after.subarray(1)]);
      else if (how === 'cut') bytes = Buffer.concat([before, after.subarray(1 + (value % 9))]);
      else if (how === 'double') bytes = Buffer.concat([before, after, after]);
      else bytes = Buffer.concat([before, Buffer.from([value]), after]);
    }
    return bytes;
  });

it('broken messages get an answer each and never reach, stop or answer the calls beside them', async () => {
  rig = await startRig();
  const hostile = await handshake(rig);
  const good = await handshake(rig, { client: 'bert' });
  let calls = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(broken, { minLength: 1, maxLength: 8 }), async (messages) => {
      const n = ++calls;
      const [own, ...answers] = await Promise.all([
        good.call('tools/call', { name: 'echo', arguments: { n } }, 'mine'),
        ...messages.map((bytes) => hostile.post(bytes)),
      ]);
      expect(own).toEqual({ jsonrpc: '2.0', id: 'mine', result: { content: [{ type: 'text', text: `{"n":${n}}` }] } });
      for (const { status, json } of answers) {
        expect([200, 202, 400]).toContain(status);
        if (status === 400) expect(isJsonObject(json) && isJsonObject(json['error'])).toBe(true);
      }
    }),
    { numRuns: 150, seed: 20_261_122 },
  );
  expect(rig.gateway.sessions().every(({ inFlight }) => inFlight === 0)).toBe(true);
}, 60_000);
