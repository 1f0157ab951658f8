import type { Database } from '../ports/database.js';

/**
 * Every step from one version of the database to the next; `user_version` is the number of steps done. Steps are only ever added.
 * Seconds, sizes and seqs are integers; times are wall-clock ms.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE stamps (key TEXT NOT NULL, call_id TEXT NOT NULL, at_ms REAL NOT NULL, amount REAL NOT NULL);
  CREATE INDEX stamps_call ON stamps (call_id);
  CREATE INDEX stamps_at ON stamps (at_ms);
  CREATE TABLE grants (
    id TEXT PRIMARY KEY, client TEXT NOT NULL, server TEXT NOT NULL, tool TEXT NOT NULL, definition_hash TEXT NOT NULL,
    session TEXT, conditions TEXT NOT NULL, created_at_ms REAL NOT NULL, expires_at_ms REAL
  ) WITHOUT ROWID;
  CREATE TABLE pins (
    server TEXT NOT NULL, subject TEXT NOT NULL, hash TEXT NOT NULL, definition TEXT NOT NULL, at_ms REAL NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (server, subject)
  );
  CREATE TABLE revisions (
    revision INTEGER PRIMARY KEY AUTOINCREMENT, at_ms REAL NOT NULL, by TEXT NOT NULL, sentence TEXT NOT NULL, text TEXT NOT NULL
  );
  CREATE TABLE aliases (alias TEXT PRIMARY KEY, server TEXT NOT NULL, tool TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE calls (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at_ms REAL NOT NULL, client TEXT NOT NULL, session TEXT NOT NULL,
    server TEXT NOT NULL, method TEXT NOT NULL, tool TEXT NOT NULL, class TEXT NOT NULL, verdict TEXT NOT NULL, enforced TEXT NOT NULL,
    code TEXT NOT NULL, because TEXT NOT NULL, rule TEXT NOT NULL, mode TEXT NOT NULL, policy_revision REAL NOT NULL,
    approval_id TEXT, approved_by TEXT, grant_id TEXT, wait_ms REAL,
    arguments_text TEXT NOT NULL, arguments_bytes REAL NOT NULL, arguments_hash TEXT NOT NULL,
    outcome TEXT NOT NULL, error TEXT, answer_bytes REAL, duration_ms REAL
  );
  CREATE INDEX calls_at ON calls (at_ms);
  CREATE INDEX calls_open ON calls (seq) WHERE outcome = 'open';
  CREATE TABLE links (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, at_ms REAL NOT NULL, hash TEXT NOT NULL, call_seq INTEGER, body TEXT);
  `,
  `
  ALTER TABLE pins ADD COLUMN refused TEXT;
  UPDATE pins SET state = 'pinned' WHERE state = 'rejected';
  `,
  `
  CREATE TABLE tasks (client TEXT NOT NULL, server TEXT NOT NULL, task_id TEXT NOT NULL, tool TEXT NOT NULL, UNIQUE (client, server, task_id));
  `,
  `
  ALTER TABLE calls RENAME TO whole_calls;
  CREATE TABLE circumstances (
    first_seq INTEGER PRIMARY KEY, client TEXT NOT NULL, session TEXT NOT NULL, server TEXT NOT NULL, method TEXT NOT NULL, tool TEXT NOT NULL,
    class TEXT NOT NULL, verdict TEXT NOT NULL, enforced TEXT NOT NULL, code TEXT NOT NULL, because TEXT NOT NULL, rule TEXT NOT NULL,
    mode TEXT NOT NULL, policy_revision REAL NOT NULL, approval_id TEXT, approved_by TEXT, grant_id TEXT, wait_ms REAL
  );
  CREATE TABLE records (
    seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, linked_ms REAL NOT NULL, hash TEXT NOT NULL, id TEXT NOT NULL UNIQUE, at_ms REAL NOT NULL,
    common INTEGER NOT NULL, arguments_text TEXT NOT NULL, arguments_bytes REAL NOT NULL, arguments_hash TEXT NOT NULL,
    outcome TEXT NOT NULL, error TEXT, answer_bytes REAL, duration_ms REAL
  );
  INSERT INTO circumstances SELECT seq, client, session, server, method, tool, class, verdict, enforced, code, because, rule, mode,
    policy_revision, approval_id, approved_by, grant_id, wait_ms FROM whole_calls;
  INSERT INTO records SELECT seq, coalesce(links.kind, ''), coalesce(links.at_ms, 0), coalesce(links.hash, ''), id, whole_calls.at_ms, seq,
    arguments_text, arguments_bytes, arguments_hash, outcome, error, answer_bytes, duration_ms FROM whole_calls LEFT JOIN links USING (seq);
  DELETE FROM links WHERE kind IN ('open', 'whole') AND seq IN (SELECT seq FROM records);
  DROP TABLE whole_calls;
  CREATE INDEX records_at ON records (at_ms);
  CREATE INDEX records_open ON records (seq) WHERE outcome = 'open';
  CREATE VIEW calls AS SELECT * FROM records CROSS JOIN circumstances ON circumstances.first_seq = records.common;
  `,
];

export const schemaVersion = steps.length;

/** The number of steps done. Throws `NewerSchema` when a later Toolgate did more. */
export function versionOf(db: Database): number {
  const found = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (found > schemaVersion) throw new NewerSchema(found);
  return found;
}

/** Brings a database up to date, all or nothing. Throws `NewerSchema` and changes nothing when a later Toolgate wrote it. `to`: for tests of the next steps. */
export function migrate(db: Database, to = schemaVersion): void {
  const found = versionOf(db);
  if (found === to) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    for (const step of steps.slice(found, to)) db.exec(step);
    db.exec(`PRAGMA user_version = ${to}`);
    db.exec('COMMIT');
  } catch (error) {
    try {
      db.exec('ROLLBACK');
    } catch {
      // on a full disk SQLite has done that by itself: what went wrong is the first error
    }
    throw error;
  }
}

export class NewerSchema extends Error {
  constructor(readonly version: number) {
    super(`the database has version ${version}, this Toolgate knows version ${schemaVersion}`);
  }
}
