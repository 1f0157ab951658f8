import { lstatSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Paths } from './ports/paths.js';

const MAX_DEPTH = 256;

/**
 * The real file system for path conditions. `resolve` answers the real path of the deepest existing ancestor plus the rest, and
 * undefined wherever that cannot be told (a loop of links, a folder that may not be read, an absurd depth).
 */
export function createNodePaths(dataDir: string, platform: NodeJS.Platform = process.platform): Paths {
  const resolve = (path: string): string | undefined => {
    const rest: string[] = [];
    let at = path;
    for (let depth = 0; depth < MAX_DEPTH; depth++) {
      try {
        return join(realpathSync.native(at), ...rest);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'ENOENT' && code !== 'ENOTDIR') return undefined;
        const parent = dirname(at);
        // A dangling link exists: what is written through it lands at its target, which nobody can name yet.
        if (parent === at || lstatSync(at, { throwIfNoEntry: false }) !== undefined) return undefined;
        rest.unshift(basename(at));
        at = parent;
      }
    }
    return undefined;
  };
  return { home: homedir(), dataDir: resolve(dataDir) ?? dataDir, resolve, caseInsensitive: platform === 'darwin' || platform === 'win32' };
}
