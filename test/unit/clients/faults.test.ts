import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConfigFiles } from '../../../electron/core/clients/config-files.js';
import { bench, plainFiles, type Bench } from './kit.js';

const FILE = '.cursor/mcp.json';
const TEXT = '{\n  // mine\n  "mcpServers": { "a": { "command": "x", "env": { "K": "v" } }, "b": { "command": "y" } },\n  "z": 1\n}\n';
const WRITES = ['create', 'createLike', 'rename', 'link', 'remove', 'makeFolder', 'removeFolder', 'syncFolder'] as const;

/** Real files whose n-th write fails: once (`error`), or with every later one, as if the power were gone. */
function faulty(at: number, kind: 'error' | 'crash', code = 'ENOSPC'): { fs: ConfigFiles; count: () => number } {
  let count = 0;
  const fs = { ...plainFiles } as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of WRITES) {
    const real = fs[name] as (...args: unknown[]) => unknown;
    fs[name] = (...args) => {
      count++;
      // Whoever crashed is gone: its lock names a process that is not there.
      if (kind === 'crash' && count < at && name === 'create' && String(args[0]).endsWith('-lock')) args[1] = Buffer.from('2147483646\n');
      if (count === at || (kind === 'crash' && count > at)) {
        // Half a file is what a full disk leaves of a new one.
        if (name === 'create') writeFileSync(String(args[0]), half(Buffer.from(args[1] as Uint8Array)));
        if (name === 'createLike') writeFileSync(String(args[2]), half(Buffer.from(args[3] as Uint8Array)));
        throw Object.assign(new Error(code), { code });
      }
      return real(...args);
    };
  }
  return { fs: fs as unknown as ConfigFiles, count: () => count };
}

const half = (bytes: Buffer): Buffer => bytes.subarray(0, Math.floor(bytes.length / 2));

/** The same folders after the crash, with files that work. */
const again = (b: Bench): Bench => ({ ...bench({ roots: b }) });

async function stepsOf(prepare: (b: Bench) => Promise<void>, act: (b: Bench) => Promise<unknown>): Promise<number> {
  const probe = faulty(Infinity, 'error');
  const b = bench();
  b.write(FILE, TEXT);
  await prepare(b);
  await act(bench({ roots: b, fs: probe.fs }));
  return probe.count();
}

const connect = (b: Bench) => b.clients.connect('cursor', { mode: 'mirror', dryRun: false });
const disconnect = (b: Bench) => b.clients.disconnect('cursor', { dryRun: false, edited: 'ask' });

describe('a crash at any step', () => {
  it.each([
    ['connecting', async () => undefined, connect],
    ['disconnecting', async (b: Bench) => void (await connect(b)), disconnect],
  ] as const)('of %s leaves the old file or the new one, and both lead back to the old one', async (_what, prepare, act) => {
    const steps = await stepsOf(prepare, act);
    expect(steps).toBeGreaterThan(8);
    let old = 0;
    let fresh = 0;
    for (let at = 1; at <= steps; at++) {
      const b = bench();
      b.write(FILE, TEXT);
      await prepare(b);
      const before = b.read(FILE);
      await act(bench({ roots: b, fs: faulty(at, 'crash').fs })).catch(() => undefined);
      const after = b.read(FILE);
      if (after === before) old++;
      else fresh++;
      const whole =
        after === TEXT ||
        (after.includes('"http://127.0.0.1:7411/mcp/a"') &&
          after.includes('"http://127.0.0.1:7411/mcp/b"') &&
          after.endsWith('"z": 1\n}\n'));
      expect(whole, `step ${at}: ${after}`).toBe(true);

      const next = again(b);
      const up = await connect(next);
      expect(up.ok ? '' : up.error.message, `step ${at}`).toBe('');
      expect(next.clients.verify()).toMatchObject([{ state: 'connected' }]);
      const down = await disconnect(next);
      expect(down.ok ? '' : down.error.message, `step ${at}`).toBe('');
      expect(next.read(FILE), `step ${at}`).toBe(TEXT);
    }
    expect(Math.min(old, fresh)).toBeGreaterThan(0);
  });
});

describe('a write that fails', () => {
  it.each(['ENOSPC', 'EIO', 'EACCES'])('with %s at any step of connecting is said in one line and changes nothing', async (code) => {
    const steps = await stepsOf(async () => undefined, connect);
    let refused = 0;
    for (let at = 1; at <= steps; at++) {
      const b = bench();
      b.write(FILE, TEXT);
      const done = await connect(bench({ roots: b, fs: faulty(at, 'error', code).fs }));
      if (done.ok) {
        // Not every step matters: what could not be synchronised or cleaned up is still a whole file.
        expect(b.read(FILE)).toContain('/mcp/a');
        continue;
      }
      refused++;
      if (code === 'ENOSPC' && !done.error.message.includes('backup') && !done.error.message.includes('recorded'))
        expect(done.error.message, `step ${at}`).toContain('the disk is full');
      expect(done.error.message.split('\n')).toHaveLength(1);
      expect(b.read(FILE), `step ${at}: ${done.error.message}`).toBe(TEXT);
    }
    expect(refused).toBeGreaterThan(3);
  });

  it('leaves nothing of its own beside the file', async () => {
    const b = bench();
    b.write(FILE, TEXT);
    await connect(b);
    expect(readdirSync(dirname(join(b.home, FILE)))).toEqual(['mcp.json']);
  });
});

describe('backups', () => {
  it('are for their owner only, the last twenty, and hold the file to the byte', async () => {
    const b = bench();
    for (let n = 0; n < 30; n++) {
      b.write(FILE, TEXT.replace('"z": 1', `"z": ${n}`));
      await connect(b);
      await disconnect(b);
    }
    const folder = join(b.dataDir, 'backups', 'cursor');
    const names = readdirSync(folder).filter((name) => !name.startsWith('written-'));
    expect(names).toHaveLength(20);
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(statSync(join(b.dataDir, 'connections.json')).mode & 0o777).toBe(0o600);
    const [row] = b.clients.discover().filter((one) => one.id === 'cursor');
    const oldest = row?.backups[0];
    const restored = await b.clients.restore('cursor', { backup: oldest?.name ?? '' });
    expect(restored.ok).toBe(true);
    expect(readFileSync(join(b.home, FILE), 'utf8')).toBe(TEXT.replace('"z": 1', '"z": 10'));
  });
});
