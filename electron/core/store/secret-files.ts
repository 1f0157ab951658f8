import { readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync } from 'atomically';
import type { Logger } from '../ports/logger.js';
import { parseSecrets, printSecrets, type Secrets } from '../ports/secret-format.js';

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
      const copy = `${path}.corrupt-${new Date(nowMs()).toISOString().replace(/[:.]/g, '-')}`;
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

/**
 * Takes what the command line added while the desktop application was closed: hands each value to `take`, then removes the intake file.
 * Returns the number of values. When `take` throws, the file stays.
 */
export function absorbIntake(
  dataDir: string,
  logger: Logger,
  take: (key: string, value: string) => void,
  nowMs: () => number = Date.now,
): number {
  const intake = secretFile(join(dataDir, 'secrets.intake.json'), logger, nowMs);
  const secrets = intake.read();
  for (const [key, secret] of secrets) if ('plain' in secret) take(key, secret.plain);
  intake.write(new Map());
  return secrets.size;
}
