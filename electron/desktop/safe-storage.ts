import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { SecretUnreadable, type SecretStore } from '../core/ports/secret-store.js';

/** One stored secret: sealed by the system's keyring (base64), or as it is. */
type Stored = { readonly sealed: string } | { readonly plain: string };
interface SecretsFile {
  readonly version: 1;
  readonly secrets: Readonly<Record<string, Stored>>;
}

/** Whether Electron can really seal: no keyring means no, and Linux's `basic_text` is a constant password, so it means no too. */
export function canSeal(storage: Pick<typeof safeStorage, 'isEncryptionAvailable'> & { getSelectedStorageBackend?: () => string }): boolean {
  try {
    if (!storage.isEncryptionAvailable()) return false;
    return process.platform !== 'linux' || typeof storage.getSelectedStorageBackend !== 'function' || storage.getSelectedStorageBackend() !== 'basic_text';
  } catch {
    return false;
  }
}

/**
 * Secrets in `secrets.json` of the data folder (0600), each sealed by the system's keyring where there is one; without one they are
 * kept as they are, and `place.caution` says so. A file that cannot be parsed is a fault, never an empty store.
 */
export function createSafeSecretStore(dataDir: string): SecretStore {
  const file = join(dataDir, 'secrets.json');
  const sealing = canSeal(safeStorage);
  const secrets = new Map<string, Stored>();
  if (existsSync(file)) for (const [key, stored] of Object.entries((JSON.parse(readFileSync(file, 'utf8')) as SecretsFile).secrets)) secrets.set(key, stored);

  const save = (): void => {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const document: SecretsFile = { version: 1, secrets: Object.fromEntries(secrets) };
    writeFileSync(`${file}.new`, JSON.stringify(document, null, 2), { mode: 0o600 });
    chmodSync(`${file}.new`, 0o600);
    renameSync(`${file}.new`, file);
  };
  const open = (key: string, stored: Stored): string => {
    if ('plain' in stored) return stored.plain;
    try {
      return safeStorage.decryptString(Buffer.from(stored.sealed, 'base64'));
    } catch {
      throw new SecretUnreadable(key);
    }
  };

  return {
    place: sealing
      ? { name: 'the system keyring' }
      : { name: file, caution: 'This system has no keyring that Toolgate can use, so secrets are in a file that only your account can read.' },
    get(key) {
      const stored = secrets.get(key);
      return stored && open(key, stored);
    },
    set(key, value) {
      secrets.set(key, sealing ? { sealed: safeStorage.encryptString(value).toString('base64') } : { plain: value });
      save();
    },
    delete(key) {
      if (secrets.delete(key)) save();
    },
    has: (key) => secrets.has(key),
    keys: (prefix) => [...secrets.keys()].filter((key) => key.startsWith(prefix)).sort(),
    values() {
      return [...secrets].flatMap(([key, stored]) => {
        try {
          return [open(key, stored)];
        } catch {
          return [];
        }
      });
    },
  };
}
