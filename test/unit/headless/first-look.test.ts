import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { firstLook } from '../../../electron/headless/cli/first-look.js';
import type { Context } from '../../../electron/headless/cli/context.js';
import type { ServerView } from '../../../shared/model/views.js';
import { ok } from '../../../shared/result.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const serverOf = (command: string): ServerView => ({
  ...{ name: 'x', slug: 'x', enabled: true, trusted: false, instances: 'auto', addedAtMs: 0, state: 'starting', toolCount: 0 },
  ...{
    transport: { kind: 'stdio', command, args: [], envNames: [] },
    missingSecrets: [],
    launch: command,
    processes: 1,
    noise: 0,
    warnings: [],
  },
});

/** a gate whose servers never answer */
const silent = (server: ServerView): Context => ({
  options: { dataDir: '', json: true, unlock: undefined },
  remote: false,
  command: (name) => {
    if (name === 'server.refresh') return new Promise(() => {});
    return Promise.resolve(ok(name === 'gate.status' ? { mode: 'enforce' } : [server])) as never;
  },
  subscribe: () => Promise.resolve(ok({})),
  gone: new Promise(() => {}),
  close: () => Promise.resolve(),
});

it.each([
  ['/usr/bin/node', 10, 'x did not answer within 10 s; '],
  ['C:\\nodejs\\npx.cmd', 30, 'x is still starting after 30 s; '],
  ['uvx', 30, 'x is still starting after 30 s; '],
])('a server that is started by %s is waited for %d s', async (command, seconds, said) => {
  const look = vi.fn();
  void firstLook(silent(serverOf(command)), serverOf(command)).then(look);
  await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
  expect(look).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(look).toHaveBeenCalledWith({
    server: serverOf(command),
    problem: `${said}it is read when it is first used, or by: toolgate tools --server x`,
  });
});
