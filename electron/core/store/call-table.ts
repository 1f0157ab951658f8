import { open } from 'node:fs/promises';
import type { Because } from '../../../shared/model/decision.js';
import type { CallRecord } from '../../../shared/model/views.js';
import type { SqlValue } from '../ports/database.js';
import type { CallCircumstances, CallFilter, CallStore, LogLink, LogOp } from '../ports/stores.js';
import type { Connection } from './connection.js';

const insertRecord = `INSERT INTO records (seq, kind, linked_ms, hash, id, at_ms, common, arguments_text, arguments_bytes, arguments_hash,
  outcome, error, answer_bytes, duration_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const insertCircumstances = `INSERT INTO circumstances (first_seq, client, session, server, method, tool, class, verdict, enforced, code, because,
  rule, mode, policy_revision, approval_id, approved_by, grant_id, wait_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const insertLink = 'INSERT INTO links (seq, kind, at_ms, hash, call_seq, body) VALUES (?, ?, ?, ?, ?, ?)';
const closeCall = 'UPDATE records SET outcome = ?, error = ?, answer_bytes = ?, duration_ms = ? WHERE seq = ?';

/** given back to the system at a time */
const vacuumBytes = 8_000_000;

/** Circumstances stand for no more records than that behind the first: what is cut off takes its own with it, and nobody has to look. */
const mostBehind = 10_000;

/**
 * The log in SQLite: one row per call with its link of the chain, one per link that is about a call or none. What calls have in common stands in
 * a table of its own: half of a row, and most of what its values cost to pass. `calls` is both together.
 */
export function callTable({ sql, transaction, exec }: Connection, path: string): CallStore {
  const pragma = (name: string): number => Number(sql(`PRAGMA ${name}`).get()?.[name] ?? 0);
  const pageBytes = (): number => pragma('page_size');
  let kept = new WeakMap<CallCircumstances, number>();
  const keep = (common: CallCircumstances, seq: number): number => {
    const known = kept.get(common);
    if (known !== undefined && seq - known < mostBehind) return known;
    // prettier-ignore
    sql(insertCircumstances).run(
      seq, common.client, common.session, common.server, common.method, common.tool, common.class, common.verdict, common.enforced, common.code,
      JSON.stringify(common.because), common.rule, common.mode, common.policyRevision, common.approvalId ?? null, common.approvedBy ?? null,
      common.grantId ?? null, common.waitMs ?? null,
    );
    kept.set(common, seq);
    return seq;
  };
  const apply = (op: LogOp): void => {
    if ('record' in op) {
      const { record: r, common } = op;
      // prettier-ignore
      sql(insertRecord).run(
        op.seq, op.kind, op.atMs, op.hash, r.id, r.atMs, keep(common, op.seq), r.argumentsText, r.argumentsBytes, r.argumentsHash,
        r.outcome, r.error ?? null, r.answerBytes ?? null, r.durationMs ?? null,
      );
      return;
    }
    if (op.kind === 'close') {
      sql(closeCall).run(op.end.outcome, op.end.error ?? null, op.end.answerBytes ?? null, op.end.durationMs ?? null, op.callSeq);
      sql(insertLink).run(op.seq, op.kind, op.atMs, op.hash, op.callSeq, op.body);
      return;
    }
    sql(insertLink).run(op.seq, op.kind, op.atMs, op.hash, null, op.body);
  };
  return {
    tip() {
      const row = sql('SELECT seq, hash FROM links UNION ALL SELECT seq, hash FROM records ORDER BY seq DESC LIMIT 1').get();
      return row === undefined ? { seq: 0, hash: '' } : { seq: Number(row['seq']), hash: String(row['hash']) };
    },
    write(ops) {
      try {
        transaction(false, () => ops.forEach(apply));
      } catch (error) {
        // what was kept in it may be gone
        kept = new WeakMap();
        throw error;
      }
    },
    list(filter) {
      const { where, values } = condition(filter);
      return sql(`SELECT * FROM calls ${where} ORDER BY seq DESC LIMIT ?`)
        .all(...values, filter.limit)
        .map(toRecord);
    },
    get(id) {
      const row = sql('SELECT * FROM calls WHERE id = ?').get(id);
      return row === undefined ? undefined : toRecord(row);
    },
    open: () => sql("SELECT * FROM calls WHERE outcome = 'open' ORDER BY seq").all().map(toRecord),
    links: (afterSeq, limit) =>
      sql(
        `SELECT * FROM (
           SELECT seq AS link_seq, kind AS link_kind, at_ms AS link_at_ms, hash AS link_hash, call_seq AS link_call_seq, body AS link_body
             FROM links WHERE seq > ?1
           UNION ALL SELECT seq, kind, linked_ms, hash, seq, NULL FROM records WHERE seq > ?1 ORDER BY 1 LIMIT ?2
         ) LEFT JOIN records ON records.seq = link_call_seq LEFT JOIN circumstances ON first_seq = common ORDER BY link_seq`,
      )
        .all(afterSeq, limit)
        .map(toLink),
    counts: (sinceMs) =>
      sql('SELECT verdict, server, tool, count(*) AS calls FROM calls WHERE at_ms >= ? GROUP BY verdict, server, tool')
        .all(sinceMs)
        .map((row) => ({
          verdict: String(row['verdict']),
          server: String(row['server']),
          tool: String(row['tool']),
          calls: Number(row['calls']),
        })),
    perMinute: (sinceMs) =>
      sql(
        `SELECT CAST(at_ms / 60000 AS INTEGER) * 60000 AS minute, verdict, approval_id IS NOT NULL AS asked, enforced, code, count(*) AS calls
           FROM calls WHERE at_ms >= ? GROUP BY 1, 2, 3, 4, 5`,
      )
        .all(sinceMs)
        .map((row) => ({
          atMs: Number(row['minute']),
          verdict: String(row['verdict']),
          asked: Number(row['asked']) === 1,
          enforced: String(row['enforced']),
          code: String(row['code']),
          calls: Number(row['calls']),
        })),
    total: () => Number(sql('SELECT count(*) AS n FROM calls').get()?.['n'] ?? 0),
    lastSeqBefore: (beforeMs) =>
      // INVARIANT: a prefix of the chain: the first link that is young enough ends it, whatever the wall clock did in between.
      Number(
        sql(
          `SELECT seq - 1 AS seq FROM (
             SELECT seq FROM links WHERE at_ms >= ?1 UNION ALL SELECT seq FROM records WHERE linked_ms >= ?1 ORDER BY 1 LIMIT 1)
           UNION ALL SELECT max(seq) FROM (SELECT max(seq) AS seq FROM links UNION ALL SELECT max(seq) FROM records) LIMIT 1`,
        ).get(beforeMs)?.['seq'] ?? 0,
      ),
    link(seq) {
      const row = sql('SELECT seq, hash FROM links WHERE seq = ?1 UNION ALL SELECT seq, hash FROM records WHERE seq = ?1').get(seq);
      return row === undefined ? undefined : { seq: Number(row['seq']), hash: String(row['hash']) };
    },
    cut(seq) {
      transaction(true, () => {
        sql('DELETE FROM links WHERE seq <= ?').run(seq);
        sql('DELETE FROM records WHERE seq <= ?').run(seq);
        sql('DELETE FROM circumstances WHERE first_seq <= ?').run(seq - mostBehind);
      });
      exec(`PRAGMA incremental_vacuum(${Math.ceil(vacuumBytes / pageBytes())})`);
    },
    sync: () => void sql('PRAGMA wal_checkpoint(PASSIVE)').get(),
    async syncSoon() {
      // commits append to the write-ahead log, and are read from it after a loss of power: no more than that must be on the disk
      const file = await open(`${path}-wal`, 'r+');
      try {
        await file.datasync();
      } finally {
        await file.close();
      }
    },
    bytes: () => (pragma('page_count') - pragma('freelist_count')) * pageBytes(),
  };
}

function condition(filter: CallFilter): { where: string; values: SqlValue[] } {
  const parts: string[] = [];
  const values: SqlValue[] = [];
  const add = (part: string, value: SqlValue | undefined, times = 1): void => {
    if (value === undefined) return;
    parts.push(part);
    for (let i = 0; i < times; i++) values.push(value);
  };
  add('client = ?', filter.client);
  add('server = ?', filter.server);
  add('tool = ?', filter.tool);
  add('verdict = ?', filter.verdict);
  add('outcome = ?', filter.outcome);
  add('at_ms >= ?', filter.sinceMs);
  add('at_ms <= ?', filter.untilMs);
  add('seq < ?', filter.beforeSeq);
  const words = filter.text?.trim();
  if (words) {
    const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
    const fields = ['tool', 'server', 'client', 'arguments_text', 'error'];
    add(`(${fields.map((name) => `${name} LIKE ? ESCAPE '\\'`).join(' OR ')})`, like, fields.length);
  }
  return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values };
}

