import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { prepareDataDir } from '../../../electron/core/store/data-dir.js';

const dataDir = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-data-'));
  chmodSync(folder, 0o777);
  writeFileSync(join(folder, 'settings.json'), '{}');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'policy.json'));
  return folder;
};

it('a data folder that others could enter is closed to them, and links that lead nowhere are nothing', () => {
  for (const mode of [0o777, 0o750, 0o705]) {
    const folder = dataDir();
    chmodSync(folder, mode);
    expect(prepareDataDir(folder)).toEqual({ ok: true, value: undefined });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  }
});

it('a file of another account in it, as a command with sudo leaves it, is said to be one: it is not damaged and nothing takes its place', () => {
  const folder = dataDir();
  const prepared = prepareDataDir(folder, (path) => {
    if (basename(path) === 'settings.json') throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
  });
  expect(prepared).toMatchObject({
    ok: false,
    error: { code: 'DATA_DIR', message: `${join(folder, 'settings.json')} cannot be read by this account` },
  });
});

it.each([
  ['a pipe', (path: string) => execFileSync('mkfifo', [path])],
  ['a link to a device', (path: string) => symlinkSync('/dev/null', path)],
  ['a folder', (path: string) => mkdirSync(path)],
])('%s that has a name of one of its files is said to be none, and nobody waits for it', (_, make) => {
  const folder = dataDir();
  make(join(folder, 'audit.journal'));
  expect(prepareDataDir(folder)).toMatchObject({ ok: false, error: { message: `${join(folder, 'audit.journal')} is no file` } });
});
