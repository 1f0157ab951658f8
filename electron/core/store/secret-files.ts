import { readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { writeFileSync } from 'atomically';
import type { Logger } from '../ports/logger.js';
import { parseSecrets, printSecrets, type Secrets } from '../ports/secret-format.js';
import { asidePath } from './aside-path.js';

export interface SecretFile {
  /** the same object while the file has not changed */
  read(): Secrets;
  write(secrets: Secrets): void;
}

/** One file of secrets. A damaged one is kept as a copy; then there are none, which servers show as "needs secret". */
export function secretFile(path: string, logger: Logger, nowMs: () => number): SecretFile {
  let known: { readonly stamp: string; readonly secrets: Secrets } | undefined;
  const stampOf = (): string => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? 'absent' : `${stat.ino}:${stat.size}:${stat.mtimeMs}`;
  };
  return {
    read() {
      const stamp = stampOf();
      if (known?.stamp === stamp) return known.secrets;
      if (stamp === 'absent') {
        known = { stamp, secrets: new Map() };
        return known.secrets;
      }
      const parsed = parseSecrets(readFileSync(path, 'utf8'));
      if (parsed.ok) {
        known = { stamp, secrets: parsed.value };
        return parsed.value;
      }
      const copy = asidePath(path, nowMs());
      renameSync(path, copy);
      logger.error('secrets.corrupt', { copy, why: parsed.error.message });
      known = { stamp: 'absent', secrets: new Map() };
      return known.secrets;
    },
    write(secrets) {
      if (secrets.size === 0) rmSync(path, { force: true });
      else writeFileSync(path, printSecrets(secrets), { mode: 0o600 });
      known = { stamp: stampOf(), secrets };
    },
  };
}
