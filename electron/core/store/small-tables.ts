import type { SqlValue } from '../ports/database.js';
import type {
  AliasStore,
  GrantStore,
  MetaStore,
  PinStore,
  PolicyRevision,
  RevisionStore,
  StampStore,
  StoredPin,
  TaskStore,
} from '../ports/stores.js';
import type { Connection } from './connection.js';

type Row = Record<string, SqlValue>;
const text = (value: SqlValue | undefined): string => (typeof value === 'string' ? value : String(value));
const optionalText = (value: SqlValue | undefined): string | undefined =>
  value === null || value === undefined ? undefined : String(value);
const optionalNumber = (value: SqlValue | undefined): number | undefined =>
  value === null || value === undefined ? undefined : Number(value);

/**
 * Stamps survive kill -9 when `add` returns. The log record of a limited call is committed to the disk after its reservation and
 * before forwarding, in the same file, so that no call that was sent is forgotten after loss of power either.
 */
export const stampTable = ({ sql, transaction }: Connection): StampStore => ({
  load: (sinceMs) =>
    sql('SELECT key, call_id, at_ms, amount FROM stamps WHERE at_ms > ? ORDER BY at_ms, rowid')
      .all(sinceMs)
      .map((row) => ({ key: text(row['key']), callId: text(row['call_id']), atMs: Number(row['at_ms']), amount: Number(row['amount']) })),
  add(stamps) {
    transaction(false, () => {
      const insert = sql('INSERT INTO stamps (key, call_id, at_ms, amount) VALUES (?, ?, ?, ?)');
      for (const stamp of stamps) insert.run(stamp.key, stamp.callId, stamp.atMs, stamp.amount);
    });
  },
  remove: (callId) => void transaction(false, () => sql('DELETE FROM stamps WHERE call_id = ?').run(callId)),
  prune: (beforeMs) => void transaction(false, () => sql('DELETE FROM stamps WHERE at_ms < ?').run(beforeMs)),
});

export const grantTable = ({ sql, transaction }: Connection): GrantStore => ({
  load: () =>
    sql('SELECT * FROM grants ORDER BY created_at_ms')
      .all()
      .map((row) => ({
        id: text(row['id']),
        client: text(row['client']),
        server: text(row['server']),
        tool: text(row['tool']),
        definitionHash: text(row['definition_hash']),
        session: optionalText(row['session']),
        conditions: JSON.parse(text(row['conditions'])) as unknown[],
        createdAtMs: Number(row['created_at_ms']),
        expiresAtMs: optionalNumber(row['expires_at_ms']),
      })),
  put(grant) {
    transaction(true, () =>
      sql('INSERT OR REPLACE INTO grants VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
        grant.id,
        grant.client,
        grant.server,
        grant.tool,
        grant.definitionHash,
        grant.session ?? null,
        JSON.stringify(grant.conditions),
        grant.createdAtMs,
        grant.expiresAtMs ?? null,
      ),
    );
  },
  remove: (id) => void transaction(true, () => sql('DELETE FROM grants WHERE id = ?').run(id)),
});

export const pinTable = ({ sql, transaction }: Connection): PinStore => ({
  load: () =>
    sql('SELECT * FROM pins ORDER BY server, subject')
      .all()
      .map((row) => ({
        server: text(row['server']),
        subject: text(row['subject']),
        hash: text(row['hash']),
        definition: text(row['definition']),
        atMs: Number(row['at_ms']),
        state: text(row['state']) as StoredPin['state'],
        ...(row['refused'] === null ? {} : { refused: text(row['refused']) }),
      })),
  put(pins) {
    transaction(true, () => {
      const insert = sql(
        'INSERT OR REPLACE INTO pins (server, subject, hash, definition, at_ms, state, refused) VALUES (?, ?, ?, ?, ?, ?, ?)',
      );
      for (const pin of pins) insert.run(pin.server, pin.subject, pin.hash, pin.definition, pin.atMs, pin.state, pin.refused ?? null);
    });
  },
  remove(server, subject) {
    transaction(true, () =>
      subject === undefined
        ? sql('DELETE FROM pins WHERE server = ?').run(server)
        : sql('DELETE FROM pins WHERE server = ? AND subject = ?').run(server, subject),
    );
  },
});

const revision = (row: Row): PolicyRevision => ({
  revision: Number(row['revision']),
  atMs: Number(row['at_ms']),
  by: text(row['by']),
  sentence: text(row['sentence']),
  text: text(row['text']),
});

/** Numbers are never used twice. */
export const revisionTable = ({ sql, transaction }: Connection): RevisionStore => ({
  list: (limit, notBy) => sql('SELECT * FROM revisions WHERE by <> ? ORDER BY revision DESC LIMIT ?').all(notBy, limit).map(revision),
  after: (number) => sql('SELECT * FROM revisions WHERE revision > ? ORDER BY revision DESC').all(number).map(revision),
  get(number) {
    const row = sql('SELECT * FROM revisions WHERE revision = ?').get(number);
    return row === undefined ? undefined : revision(row);
  },
  add: (entry) =>
    transaction(true, () =>
      Number(
        sql('INSERT INTO revisions (at_ms, by, sentence, text) VALUES (?, ?, ?, ?)').run(entry.atMs, entry.by, entry.sentence, entry.text)
          .lastInsertRowid,
      ),
    ),
});

export const aliasTable = ({ sql, transaction }: Connection): AliasStore => ({
  load: () =>
    sql('SELECT alias, server, tool FROM aliases')
      .all()
      .map((row) => ({ alias: text(row['alias']), server: text(row['server']), tool: text(row['tool']) })),
  put: (entry) =>
    void transaction(true, () =>
      sql('INSERT OR REPLACE INTO aliases (alias, server, tool) VALUES (?, ?, ?)').run(entry.alias, entry.server, entry.tool),
    ),
});

/** In the order in which they were put. */
export const taskTable = ({ sql, transaction }: Connection): TaskStore => ({
  load: () =>
    sql('SELECT client, server, task_id, tool FROM tasks ORDER BY rowid')
      .all()
      .map((row) => ({ client: text(row['client']), server: text(row['server']), taskId: text(row['task_id']), tool: text(row['tool']) })),
  put: ({ client, server, taskId, tool }) =>
    void transaction(true, () =>
      sql('INSERT OR REPLACE INTO tasks (client, server, task_id, tool) VALUES (?, ?, ?, ?)').run(client, server, taskId, tool),
    ),
  remove: ({ client, server, taskId }) =>
    void transaction(true, () => sql('DELETE FROM tasks WHERE client = ? AND server = ? AND task_id = ?').run(client, server, taskId)),
});

export const metaTable = ({ sql, transaction }: Connection): MetaStore => ({
  get: (key) => optionalText(sql('SELECT value FROM meta WHERE key = ?').get(key)?.['value']),
  set: (key, value) => void transaction(true, () => sql('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value)),
});
