import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Store from 'electron-store';
import type { SettingsStore } from '../core/ports/settings-store.js';

/**
 * Settings in `settings.json` of the data folder, through electron-store: written atomically, mode 0600. Reading goes to the file
 * itself, so that one that is not JSON is a fault the core hears of and never an empty document; writing replaces even that.
 */
export function createElectronSettingsStore(dataDir: string): SettingsStore {
  let store: Store<Record<string, unknown>> | undefined;
  const open = (): Store<Record<string, unknown>> =>
    (store ??= new Store<Record<string, unknown>>({
      cwd: dataDir,
      name: 'settings',
      configFileMode: 0o600,
      clearInvalidConfig: true,
      accessPropertiesByDotNotation: false,
    }));
  const path = join(dataDir, 'settings.json');
  return {
    path,
    read() {
      if (!existsSync(path)) return undefined;
      return JSON.parse(readFileSync(path, 'utf8')) as unknown;
    },
    write(document) {
      open().store = { ...document };
    },
  };
}
