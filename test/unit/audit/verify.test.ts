import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../../electron/core/store/open-sqlite.js';
import { migrate } from '../../../electron/core/store/schema.js';
import type { SqlValue } from '../../../electron/core/ports/database.js';
import { auditBench, entry, type Bench } from '../../support/audit-bench.js';

const benches: Bench[] = [];
const bench = (...args: Parameters<typeof auditBench>): Bench => {
  const made = auditBench(...args);
  benches.push(made);
  return made;
};
afterEach(() => benches.splice(0).forEach((made) => made.end()));

/** calls c1 … cn, every third closed only after its opening was committed; then a restart, so that everything is signed */
function filled(n: number): Bench {
  const b = bench();
  for (let i = 1; i <= n; i++) {
    b.audit.open(entry(`c${i}`), false);
    if (i % 3 === 0) b.audit.flush();
    b.audit.close(`c${i}`, { outcome: 'ok', durationMs: i });
  }
  benches.pop();
  const again = b.restart();
  benches.push(again);
  return again;
}

const tamper = (b: Bench, ...sql: string[]): void => {
  const db = openSqlite(join(b.dir, 'toolgate.db'));
  for (const text of sql) db.exec(text);
  db.close();
};
const texts = async (b: Bench): Promise<string[]> => (await b.audit.verify()).problems.map(({ seq, text }) => `${seq}: ${text}`);

