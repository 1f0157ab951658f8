import { codeOf } from './config-files.js';

/** Why a file could not be written, for people. */
export function whyNotWritten(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full';
  if (code === 'EPERM' && (error as NodeJS.ErrnoException).syscall === 'fchown') return 'it belongs to another account or group';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `its folder cannot be written (${code})`;
  return code || String(error);
}
