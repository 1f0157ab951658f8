import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync } from 'atomically';
import type { SettingsCopies, TokenFiles } from '../ports/settings-store.js';
import { asidePath } from './aside-path.js';

/** A damaged file is moved to `<path>.corrupt-<time>` (mode kept); the new name, or undefined when there was no file. */
function keepCorruptFile(path: string, nowMs: number): string | undefined {
  if (!existsSync(path)) return undefined;
  const copy = asidePath(path, nowMs);
  renameSync(path, copy);
  return copy;
}

/** Copies of `settings.json` in the data folder. */
export function settingsCopies(dataDir: string, nowMs: () => number = Date.now): SettingsCopies {
  const backup = join(dataDir, 'settings.backup.json');
  return {
    keepCorrupt: () => keepCorruptFile(join(dataDir, 'settings.json'), nowMs()),
    readBackup() {
      if (!existsSync(backup)) return undefined;
      return JSON.parse(readFileSync(backup, 'utf8')) as unknown;
    },
    writeBackup: (document) => writeFileSync(backup, `${JSON.stringify(document, undefined, 2)}\n`, { mode: 0o600 }),
  };
}

/** `tokens/<client>` in the data folder (folder 0700, files 0600), one token and a line end each. Client names are checked before. */
export function tokenFiles(dataDir: string): TokenFiles {
  const folder = join(dataDir, 'tokens');
  const path = (client: string): string => {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(client)) throw new Error(`${client} is no client name`);
    return join(folder, client);
  };
  return {
    read(client) {
      try {
        if (!statSync(path(client)).isFile()) return undefined;
        const token = readFileSync(path(client), 'utf8').trim();
        return /^\S{16,}$/.test(token) ? token : undefined;
      } catch {
        return undefined;
      }
    },
    write(client, token) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(path(client), `${token}\n`, { mode: 0o600 });
    },
    remove: (client) => rmSync(path(client), { force: true }),
  };
}
