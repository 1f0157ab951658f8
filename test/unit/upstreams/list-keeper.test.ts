import { describe, expect, test } from 'vitest';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import { CallTimedOut, FateUnknown } from '../../../electron/core/ports/upstreams.js';
import { createListKeeper } from '../../../electron/core/upstreams/list-keeper.js';
import type { RpcPeer } from '../../../electron/core/upstreams/rpc-peer.js';
import type { Hold } from '../../../electron/core/upstreams/server-slot.js';
import type { WireEnd } from '../../../electron/core/upstreams/wire.js';
import { fakeClock } from '../../support/fake-clock.js';

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

describe('a list that breaks off on its second page', () => {
  const page = (result: object) =>
    Promise.resolve({ kind: 'result', bytes: Buffer.from(JSON.stringify({ result })), idStart: 0, idEnd: 0 } as const);
  const sourceOf = (second: () => Promise<unknown>, ended?: WireEnd) => ({
    capabilities: {},
    initializeResult: { capabilities: { tools: {} } },
    peer: {
      mirrors: false,
      ended,
      request: (_method: string, params: object | undefined) =>
        params === undefined ? page({ tools: [{ name: 'one' }], nextCursor: 'x' }) : second(),
    } as unknown as RpcPeer<Hold>,
  });
  const whole = sourceOf(() => page({ tools: [{ name: 'two' }] }));
  const broken = (kind: WireEnd['kind'], fault: Error = new FateUnknown('it ended')) =>
    sourceOf(() => Promise.reject(fault), { kind, problem: 'it ended' });
  const open = () => {
    const changes: number[] = [];
    const keeper = createListKeeper('s', fakeClock(), silentLogger, ({ tools }) => changes.push(tools.length));
    return { keeper, changes };
  };

  test.each(['stopped', 'crash'] as const)('does not take the place of a whole one (%s)', async (kind) => {
    const { keeper, changes } = open();
    expect(await keeper.take(whole)).toMatchObject({ ok: true });
    for (const capabilities of [{}, { sampling: {} }])
      expect(await keeper.take({ ...broken(kind), capabilities })).toMatchObject({ ok: false, error: { code: 'server.stopped' } });
    expect(keeper.current()).toMatchObject({ tools: [{ name: 'one' }, { name: 'two' }], partial: false });
    expect(keeper.offering({ sampling: {} })).toBeUndefined();
    expect(changes).toEqual([2]);
  });

  test('is none where it was stopped from here, as when its only client goes', async () => {
    const { keeper, changes } = open();
    expect(await keeper.take(broken('stopped'))).toMatchObject({ ok: false });
    expect(keeper.current()).toBeUndefined();
    expect(changes).toEqual([]);
  });

  test('is kept as far as it got where the server ended by itself and no other is known, or it was too slow', async () => {
    const ended = open();
    expect(await ended.keeper.take(broken('crash'))).toMatchObject({ ok: true, value: { tools: [{ name: 'one' }], partial: true } });
    const slow = open();
    await slow.keeper.take(whole);
    expect(await slow.keeper.take(broken('crash', new CallTimedOut('too slow')))).toMatchObject({ ok: true, value: { partial: true } });
  });
});
