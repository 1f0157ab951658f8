import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

export interface PathWatch {
  /** Watches these paths instead of those before. False when the system cannot watch them all: then somebody has to look now and then. */
  set(paths: Iterable<string>): boolean;
  close(): void;
}

interface Watched {
  readonly watcher: FSWatcher;
  /** what in the folder leads to a wanted path */
  names: ReadonlySet<string>;
}

/**
 * Tells when something may have happened to one of some paths, which need not exist: every folder on the way to them is watched, from
 * `home` down (from the root for paths elsewhere), and costs nothing while nothing happens. After each word, `set` again: folders that
 * went and came back are other folders.
 */
export function createPathWatch(home: string, changed: (path: string) => void): PathWatch {
  const folders = new Map<string, Watched>();

  const drop = (folder: string): void => {
    folders.get(folder)?.watcher.close();
    folders.delete(folder);
  };

  const heard = (folder: string, name: string | null): void => {
    const names = folders.get(folder)?.names;
    if (names === undefined) return;
    // A folder that is removed or moved tells so under its own name.
    if (name === basename(folder)) drop(folder);
    else if (name !== null && !names.has(name)) return;
    const path = name === null ? folder : join(folder, name);
    for (const other of [...folders.keys()]) if (other === path || other.startsWith(path + sep)) drop(other);
    changed(path);
  };

  /** @returns whether the folder is watched, or is not there to be watched */
  const add = (folder: string, names: ReadonlySet<string>): boolean => {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => heard(folder, name));
      watcher.on('error', () => {
        drop(folder);
        changed(folder);
      });
      folders.set(folder, { watcher, names });
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return code === 'ENOENT' || code === 'ENOTDIR';
    }
  };

  return {
    set(paths) {
      const wanted = foldersTo(paths, home);
      for (const folder of [...folders.keys()]) if (!wanted.has(folder)) drop(folder);
      let whole = true;
      // Outermost first: what is made while this runs is told by the folder it is made in.
      for (const folder of [...wanted.keys()].sort((a, b) => a.length - b.length)) {
        const names = wanted.get(folder) as ReadonlySet<string>;
        const watched = folders.get(folder);
        if (watched !== undefined) watched.names = names;
        else whole = add(folder, names) && whole;
      }
      return whole;
    },
    close() {
      for (const folder of [...folders.keys()]) drop(folder);
    },
  };
}

/** Every folder on the way to the paths, with the names in it that lead on. */
function foldersTo(paths: Iterable<string>, home: string): Map<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    for (let child = path, folder = dirname(path); folder !== child; child = folder, folder = dirname(folder)) {
      const names = folders.get(folder) ?? new Set();
      folders.set(folder, names.add(basename(child)));
      if (folder === home) break;
    }
  }
  return folders;
}
