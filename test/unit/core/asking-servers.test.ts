import { expect, it } from 'vitest';
import { createAskingServers } from '../../../electron/core/asking-servers.js';
import type { ServerConfig } from '../../../shared/model/views.js';

it('remembers over restarts that a server asks its clients, until another one is started under its name', () => {
  const kept = new Map<string, string>();
  const meta = { get: (key: string) => kept.get(key), set: (key: string, value: string) => void kept.set(key, value) };
  let args = ['one.js'];
  const open = () =>
    createAskingServers(meta, () => ({ transport: { kind: 'stdio', command: 'node', args, envNames: [] } }) as unknown as ServerConfig);
  expect(open().has('one')).toBe(false);
  open().add('one');
  expect([open().has('one'), open().has('two')]).toEqual([true, false]);
  args = ['another.js'];
  expect(open().has('one')).toBe(false);
});
