import { expect, it } from 'vitest';
import { serverCommands } from '../../../electron/core/commands/server-commands.js';
import { addServer } from '../../../electron/core/add-server.js';
import type { House } from '../../../electron/core/house.js';
import type { NewServerConfig } from '../../../electron/core/settings/create-settings.js';
import type { CommandName } from '../../../shared/commands/contract.js';
import { fail } from '../../../shared/result.js';

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

it('adds no server whose launch or secrets cannot be kept, and leaves none of them', async () => {
  const full = (): never => {
    throw new Error('the disk is full');
  };
  const servers = new Set<string>();
  const secrets = new Map<string, string>();
  const house = (room: number, acceptLaunch: () => void) =>
    ({
      settings: {
        addServer: (value: { name: string }) => (servers.add(value.name), { ok: true, value }),
        removeServer: (name: string) => void servers.delete(name),
      },
      secrets: {
        set: (key: string, value: string) => (secrets.size < room ? secrets.set(key, value) : full()),
        delete: (key: string) => secrets.delete(key),
      },
      pins: { acceptLaunch },
      checkLaunch: () => Promise.resolve({ ok: true }),
      serverAdded: full,
    }) as unknown as House;
  const values = ['K', 'L'].map((name) => ({ name, value: 'v' }));
  const input = { name: 's', command: 'node', args: [], headers: [], env: values };
  const failed = fail('STORAGE', 's could not be stored: the disk is full', 'nothing was added');
  for (const one of [house(1, () => {}), house(2, full)]) expect(await serverCommands(one)['server.add'](input, from)).toEqual(failed);
  // the way of what is imported
  const config = { name: 's', transport: { kind: 'stdio', command: 'node', args: [], envNames: ['K', 'L'] } } as unknown as NewServerConfig;
  expect(
    addServer(
      house(1, () => {}),
      config,
      values,
    ),
  ).toEqual(failed);
  expect([servers.size, secrets.size]).toEqual([0, 0]);
});
