import { dirname } from 'node:path';
import type { ConfigFiles } from './config-files.js';
import type { FileState } from './open-config.js';

const OTHERS_READ = 0o004;
const OTHERS_PASS = 0o001;

/** Whether other people of this machine can read a file: its own mode and every folder on the way let them. */
export function isOpenToOthers(fs: Pick<ConfigFiles, 'target'>, { facts, target }: FileState): boolean {
  if (process.platform === 'win32' || facts === undefined || (facts.mode & OTHERS_READ) === 0) return false;
  for (let folder = dirname(target); ; folder = dirname(folder)) {
    if (((fs.target(folder)?.mode ?? 0) & OTHERS_PASS) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
