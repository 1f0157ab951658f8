import { join } from 'node:path';
import { SecretUnreadable, type SecretStore } from '../core/ports/secret-store.js';
import type { Logger } from '../core/ports/logger.js';
import { hasSealed, type Secrets, type StoredSecret } from '../core/ports/secret-format.js';
import { secretFile } from '../core/store/secret-files.js';

const lookEveryMs = 1000;

/**
 * Secrets without a keyring: `secrets.json` in the data folder, for its owner only (0600), re-read when it changed on disk. Values that
 * the desktop sealed cannot be opened here: `get` throws SecretUnreadable. Where there are such, new values go to
 * `secrets.intake.json`, which the desktop absorbs when it starts.
 */
export function secretsFile(dataDir: string, logger: Logger, nowMs: () => number = Date.now): SecretStore {
  const main = secretFile(join(dataDir, 'secrets.json'), logger, nowMs);
  const intake = secretFile(join(dataDir, 'secrets.intake.json'), logger, nowMs);
  const find = (key: string): StoredSecret | undefined => intake.read().get(key) ?? main.read().get(key);
  let values: { readonly main: Secrets; readonly intake: Secrets; readonly list: string[] } | undefined;
  let lookedAtMs = -Infinity;
  return {
    get(key) {
      const found = find(key);
      if (found === undefined) return undefined;
      if ('sealed' in found) throw new SecretUnreadable(key);
      return found.plain;
    },
    set(key, value) {
      const file = hasSealed(main.read()) ? intake : main;
      file.write(new Map(file.read()).set(key, { plain: value }));
      lookedAtMs = -Infinity;
    },
    delete(key) {
      lookedAtMs = -Infinity;
      for (const file of [main, intake]) {
        if (!file.read().has(key)) continue;
        const rest = new Map(file.read());
        rest.delete(key);
        file.write(rest);
      }
    },
    has: (key) => find(key) !== undefined,
    keys: (prefix) => [...new Set([...main.read().keys(), ...intake.read().keys()])].filter((key) => key.startsWith(prefix)).sort(),
    // Asked for every call. Nobody else writes these files while this process owns the folder, so a look a second is plenty.
    values() {
      const atMs = performance.now();
      if (values !== undefined && atMs - lookedAtMs < lookEveryMs) return values.list;
      lookedAtMs = atMs;
      const now = { main: main.read(), intake: intake.read() };
      if (values?.main !== now.main || values.intake !== now.intake) {
        const all = [...now.main.values(), ...now.intake.values()];
        values = { ...now, list: all.flatMap((secret) => ('plain' in secret ? [secret.plain] : [])) };
      }
      return values.list;
    },
    place: {
      name: 'a file only you can read',
      caution: 'Secrets are kept in secrets.json, guarded by its file mode and not by a keyring.',
    },
  };
}
