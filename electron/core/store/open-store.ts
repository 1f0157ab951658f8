import { closeSync, copyFileSync, existsSync, openSync, renameSync, rmSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Database } from '../ports/database.js';
import type { Logger } from '../ports/logger.js';
import type {
  AliasStore,
  TaskStore,
  CallStore,
  CheckpointFile,
  GrantStore,
  JournalFile,
  MetaStore,
  PinStore,
  RevisionStore,
  StampStore,
} from '../ports/stores.js';
import { asidePath } from './aside-path.js';
import { callTable } from './call-table.js';
import { checkpointFile } from './checkpoint-file.js';
import { createConnection } from './connection.js';
import { prepareDataDir } from './data-dir.js';
import { journalFile } from './journal-file.js';
import { openSqlite } from './open-sqlite.js';
import { migrate, NewerSchema, versionOf } from './schema.js';
import { aliasTable, grantTable, metaTable, pinTable, revisionTable, stampTable, taskTable } from './small-tables.js';
import { isDamage, noticingDamage, wholeMark } from './whole-mark.js';

export interface Store {
  readonly stamps: StampStore;
  readonly grants: GrantStore;
  readonly pins: PinStore;
  readonly revisions: RevisionStore;
  readonly aliases: AliasStore;
  readonly tasks: TaskStore;
  readonly calls: CallStore;
  readonly meta: MetaStore;
  readonly checkpoints: CheckpointFile;
  readonly journal: JournalFile;
  /** what a person should know about how it was opened: one line each */
  readonly problems: readonly string[];
  close(): void;
}

export interface StoreOptions {
  readonly open?: (path: string) => Database;
  readonly nowMs?: () => number;
}

/**
 * Opens `toolgate.db` (0600, WAL) in a data folder that this process has locked. A damaged database is kept as
 * `toolgate.db.corrupt-<time>` and a fresh one made, which `problems` says; one written by a later Toolgate is left alone and fails.
 */
export function openStore(dataDir: string, logger: Logger, { open = openSqlite, nowMs = Date.now }: StoreOptions = {}): Result<Store> {
  const prepared = prepareDataDir(dataDir);
  if (!prepared.ok) return prepared;
  const path = join(dataDir, 'toolgate.db');
  const problems: string[] = [];
  try {
    const mark = wholeMark(path);
    let checkedAtMs = mark.take(nowMs());
    let db: Database;
    try {
      db = openChecked(path, open, checkedAtMs === undefined);
    } catch (error) {
      if (!isDamage(error)) throw error;
      const copy = setAside(path, nowMs());
      logger.warn('store.corrupt', { copy, error: describe(error) });
      problems.push(`The database was damaged. It is kept as ${copy}; log, pins, limits used and remembered answers begin anew.`);
      checkedAtMs = undefined;
      db = openChecked(path, open, true);
    }
    checkedAtMs ??= nowMs();
    let isWhole = true;
    const watched = noticingDamage(db, () => (isWhole = false));
    return ok(
      assemble(watched, path, dataDir, problems, () => {
        if (isWhole) mark.leave(checkedAtMs);
      }),
    );
  } catch (error) {
    if (error instanceof NewerSchema)
      return fail(
        'NEWER_DATA',
        `The data in ${dataDir} was written by a newer Toolgate.`,
        'Install that version again, or start with another --data-dir. Nothing was changed.',
      );
    return fail(
      'STORE',
      `The database ${path} cannot be opened: ${describe(error)}`,
      'Check the free space and the owner of the data folder, then start again.',
    );
  }
}

function assemble(db: Database, path: string, dataDir: string, problems: readonly string[], closed: () => void): Store {
  const connection = createConnection(db);
  const journal = journalFile(join(dataDir, 'audit.journal'));
  return {
    stamps: stampTable(connection),
    grants: grantTable(connection),
    pins: pinTable(connection),
    revisions: revisionTable(connection),
    aliases: aliasTable(connection),
    tasks: taskTable(connection),
    calls: callTable(connection, path),
    meta: metaTable(connection),
    checkpoints: checkpointFile(join(dataDir, 'audit.checkpoints')),
    journal,
    problems,
    close() {
      journal.close();
      connection.close();
      closed();
    },
  };
}

function openChecked(path: string, open: (path: string) => Database, isDoubtful: boolean): Database {
  closeSync(openSync(path, 'a', 0o600));
  if (process.platform !== 'win32') for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600);
  const db = open(path);
  try {
    db.exec('PRAGMA busy_timeout = 2000');
    // first: some of what follows is written into the file
    versionOf(db);
    // of a new database only: a row of the log is often longer than the 4 KB that are usual, and each page is two writes
    db.exec('PRAGMA page_size = 16384');
    db.exec('PRAGMA auto_vacuum = INCREMENTAL');
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = FULL');
    db.exec('PRAGMA journal_size_limit = 16000000');
    if (isDoubtful) lookThrough(db);
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function lookThrough(db: Database): void {
  const says = String(Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0] ?? '');
  if (says !== 'ok') throw new Error(`database disk image is malformed: ${says}`);
}

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function setAside(path: string, nowMs: number): string {
  const copy = asidePath(path, nowMs);
  // the write-ahead log goes with it: it may hold the newest records
  if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
  renameSync(path, copy);
  rmSync(`${path}-wal`, { force: true });
  rmSync(`${path}-shm`, { force: true });
  return copy;
}