const optional = <K extends string, T>(key: K, value: SqlValue | undefined, as: (value: SqlValue) => T): Partial<Record<K, T>> =>
  value === null || value === undefined ? {} : ({ [key]: as(value) } as Partial<Record<K, T>>);

/** The row as it stands: what a person may have altered on disk is shown as it is, and found by verification. */
function toRecord(row: Record<string, SqlValue>): CallRecord {
  return {
    id: String(row['id']),
    seq: Number(row['seq']),
    atMs: Number(row['at_ms']),
    client: String(row['client']),
    session: String(row['session']),
    server: String(row['server']),
    method: String(row['method']),
    tool: String(row['tool']),
    class: String(row['class']) as CallRecord['class'],
    verdict: String(row['verdict']) as CallRecord['verdict'],
    enforced: String(row['enforced']) as CallRecord['enforced'],
    code: String(row['code']),
    because: becauseOf(String(row['because'])),
    rule: String(row['rule']),
    mode: String(row['mode']) as CallRecord['mode'],
    policyRevision: Number(row['policy_revision']),
    ...optional('approvalId', row['approval_id'], String),
    ...optional('approvedBy', row['approved_by'], String),
    ...optional('grantId', row['grant_id'], String),
    ...optional('waitMs', row['wait_ms'], Number),
    argumentsText: String(row['arguments_text']),
    argumentsBytes: Number(row['arguments_bytes']),
    argumentsHash: String(row['arguments_hash']),
    outcome: String(row['outcome']) as CallRecord['outcome'],
    ...optional('error', row['error'], String),
    ...optional('answerBytes', row['answer_bytes'], Number),
    ...optional('durationMs', row['duration_ms'], Number),
  };
}

function becauseOf(text: string): Because[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as Because[]) : [];
  } catch {
    return [{ pointer: '', text }];
  }
}

const toLink = (row: Record<string, SqlValue>): LogLink => ({
  kind: String(row['link_kind']),
  seq: Number(row['link_seq']),
  atMs: Number(row['link_at_ms']),
  hash: String(row['link_hash']),
  callSeq: row['link_call_seq'] === null || row['link_call_seq'] === undefined ? undefined : Number(row['link_call_seq']),
  body: row['link_body'] === null || row['link_body'] === undefined ? undefined : String(row['link_body']),
  record: row['id'] === null || row['client'] === null ? undefined : toRecord(row),
});