describe('verification', () => {
  it('finds nothing in a log nobody touched, while it is written and after restarts', async () => {
    const b = filled(250);
    b.audit.open(entry('now'), false);
    expect(await b.audit.verify()).toEqual({ intact: true, records: 251, problems: [] });
  });

  const alter = (column: string): string => (/_ms|_bytes|revision/.test(column) ? `${column} + 1` : `${column} || 'x'`);
  const own = 'linked_ms id at_ms arguments_text arguments_bytes arguments_hash outcome duration_ms'.split(' ');
  it.each(own)('names the record whose %s was altered', async (column) => {
    const b = filled(12);
    const seq = b.audit.show('c5')?.seq;
    tamper(b, `UPDATE records SET ${column} = ${alter(column)} WHERE id = 'c5'`);
    expect((await b.audit.verify()).problems.map((one) => one.seq)).toEqual([seq]);
  });

  const shared =
    'client session server method tool class verdict enforced code because rule mode policy_revision approval_id approved_by grant_id wait_ms'.split(
      ' ',
    );
  it.each(shared)('names the record whose %s was altered, which it had in common with others', async (column) => {
    const b = filled(12);
    const values = shared.map((name) => (name !== column ? name : /_(?:id|by|ms)$/.test(name) ? "'1'" : alter(name)));
    tamper(
      b,
      `INSERT INTO circumstances SELECT 1000, ${values.join(', ')} FROM circumstances`,
      "UPDATE records SET common = 1000 WHERE id = 'c5'",
    );
    const seq = b.audit.show('c5')?.seq;
    expect((await b.audit.verify()).problems.map((one) => one.seq)).toEqual([seq]);
  });

  it('names every record when what they have in common was altered or removed', async () => {
    const b = filled(12);
    tamper(b, "UPDATE circumstances SET tool = 'other'");
    expect(b.audit.list({ limit: 100 }).map(({ tool }) => tool)).toEqual(Array.from({ length: 12 }, () => 'other'));
    expect(await texts(b)).toHaveLength(12);
    tamper(b, 'DELETE FROM circumstances');
    expect((await texts(b)).filter((text) => /the row of record \d+ was removed/.test(text))).toHaveLength(12);
  });

  it('names how a call ended when that was altered after a separate closing', async () => {
    const b = filled(12);
    tamper(b, "UPDATE records SET outcome = 'error' WHERE id = 'c6'");
    expect((await texts(b)).join()).toMatch(/how call c6 ended .* was altered/);
  });

  it('finds an ending written into the row of an open call', async () => {
    const b = filled(3);
    await b.audit.open(entry('open'), true);
    b.audit.flush();
    tamper(b, "UPDATE records SET outcome = 'ok' WHERE id = 'open'");
    expect((await texts(b)).join()).toContain('call open ended was written into its row by someone else');
  });

  it('names removed records: the row alone, first, middle and last, and the cut-off end', async () => {
    let b = filled(9);
    tamper(b, "DELETE FROM records WHERE id = 'c4'");
    expect((await texts(b))[0]).toMatch(/^(\d+): record \1 was removed/);
    b = filled(9);
    tamper(b, 'DELETE FROM links WHERE seq = 1', 'DELETE FROM records WHERE seq = 1');
    expect((await texts(b))[0]).toBe('1: the beginning of the log is missing: records 1 to 1 were removed, and not by retention');
    b = filled(9);
    tamper(b, 'DELETE FROM links WHERE seq IN (4, 5)', 'DELETE FROM records WHERE seq IN (4, 5)');
    expect(await texts(b)).toEqual(['4: records 4 to 5 were removed']);
    b = filled(9);
    const { seq } = b.store.calls.tip();
    tamper(b, `DELETE FROM links WHERE seq > ${seq - 2}`, `DELETE FROM records WHERE seq > ${seq - 2}`);
    expect((await texts(b)).at(-1)).toBe(`${seq - 1}: the end of the log is missing: records ${seq - 1} to ${seq} were cut off`);
  });

  it('notices at the next start that the signed end is gone, and says so even when new records took its numbers', async () => {
    const b = filled(9);
    const { seq } = b.store.calls.tip();
    b.audit.stop();
    tamper(b, `DELETE FROM links WHERE seq > ${seq - 3}`, `DELETE FROM records WHERE seq > ${seq - 3}`);
    const again = b.restart();
    benches.push(again);
    expect(again.audit.problems.join()).toContain('altered');
    for (let i = 0; i < 20; i++) again.audit.open(entry(`new${i}`), false);
    expect((await texts(again)).join()).toContain('is not the one the signed checkpoint saw');
  });

  it('names records that changed places, and rows in no link', async () => {
    let b = filled(9);
    tamper(
      b,
      "UPDATE records SET id = 'x' WHERE id = 'c1'",
      "UPDATE records SET id = 'c1' WHERE id = 'c2'",
      "UPDATE records SET id = 'c2' WHERE id = 'x'",
    );
    expect((await texts(b)).length).toBe(2);
    b = filled(3);
    const rest =
      'kind linked_ms hash common at_ms arguments_text arguments_bytes arguments_hash outcome error answer_bytes duration_ms'.replaceAll(
        ' ',
        ', ',
      );
    const forge = (seq: string): void =>
      tamper(b, `INSERT INTO records (seq, id, ${rest}) SELECT ${seq}, 'forged' || ${seq}, ${rest} FROM records WHERE id = 'c1'`);
    forge('(SELECT max(seq) + 1 FROM records)');
    expect((await texts(b)).join()).toContain('was altered or moved');
    forge('-7');
    expect((await texts(b)).join()).toContain('in no link of the chain');
  });

  it('finds a chain that was rebuilt without the key, and checkpoints that were altered, removed, cut or signed with another key', async () => {
    const b = filled(150);
    const path = join(b.dir, 'audit.checkpoints');
    const good = readFileSync(path, 'utf8');
    expect(good.trim().split('\n').length).toBeGreaterThanOrEqual(1);
    tamper(b, 'UPDATE links SET hash = substr(hash, 2) || substr(hash, 1, 1) WHERE seq = (SELECT max(seq) FROM links)');
    expect((await texts(b)).join()).toContain('is not the one the signed checkpoint saw');
    const c = filled(30);
    const file = join(c.dir, 'audit.checkpoints');
    const lines = readFileSync(file, 'utf8');
    writeFileSync(file, lines.replace(/"seq":\d/, '"seq":9'));
    expect((await texts(c)).join()).toMatch(/signature/);
    rmSync(file);
    expect((await texts(c)).join()).toContain('checkpoints is missing');
    writeFileSync(file, lines);
    expect(await texts(c)).toEqual([]);
    benches.pop();
    const other = c.restart({ key: Buffer.alloc(32, 9) });
    benches.push(other);
    expect((await texts(other)).join()).toContain('made with another key or altered');
  });

  it('takes over a log that an earlier version wrote, with rows of another shape', async () => {
    const before = filled(12);
    before.audit.note({ something: 'else' });
    before.audit.open(entry('refused', { enforced: 'refused', approvalId: 'apr_1', approvedBy: 'cli', grantId: 'g', waitMs: 5 }), false);
    before.audit.close('refused', { outcome: 'refused', error: 'why' });
    before.audit.flush();
    const links = before.store.calls.links(0, 100);
    const dir = mkdtempSync(join(before.dir, 'earlier-'));
    const db = openSqlite(join(dir, 'toolgate.db'));
    migrate(db, 3);
    const insert = (table: string, row: Readonly<Record<string, SqlValue | undefined>>): void => {
      const names = Object.keys(row).filter((name) => row[name] !== undefined);
      const values = names.map((name) => row[name] ?? null);
      db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(...values);
    };
    for (const { seq, kind, atMs, hash, callSeq, body, record } of links) {
      insert('links', { seq, kind, at_ms: atMs, hash, call_seq: callSeq, body });
      if (record?.seq !== seq) continue;
      const columns = Object.entries({ ...record, because: JSON.stringify(record.because) });
      insert(
        'calls',
        Object.fromEntries(columns.map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value])),
      );
    }
    db.close();
    const b = bench({}, {}, dir, before.clock);
    expect(b.store.calls.links(0, links.length)).toEqual(links);
    expect(b.audit.list({ limit: 100 })).toEqual(before.audit.list({ limit: 100 }));
    b.audit.open(entry('new'), false);
    expect(await texts(b)).toEqual([expect.stringMatching(/the signed checkpoints up to record \d+ were removed/)]);
    expect(b.store.calls.lastSeqBefore(Infinity)).toBe(b.store.calls.tip().seq);
  });

  it('tells at the start of a key that fits no signature', async () => {
    const b = filled(20);
    benches.pop();
    expect(b.audit.problems).toEqual([]);
    const other = b.restart({ key: Buffer.alloc(32, 9) });
    benches.push(other);
    expect(other.audit.problems).toEqual([expect.stringContaining('signed with its key')]);
  });

  it.each([false, true])(
    'says from where on a log can be checked whose key was lost (retention had cut it: %s), and checks it from there',
    async (cut) => {
      let days = 90;
      const b = bench({ retention: () => ({ days, megabytes: 500 }) });
      for (let i = 1; i <= 30; i++) b.audit.open(entry(`old${i}`), false);
      b.clock.advance(40 * 86_400_000);
      for (let i = 1; i <= 30; i++) b.audit.open(entry(`c${i}`), false);
      b.audit.flush();
      if (cut) {
        days = 30;
        b.clock.advance(11 * 60_000);
        expect(b.store.calls.links(0, 1)[0]?.seq).toBeGreaterThan(1);
      }
      benches.pop();
      const again = b.restart({ key: Buffer.alloc(32, 9), keyLost: true });
      benches.push(again);
      const signedUpTo = Number(/"rekeyed".*?"seq":(\d+)/.exec(readFileSync(join(b.dir, 'audit.checkpoints'), 'utf8'))?.[1]);
      expect(signedUpTo).toBeGreaterThanOrEqual(60);
      again.audit.open(entry('new1'), false);
      again.audit.flush();
      const lost = expect.stringMatching(`^${signedUpTo}: the key of the log was lost .* up to ${signedUpTo} `) as string;
      expect(await texts(again)).toEqual([lost]);
      // what comes after is held by the new key, what came before still by its chain
      tamper(again, "UPDATE records SET arguments_text = '{}' WHERE id IN ('c5', 'new1')");
      const seqs = ['c5', 'new1'].map((id) => `${again.audit.show(id)?.seq ?? 0}: the record or the one before it was altered or moved`);
      expect(await texts(again)).toEqual([lost, ...seqs]);
      benches.pop();
      benches.push(again.restart({ key: Buffer.alloc(32, 9) }));
      expect(await texts(benches.at(-1) as Bench)).toEqual([lost, ...seqs]);
    },
  );

  it('finds an old copy of the database put back', async () => {
    const b = filled(20);
    b.audit.stop();
    b.store.close();
    copyFileSync(join(b.dir, 'toolgate.db'), join(b.dir, 'old'));
    benches.pop();
    const c = auditBench({}, {}, b.dir, b.clock);
    for (let i = 0; i < 20; i++) c.audit.open(entry(`later${i}`), false);
    c.audit.stop();
    c.store.close();
    copyFileSync(join(b.dir, 'old'), join(b.dir, 'toolgate.db'));
    const d = bench({}, {}, b.dir, b.clock);
    expect(d.audit.problems.join()).toContain('altered');
    expect((await texts(d)).join()).toContain('cut off');
  });

  it('says when the database was removed and a new log begun', async () => {
    const b = filled(20);
    b.audit.stop();
    b.store.close();
    benches.pop();
    for (const name of ['toolgate.db', 'toolgate.db-wal', 'toolgate.db-shm']) rmSync(join(b.dir, name), { force: true });
    const c = bench({}, {}, b.dir, b.clock);
    expect(c.audit.problems.join()).toContain('not in the data folder any more');
    expect((await texts(c)).join()).toMatch(/an older log of \d+ links ended/);
  });

  it('still holds after retention removed the oldest, by age and by size, and a removed record is still found', async () => {
    let days = 90;
    let megabytes = 500;
    const b = bench({ retention: () => ({ days, megabytes }) });
    for (let i = 1; i <= 3000; i++) {
      b.audit.open(entry(`old${i}`), false);
      if (i % 500 === 0) b.clock.advance(50);
    }
    b.clock.advance(40 * 86_400_000);
    b.audit.open(entry('c1'), false);
    b.audit.close('old3000', { outcome: 'ok' });
    b.audit.flush();
    expect(b.store.calls.total()).toBe(3001);
    days = 30;
    b.clock.advance(11 * 60_000);
    expect(b.audit.list({ limit: 10 }).map(({ id }) => id)).toEqual(['c1']);
    expect(await texts(b)).toEqual([]);
    for (let i = 1; i <= 4000; i++) b.audit.open(entry(`big${i}`, { arguments: { text: 'x'.repeat(500) } }), false);
    b.audit.flush();
    megabytes = 2;
    b.clock.advance(11 * 60_000);
    expect(b.store.calls.total()).toBeLessThan(3500);
    expect(b.store.calls.total()).toBeGreaterThanOrEqual(2000);
    expect(b.store.calls.bytes()).toBeLessThan(3_000_000);
    expect(await texts(b)).toEqual([]);
    const first = b.store.calls.links(0, 1)[0]?.seq ?? 0;
    tamper(b, `DELETE FROM links WHERE seq <= ${first + 1}`, `DELETE FROM records WHERE seq <= ${first + 1}`);
    expect((await texts(b)).length).toBeGreaterThan(0);
  });
});
