import { afterEach, describe, expect, it } from 'vitest';
import { handshake, startRig, type Rig } from './fakes.js';

let rig: Rig;
afterEach(() => rig.close());

describe('batches', () => {
  it('are answered item by item where 2025-03-26 was agreed on', async () => {
    rig = await startRig();
    const client = await handshake(rig, { version: '2025-03-26' });
    const { json } = await client.post(
      '[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"rm"}},{"jsonrpc":"2.0","method":"notifications/initialized"},{"jsonrpc":"2.0","id":3,"Method":"x"},7]',
    );
    expect((json as { id: unknown }[]).map(({ id }) => id).sort()).toEqual([1, 2, 3, null].sort());
    expect(json).toContainEqual({ jsonrpc: '2.0', id: 2, error: { code: -32602, message: 'Unknown tool: rm' } });
    expect(rig.intents.map(({ tool }) => tool)).toEqual(['rm']);
    expect((await client.post('[{"jsonrpc":"2.0","method":"notifications/initialized"}]')).status).toBe(202);
    for (const bad of ['[]', JSON.stringify(Array.from({ length: 101 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'ping' })))])
      expect((await client.post(bad)).status).toBe(400);
  });
});
