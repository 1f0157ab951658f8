import { basename, dirname, join } from 'node:path';
import type { Ids } from '../ports/ids.js';
import type { ConfigFiles } from './config-files.js';

const startOf = (target: string): string => `.${basename(target)}.toolgate`;
const END = '.new';

/** A name beside a file for the one that is to take its place. */
export const freshBeside = (target: string, ids: Pick<Ids, 'next'>): string =>
  join(dirname(target), `${startOf(target)}${ids.next('').replace(/[^\w-]/g, '')}${END}`);

/** Removes what a crash left of new files beside this one. Only for whoever holds its lock: nobody of ours is writing there then. */
export function removeLeftBeside(target: string, fs: Pick<ConfigFiles, 'list' | 'remove'>): void {
  try {
    const folder = dirname(target);
    for (const name of fs.list(folder)) if (name.startsWith(startOf(target)) && name.endsWith(END)) fs.remove(join(folder, name));
  } catch {
    /* it is in nobody's way */
  }
}
