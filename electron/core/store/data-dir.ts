import { accessSync, chmodSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.js';

/**
 * Makes the data folder, for its owner only (0700). Fails where something in it cannot be read: it is not damaged, and nothing may replace it.
 * Fails as well where a pipe or a device has a file's name: whoever read it would wait for ever.
 */
export function prepareDataDir(dataDir: string, access = (path: string): void => accessSync(path, constants.R_OK)): Result<void> {
  try {
    makeFolder(dataDir);
    const { mode } = statSync(dataDir);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) chmodSync(dataDir, 0o700);
    const names = readdirSync(dataDir);
    const closed = names.find((name) => isClosed(() => access(join(dataDir, name))));
    if (closed !== undefined)
      return fail(
        'DATA_DIR',
        `${join(dataDir, closed)} cannot be read by this account`,
        'A command that ran as another account (sudo) may have left it: give the whole folder back to yourself, for example with `sudo chown -R`.',
      );
    const odd = names.find((name) => isOdd(join(dataDir, name), OF_FILES.test(name)));
    if (odd === undefined) return ok(undefined);
    return fail('DATA_DIR', `${join(dataDir, odd)} is no file`, 'Something else has its name: move it away, then start again.');
  } catch (error) {
    return fail(
      'DATA_DIR',
      `The data folder ${dataDir} cannot be used: ${whyNot(error)}`,
      'Check its owner and the free space, or choose another with --data-dir.',
    );
  }
}

/** names that only files have here */
const OF_FILES = /^(?:settings|policy|secrets|audit|toolgate|desktop)\./;

/** Followed to where a link leads; one that leads nowhere is nothing. */
function isOdd(path: string, mustBeFile: boolean): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && !stat.isFile() && (mustBeFile || !stat.isDirectory());
}

function isClosed(access: () => void): boolean {
  try {
    access();
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

/** With what leads to it, one by one: the runtime's recursive way goes round for ever where a folder says that there is none (`/proc`). */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const parent = dirname(path);
  if (parent !== path && statSync(parent, { throwIfNoEntry: false }) === undefined) makeFolder(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // another process may have been first
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

/** Why the system refused, for people. */
export function whyNot(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file',
  ENOENT: 'no folder can be made there',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'this account has no right to it',
  EPERM: 'it belongs to another account',
  EROFS: 'it is on a disk that cannot be written to',
  ENOSPC: 'the disk is full',
};
