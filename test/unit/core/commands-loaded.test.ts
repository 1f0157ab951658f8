import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { openLocalCore } from '../../../electron/headless/local-core.js';

const folder = mkdtempSync(join(tmpdir(), 'toolgate-commands-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a command whose code cannot be loaded is answered, and the next one loads it again', async () => {
  const file = '../../../electron/core/open-dispatch.js';
  vi.doMock(file, () => {
    throw new Error('the file is gone');
  });
  const core = await openLocalCore({ dataDir: join(folder, 'data'), face: 'cli', quiet: true });
  if (!core.ok) throw new Error(core.error.message);
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const ask = () => core.value.dispatch('gate.status', {}, { door: 'cli' });
  for (const failed of await Promise.all([ask(), ask()]))
    expect(failed).toMatchObject({ ok: false, error: { code: 'INTERNAL', message: expect.stringContaining('gate.status') as string } });
  expect(log.mock.calls.flat().filter((line) => String(line).startsWith('error command.failed '))).toHaveLength(2);
  log.mockRestore();
  vi.doUnmock(file);
  expect(await ask()).toMatchObject({ ok: true, value: { mode: 'enforce' } });
  await core.value.stop();
});
