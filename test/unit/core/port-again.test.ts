import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { createCore, prepareDataDir, type Core } from '../../../electron/core/public.js';
import { randomIds } from '../../../electron/core/ports/ids.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import { secretsFile } from '../../../electron/headless/secrets-file.js';
import { settingsFile } from '../../../electron/headless/settings-file.js';
import { fakeClock } from '../../support/fake-clock.js';

const folder = mkdtempSync(join(tmpdir(), 'toolgate-port-'));
let core: Core | undefined;
afterEach(async () => {
  await core?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));

async function create(port?: number) {
  const clock = fakeClock();
  const dataDir = join(folder, 'data');
  expect(prepareDataDir(dataDir).ok).toBe(true);
  const made = await createCore({
    dataDir,
    face: 'headless',
    version: '0.0.0',
    settingsStore: settingsFile(dataDir),
    secretStore: secretsFile(dataDir, silentLogger),
    opener: { open: () => Promise.resolve(false) },
    clock,
    ids: randomIds,
    logger: silentLogger,
    canAsk: () => false,
    ...(port !== undefined && { port }),
  });
  if (!made.ok) throw new Error(made.error.message);
  core = made.value;
  return { made: made.value, clock, gate: () => made.value.board.gate() };
}

it('a taken port is tried again, and the gate stands and says nothing of it any more once it is free', async () => {
  const other = createServer();
  const port = await listening(other, 0);
  const { made, clock, gate } = await create(port);
  expect(await made.start()).toMatchObject({ ok: false, error: { code: 'gateway.port' } });
  expect(gate()).toMatchObject({ listening: false, problems: [expect.stringContaining(`port ${port} is taken by`) as string] });
  clock.advance(5000);
  await new Promise(setImmediate);
  expect(gate().listening).toBe(false);
  await new Promise((resolve) => other.close(resolve));
  await vi.waitFor(() => {
    clock.advance(5000);
    expect(gate()).toMatchObject({ listening: true, port, problems: [] });
  });
});

it('another port that is chosen meanwhile is taken without a restart', async () => {
  const [other, free] = [createServer(), createServer()];
  const [taken, chosen] = [await listening(other, 0), await listening(free, 0)];
  await new Promise((resolve) => free.close(resolve));
  const { made, clock, gate } = await create();
  const choose = (port: number) => made.dispatch('settings.set', { port }, { door: 'window' });
  expect((await choose(taken)).ok).toBe(true);
  expect((await made.start()).ok).toBe(false);
  expect((await choose(chosen)).ok).toBe(true);
  await vi.waitFor(() => {
    clock.advance(5000);
    expect(gate()).toMatchObject({ listening: true, port: chosen, problems: [] });
  });
  await new Promise((resolve) => other.close(resolve));
});
