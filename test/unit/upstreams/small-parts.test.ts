import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createBackoff } from '../../../electron/core/upstreams/backoff.js';
import { createByteRing } from '../../../electron/core/upstreams/byte-ring.js';
import { childEnvironment } from '../../../electron/core/upstreams/child-environment.js';
import { faultInWords, statusInWords } from '../../../electron/core/upstreams/http-client.js';
import { signalTree } from '../../../electron/core/upstreams/process-tree.js';
import { createSearchPath, findCommand, loginShellPath, usualFolders } from '../../../electron/core/upstreams/search-path.js';
import { until } from '../../support/until.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'toolgate-parts-'));
function script(path: string, text: string): string {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

test('waiting doubles from half a second, stops at a minute where giving up is not allowed, and carries chance', () => {
  const steady = createBackoff(() => 0);
  expect(Array.from({ length: 9 }, () => steady.ended(0, false))).toEqual(
    [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000].map((waitMs) => ({ waitMs })),
  );
  expect(createBackoff(() => 1).ended(0, true)).toEqual({ waitMs: 625 });
  const mortal = createBackoff(() => 0);
  expect(Array.from({ length: 5 }, () => mortal.ended(59_999, true)).at(-1)).toBe('give-up');
  mortal.reset();
  expect(mortal.ended(0, true)).toEqual({ waitMs: 500 });
});

test('the ring keeps the newest bytes and counts the rest', () => {
  const ring = createByteRing(10);
  ring.push(Buffer.from('0123456789'));
  ring.push(Buffer.from('abc'));
  expect([ring.text(), ring.droppedBytes()]).toEqual(['3456789abc', 3]);
  ring.push(Buffer.from('x'.repeat(25)));
  expect([ring.text(), ring.droppedBytes()]).toEqual(['x'.repeat(10), 28]);
});

test('the environment keeps nothing that loads code or holds a credential, in any case of letters', () => {
  const own = {
    HOME: '/h',
    LANG: 'C',
    LC_ALL: 'C',
    PATH: '/old',
    NODE_OPTIONS: '-r evil',
    LD_PRELOAD: 'x',
    DYLD_INSERT_LIBRARIES: 'x',
    PYTHONPATH: 'x',
    GIT_SSH_COMMAND: 'x',
    AWS_SECRET_ACCESS_KEY: 's',
    TOOLGATE_TOKEN: 't',
    USER: '() { :; }',
  };
  expect(childEnvironment(own, '/bin', {}, 'linux')).toEqual({ env: { HOME: '/h', LANG: 'C', LC_ALL: 'C', PATH: '/bin' }, warnings: [] });
  const windows = childEnvironment(
    { SystemRoot: 'C:\\W', Node_Options: 'x', Path: 'old' },
    'C:\\bin',
    { path: 'mine', ld_preload: 'y' },
    'win32',
  );
  expect(windows.env).toEqual({ SystemRoot: 'C:\\W', path: 'mine', ld_preload: 'y' });
  expect(windows.warnings.length).toBe(2);
});

test('the usual folders are found where they exist, the newest node of nvm first', () => {
  const home = folder();
  for (const name of ['.nvm/versions/node/v9.11.2/bin', '.nvm/versions/node/v22.1.0/bin', '.local/bin', '.bun/bin'])
    mkdirSync(join(home, name), { recursive: true });
  expect(usualFolders(home, {}, 'linux').filter((each) => each.startsWith(home))).toEqual([
    join(home, '.nvm/versions/node/v22.1.0/bin'),
    join(home, '.local/bin'),
    join(home, '.bun/bin'),
  ]);
});

test('the login shell is asked for its PATH once, between the things its start-up files print', async () => {
  const home = folder();
  const count = join(home, 'count');
  const shell = script(
    join(home, 'shell'),
    `#!/bin/sh\necho "Welcome PATH=/wrong"\necho x >> ${count}\nPATH=/from/shell:relative:/usr/bin\nexport PATH\nshift 3\neval "$1"\necho bye\n`,
  );
  const path = createSearchPath({ SHELL: shell, PATH: '/usr/bin:/own' }, home, 'linux');
  const [one, two] = await Promise.all([path(), path()]);
  expect(one.startsWith('/from/shell:/usr/bin:/own')).toBe(true);
  expect(two).toBe(one);
  expect(one.split(':')).not.toContain('relative');
  expect(await createSearchPath({ SHELL: shell, PATH: '/own', SHLVL: '1' }, home, 'linux')()).not.toContain('/from/shell');
});

test('a login shell that hangs, fails or does not exist costs its time limit at most', async () => {
  const home = folder();
  const hanging = script(join(home, 'hang'), '#!/bin/sh\nsleep 60\n');
  expect(await loginShellPath({ SHELL: hanging }, 150)).toBeUndefined();
  expect(await loginShellPath({ SHELL: '/no/such/shell' }, 1000)).toBeUndefined();
  expect(await loginShellPath({ SHELL: 'relative' }, 1000)).toBeUndefined();
});

test('a command is found by name or path only where it can be run', () => {
  const bin = folder();
  script(join(bin, 'tool'), '');
  writeFileSync(join(bin, 'data'), '');
  mkdirSync(join(bin, 'dir'));
  const found = (command: string) => findCommand(command, `/nowhere:${bin}`, bin, 'linux');
  expect(['tool', './tool', join(bin, 'tool'), 'data', 'dir', 'other', './other'].map(found)).toEqual([
    join(bin, 'tool'),
    join(bin, 'tool'),
    join(bin, 'tool'),
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('network faults and HTTP statuses are told in words', () => {
  expect(faultInWords(Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' }))).toBe('its certificate has expired');
  expect(faultInWords(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))).toBe('the name is not known');
  expect(statusInWords(500, undefined, '<html>secret</html>')).toBe('HTTP 500, it failed');
  expect(statusInWords(429, 'Wed, 21 Oct 2026 07:28:00 GMT', '{"message":"wait"}')).toBe(
    'HTTP 429, too many requests; try again after Wed, 21 Oct 2026 07:28:00 GMT: wait',
  );
});

test('a command is found by its name alone on Windows, with one of the endings that start there, and by its whole name elsewhere', () => {
  const bin = folder();
  script(join(bin, 'tool.CMD'), '');
  const found = (command: string, platform: NodeJS.Platform) => findCommand(command, bin, '/', platform);
  expect([found('tool', 'win32'), found('tool.CMD', 'win32'), found('tool', 'linux'), found('tool.CMD', 'linux')]).toEqual([
    join(bin, 'tool.CMD'),
    join(bin, 'tool.CMD'),
    undefined,
    join(bin, 'tool.CMD'),
  ]);
  expect(findCommand('tool', bin, '/', 'win32', '.EXE')).toBeUndefined();
});

test('ending a server ends what it started, and leaves alone what made a session of its own, as browsers do', async () => {
  const server = spawn('/bin/sh', ['-c', 'sleep 600 & echo $!; setsid sleep 601 & echo $!; wait'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  server.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [below = 0, apart = 0] = await until('both run', () => {
    const pids = text.trim().split('\n').map(Number);
    return pids.length === 2 && isThere(-(pids[1] ?? 0)) && pids;
  });
  signalTree(server.pid as number, 'SIGKILL');
  await until('its child is gone', () => !isThere(below));
  expect(isThere(apart)).toBe(true);
  process.kill(apart, 'SIGKILL');
});

/** Whether a process, or with a negative number a group of processes, exists. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
