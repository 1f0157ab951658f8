import { expect, it } from 'vitest';
import { serverCommands } from '../../../electron/core/commands/server-commands.js';
import type { House } from '../../../electron/core/house.js';
import type { CommandName } from '../../../shared/commands/contract.js';

const from = { door: 'window' } as Parameters<ReturnType<typeof serverCommands>['server.setSecret']>[1];

it('takes a value under a name that the server does not name only where that is wanted, whoever asks', async () => {
  const config = { name: 's', transport: { kind: 'stdio', envNames: ['API_KEY'] } };
  const kept: string[] = [];
  const declared: unknown[] = [];
  const house = {
    settings: {
      server: () => config,
      updateServer: (_: string, change: unknown) => (declared.push(change), { ok: true, value: config }),
    },
    secrets: { set: (key: string) => void kept.push(key) },
    serverStopped: async () => {},
    serverAdded: () => {},
    serverViews: () => [config],
  } as unknown as House;
  const set = serverCommands(house)['server.setSecret' satisfies CommandName];
  const input = { name: 's', kind: 'env' as const, value: 'v' };
  expect(await set({ ...input, key: 'API_KYE' }, from)).toMatchObject({ ok: false, error: { code: 'UNDECLARED' } });
  expect([kept.length, declared.length]).toEqual([0, 0]);
  await set({ ...input, key: 'API_KEY' }, from);
  await set({ ...input, key: 'OTHER', declares: true }, from);
  expect([kept.length, declared]).toEqual([2, [{ transport: { kind: 'stdio', envNames: ['API_KEY', 'OTHER'] } }]]);
});

it('adds no server whose launch or secrets cannot be kept', async () => {
  const removed: string[] = [];
  const full = (): never => {
    throw new Error('the disk is full');
  };
  const house = (secrets: () => void, acceptLaunch: () => void) =>
    ({
      settings: { addServer: (value: unknown) => ({ ok: true, value }), removeServer: (name: string) => void removed.push(name) },
      secrets: { set: secrets },
      pins: { acceptLaunch },
      checkLaunch: () => Promise.resolve({ ok: true }),
      serverAdded: full,
    }) as unknown as House;
  const input = { name: 's', command: 'node', args: [], headers: [], env: [{ name: 'K', value: 'v' }] };
  for (const one of [house(full, () => {}), house(() => {}, full)])
    expect(await serverCommands(one)['server.add'](input, from)).toEqual({
      ok: false,
      error: { code: 'STORAGE', message: 's could not be stored: the disk is full', fix: 'nothing was added' },
    });
  expect(removed).toEqual(['s', 's']);
});
