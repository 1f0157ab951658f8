import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import type { Logger } from '../core/ports/logger.js';
import { parseSecrets, printSecrets, type Secrets, type StoredSecret } from '../core/ports/secret-format.js';
import { SecretUnreadable, type SecretStore } from '../core/ports/secret-store.js';
import { canSeal } from './can-seal.js';

/** Reads one file of secrets. A damaged one is kept as a copy; then there are none, which servers show as "needs secret". */
function readSecrets(file: string, logger: Logger): Secrets {
  if (!existsSync(file)) return new Map();
  const parsed = parseSecrets(readFileSync(file, 'utf8'));
  if (parsed.ok) return parsed.value;
  const copy = `${file}.corrupt-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  renameSync(file, copy);
  logger.error('secrets.corrupt', { copy, why: parsed.error.message });
  return new Map();
}

/** Atomic, and for the owner only (0600) from the first byte on. */
function writeSecrets(file: string, secrets: Secrets): void {
  const next = `${file}.new`;
  rmSync(next, { force: true });
  writeFileSync(next, printSecrets(secrets), { mode: 0o600, flag: 'wx' });
  chmodSync(next, 0o600);
  renameSync(next, file);
}

/**
 * Secrets in `secrets.json` of the data folder, each sealed by the system's keyring where there is one; without one they are kept as
 * they are, and `place.caution` says so. What the command line added meanwhile (`secrets.intake.json`) is absorbed, and values from a time
 * without a keyring are sealed, both at the first use. Must be made after the application is ready.
 */
export function createSafeSecretStore(dataDir: string, logger: Logger): SecretStore {
  const file = join(dataDir, 'secrets.json');
  const intakeFile = join(dataDir, 'secrets.intake.json');
  const sealing = canSeal(safeStorage);
  const seal = (value: string): StoredSecret =>
    sealing ? { sealed: safeStorage.encryptString(value).toString('base64') } : { plain: value };
  const open = (key: string, stored: StoredSecret): string => {
    if ('plain' in stored) return stored.plain;
    try {
      return safeStorage.decryptString(Buffer.from(stored.sealed, 'base64'));
    } catch {
      throw new SecretUnreadable(key);
    }
  };

  // INVARIANT: no file is touched before the first use, which comes after the core has locked the data folder.
  let loaded: Map<string, StoredSecret> | undefined;
  const load = (): Map<string, StoredSecret> => {
    const secrets = new Map(readSecrets(file, logger));
    const intake = readSecrets(intakeFile, logger);
    const loose = [...new Map([...secrets, ...intake])].filter(([key, stored]) => 'plain' in stored && (sealing || intake.has(key)));
    for (const [key, stored] of loose) secrets.set(key, seal(open(key, stored)));
    if (loose.length > 0) writeSecrets(file, secrets);
    rmSync(intakeFile, { force: true });
    return secrets;
  };
  const secrets = (): Map<string, StoredSecret> => (loaded ??= load());

  // Decrypting asks the keyring; redaction asks for all values on every call.
  let opened: string[] | undefined;
  const change = (act: () => void): void => {
    act();
    opened = undefined;
    writeSecrets(file, secrets());
  };

  return {
    place: sealing
      ? { name: 'the system keyring' }
      : {
          name: file,
          caution: 'This system has no keyring that Toolgate can use, so secrets are in a file that only your account can read.',
        },
    get(key) {
      const stored = secrets().get(key);
      return stored && open(key, stored);
    },
    set: (key, value) => change(() => secrets().set(key, seal(value))),
    delete(key) {
      if (secrets().has(key)) change(() => secrets().delete(key));
    },
    has: (key) => secrets().has(key),
    keys: (prefix) => [...secrets().keys()].filter((key) => key.startsWith(prefix)).sort(),
    values() {
      opened ??= [...secrets()].flatMap(([key, stored]) => {
        try {
          return [open(key, stored)];
        } catch {
          return [];
        }
      });
      return opened;
    },
  };
}
