import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync } from 'atomically';
import type { SettingsStore } from '../core/ports/settings-store.js';

/**
 * The settings document in `settings.json` of the data folder (0600), written whole and atomically, as electron-store writes it for the
 * desktop: the same file. electron-store's own base class would bring a schema validator that nobody here uses and every start pays for.
 */
export function settingsFile(dataDir: string): SettingsStore {
  const path = join(dataDir, 'settings.json');
  return {
    path,
    read() {
      let text: string;
      try {
        text = readFileSync(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
      if (text.length === 0) throw new Error('the file is empty');
      return JSON.parse(text) as unknown;
    },
    write: (document) => writeFileSync(path, `${JSON.stringify(document, undefined, '\t')}\n`, { mode: 0o600 }),
  };
}
