import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync } from 'atomically';
import { mode } from '../../shared/model/decision.js';
import type { ServerConfig } from '../../shared/model/views.js';
import type { ModeMemory } from './modes.js';
import { SecretUnreadable, type SecretStore } from './ports/secret-store.js';
import type { MetaStore } from './ports/stores.js';
import { asidePath } from './store/aside-path.js';
import { secretKey } from './views.js';

/** The mode in the database. */
export function modeMemory(meta: MetaStore): ModeMemory {
  return {
    load() {
      const [word, untilMs] = (meta.get('mode') ?? '').split(' ');
      const parsed = mode.safeParse(word);
      return parsed.success ? { mode: parsed.data, ...(untilMs === undefined ? {} : { untilMs: Number(untilMs) }) } : undefined;
    },
    save: (value) => meta.set('mode', value.untilMs === undefined ? value.mode : `${value.mode} ${value.untilMs}`),
  };
}

export interface AuditKey {
  readonly bytes: Buffer;
  /** the key that earlier calls were signed with is lost: one line for people */
  readonly lost?: string;
}

/**
 * The key of the log's hashes and signatures: 32 bytes in `audit.key` (0600). A file and not the keyring, because every face must write
 * and verify the same log. Where there is none, or a damaged one, which is kept, a new one is made; `signed`: whether one was used before.
 */
export function auditKey(dataDir: string, signed: boolean, nowMs: number): AuditKey {
  const path = join(dataDir, 'audit.key');
  if (existsSync(path)) {
    const bytes = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
    if (bytes.length === 32) return { bytes };
    const copy = asidePath(path, nowMs);
    renameSync(path, copy);
    return {
      bytes: newKey(path),
      lost: `The key of the log was damaged. It is kept as ${copy}; a new one is in use. Whether calls logged before now were altered cannot be told.`,
    };
  }
  const bytes = newKey(path);
  if (!signed) return { bytes };
  return { bytes, lost: 'The key of the log is gone; a new one is in use. Whether calls logged before now were altered cannot be told.' };
}

function newKey(path: string): Buffer {
  const bytes = randomBytes(32);
  writeFileSync(path, `${bytes.toString('base64')}\n`, { mode: 0o600 });
  return bytes;
}

/** The values a server is started or called with, and the names of those that have none here. */
export function secretsOf(secrets: SecretStore) {
  return (config: ServerConfig): { env: Record<string, string>; headers: Record<string, string>; missing: string[] } => {
    const kind = config.transport.kind === 'stdio' ? 'env' : 'header';
    const names = config.transport.kind === 'stdio' ? config.transport.envNames : config.transport.headerNames;
    const values: Record<string, string> = {};
    const missing: string[] = [];
    for (const name of names) {
      const value = read(secrets, secretKey(config.name, kind, name));
      if (value === undefined) missing.push(name);
      else values[name] = value;
    }
    return kind === 'env' ? { env: values, headers: {}, missing } : { env: {}, headers: values, missing };
  };
}

function read(secrets: SecretStore, key: string): string | undefined {
  try {
    return secrets.get(key);
  } catch (error) {
    if (error instanceof SecretUnreadable) return undefined;
    throw error;
  }
}
