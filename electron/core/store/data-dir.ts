import { accessSync, chmodSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.js';

/** Makes the data folder, for its owner only (0700). Fails where something in it cannot be read: it is not damaged, and nothing may replace it. */
export function prepareDataDir(dataDir: string, access = (path: string): void => accessSync(path, constants.R_OK)): Result<void> {
  try {
    makeFolder(dataDir);
    const { mode } = statSync(dataDir);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) chmodSync(dataDir, 0o700);
    const closed = readdirSync(dataDir).find((name) => isClosed(() => access(join(dataDir, name))));
    if (closed === undefined) return ok(undefined);
    return fail(
      'DATA_DIR',
      `${join(dataDir, closed)} cannot be read by this account`,
      'A command that ran as another account (sudo) may have left it: give the whole folder back to yourself, for example with `sudo chown -R`.',
    );
  } catch (error) {
    return fail(
      'DATA_DIR',
      `The data folder ${dataDir} cannot be used: ${whyNot(error)}`,
      'Check its owner and the free space, or choose another with --data-dir.',
    );
  }
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
