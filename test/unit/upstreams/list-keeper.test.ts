import { expect, test } from 'vitest';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import { createListKeeper } from '../../../electron/core/upstreams/list-keeper.js';
import type { RpcPeer } from '../../../electron/core/upstreams/rpc-peer.js';
import type { Hold } from '../../../electron/core/upstreams/server-slot.js';
import { fakeClock } from '../../support/audit-bench.js';

test('a server that names its tools anew with every list is not taken at its word for ever; what it listed before stays', async () => {
  let list = 0;
  const peer = {
    mirrors: false,
    request: () => {
      const tools = Array.from({ length: 20_000 }, (_, at) => ({ name: `tool_${list}_${at}` }));
      return Promise.resolve({ kind: 'result', bytes: Buffer.from(JSON.stringify({ result: { tools } })), idStart: 0, idEnd: 0 });
    },
  } as unknown as RpcPeer<Hold>;
  const keeper = createListKeeper('shifty', fakeClock(), silentLogger, () => {});
  const source = { capabilities: {}, peer, initializeResult: { capabilities: { tools: {} } } };
  // the same names again are no new ones
  for (const next of [0, 1, 0, 1, 0]) {
    list = next;
    expect(await keeper.take(source)).toMatchObject({ ok: true });
  }
  list = 2;
  expect(await keeper.take(source)).toMatchObject({ ok: false, error: { message: expect.stringContaining('50,000 names') as string } });
  expect(keeper.current()?.tools[0]).toEqual({ name: 'tool_0_0' });
  // a person who stops it gives it another chance
  keeper.close();
  expect(await keeper.take(source)).toMatchObject({ ok: true });
});
