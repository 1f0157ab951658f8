import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { fail, ok, type Result } from '../../../shared/result.js';

/** Makes the data folder, for its owner only (0700). */
export function prepareDataDir(dataDir: string): Result<void> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const { mode } = statSync(dataDir);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) chmodSync(dataDir, 0o700);
    return ok(undefined);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const why = REASONS[code] ?? message;
    return fail(
      'DATA_DIR',
      `The data folder ${dataDir} cannot be used: ${why}`,
      'Check its owner and the free space, or choose another with --data-dir.',
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'this account has no right to it',
  EPERM: 'it belongs to another account',
  EROFS: 'it is on a disk that cannot be written to',
  ENOSPC: 'the disk is full',
};
