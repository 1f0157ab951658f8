import { createRequire } from 'node:module';
import type { Database } from '../ports/database.js';

type Sqlite = { DatabaseSync: new (path: string) => Database };

/**
 * Opens an SQLite file with the runtime's own `node:sqlite` where it has one, else with `@photostructure/sqlite` (same interface,
 * works on Node 18). Throws what the binding throws.
 */
export function openSqlite(path: string): Database {
  return new (builtIn() ?? native()).DatabaseSync(path);
}

/** `node:sqlite`, asked for at run time so that no bundler resolves it; its "experimental" warning is kept off stderr. */
function builtIn(): Sqlite | undefined {
  const getBuiltin = (process as { getBuiltinModule?: (name: string) => unknown }).getBuiltinModule;
  if (getBuiltin === undefined) return undefined;
  const emitWarning = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return getBuiltin.call(process, 'node:sqlite') as Sqlite | undefined;
  } catch {
    return undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

function native(): Sqlite {
  const load = createRequire(import.meta.url);
  return load('@photostructure/sqlite') as Sqlite;
}
