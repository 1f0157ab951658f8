import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import type { SettingsStore } from '../core/ports/settings-store.js';

/** The settings document in `settings.json` of the data folder (0600), written atomically by `conf`: the desktop's electron-store is the same class. */
export function settingsConf(dataDir: string): SettingsStore {
  const path = join(dataDir, 'settings.json');
  let conf: Conf<Record<string, unknown>> | undefined;
  const open = (): Conf<Record<string, unknown>> =>
    (conf ??= new Conf<Record<string, unknown>>({
      cwd: dataDir,
      configName: 'settings',
      configFileMode: 0o600,
      // INVARIANT: a file that cannot be read is never cleared: the settings room keeps a copy first
      clearInvalidConfig: false,
      accessPropertiesByDotNotation: false,
    }));
  return {
    path,
    read() {
      // `conf` cannot tell an absent or empty file from an empty document, so presence is asked of the disk
      if (!existsSync(path)) return undefined;
      if (readFileSync(path).length === 0) throw new Error('the file is empty');
      return open().store;
    },
    write(document) {
      open().store = { ...document };
    },
  };
}
