import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import { lockDataDir } from '../../../electron/core/store/lock.js';
import { openSqlite } from '../../../electron/core/store/open-sqlite.js';
import { openStore, type Store } from '../../../electron/core/store/open-store.js';
import { migrate, schemaVersion } from '../../../electron/core/store/schema.js';

let dir: string;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'toolgate-store-')), 'data');
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

const open = (): Store => {
  const store = openStore(dir, silentLogger);
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
};
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('the database', () => {
  it('is made for its owner only, with its write-ahead log', () => {
    const store = open();
    store.meta.set('a', '1');
    expect(mode(dir)).toBe('700');
    for (const file of readdirSync(dir)) expect([file, mode(join(dir, file))]).toEqual([file, '600']);
    store.close();
  });

  it('keeps what every table was given over a restart', () => {
    const first = open();
    first.meta.set('k', 'v');
    first.stamps.add([
      { key: 'a', callId: 'c1', atMs: 10, amount: 1 },
      { key: 'a', callId: 'c2', atMs: 20, amount: 2.5 },
    ]);
    first.grants.put({
      id: 'g',
      client: 'c',
      server: 's',
      tool: 't',
      definitionHash: 'h',
      session: undefined,
      conditions: [{ x: 1 }],
      createdAtMs: 5,
      expiresAtMs: undefined,
    });
    first.pins.put([{ server: 's', subject: 'tool:t', hash: 'h', definition: '{}', atMs: 1, state: 'pinned', refused: 'other' }]);
    const revision = first.revisions.add({ atMs: 1, by: 'window', sentence: 'x', text: '{}' });
    first.aliases.put({ alias: 's__t', server: 's', tool: 't' });
    const tasks = ['b', 'a', 'c'].map((taskId) => ({ client: 'c', server: 's', taskId, tool: 't' }));
    for (const task of [...tasks, tasks[0] as (typeof tasks)[0]]) first.tasks.put(task);
    first.tasks.remove({ client: 'c', server: 's', taskId: 'c', tool: 't' });
    first.close();
    const second = open();
    expect(second.meta.get('k')).toBe('v');
    expect(second.stamps.load(0).map((stamp) => stamp.amount)).toEqual([1, 2.5]);
    expect(second.stamps.load(10).map((stamp) => stamp.callId)).toEqual(['c2']);
    expect(second.grants.load()).toEqual([
      {
        id: 'g',
        client: 'c',
        server: 's',
        tool: 't',
        definitionHash: 'h',
        session: undefined,
        conditions: [{ x: 1 }],
        createdAtMs: 5,
        expiresAtMs: undefined,
      },
    ]);
    expect(second.pins.load()[0]).toEqual({
      server: 's',
      subject: 'tool:t',
      hash: 'h',
      definition: '{}',
      atMs: 1,
      state: 'pinned',
      refused: 'other',
    });
    expect(second.revisions.get(revision)?.sentence).toBe('x');
    expect(
      [
        second.revisions.list(5, 'else'),
        second.revisions.list(5, 'window'),
        second.revisions.after(0),
        second.revisions.after(revision),
      ].map((found) => found.length),
    ).toEqual([1, 0, 1, 0]);
    expect(second.aliases.load()).toEqual([{ alias: 's__t', server: 's', tool: 't' }]);
    expect(second.tasks.load()).toEqual([tasks[1], tasks[0]]);
    second.stamps.remove('c1');
    second.grants.remove('g');
    second.pins.remove('s', 'tool:t');
    second.stamps.prune(100);
    expect([second.stamps.load(0), second.grants.load(), second.pins.load()]).toEqual([[], [], []]);
    second.close();
  });

  it('of the first version is brought up to date: a refusal without its hash is forgotten, so that the change is told again', () => {
    mkdirSync(dir, { mode: 0o700 });
    const db = openSqlite(join(dir, 'toolgate.db'));
    migrate(db, 1);
    db.exec("INSERT INTO pins VALUES ('s', 'tool:t', 'h', '{}', 1, 'rejected')");
    db.close();
    const store = open();
    expect(store.pins.load()).toEqual([{ server: 's', subject: 'tool:t', hash: 'h', definition: '{}', atMs: 1, state: 'pinned' }]);
    store.close();
  });

  it('of a later version is not opened and not changed', () => {
    open().close();
    const db = openSqlite(join(dir, 'toolgate.db'));
    db.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
    const before = readFileSync(join(dir, 'toolgate.db'));
    const refused = openStore(dir, silentLogger);
    expect(refused.ok ? '' : refused.error.code).toBe('NEWER_DATA');
    expect(readdirSync(dir).filter((name) => name.includes('corrupt'))).toEqual([]);
    expect(readFileSync(join(dir, 'toolgate.db')).equals(before)).toBe(true);
    // a connection that is not collected yet leaves there what it wrote
    expect(statSync(join(dir, 'toolgate.db-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  });

  it('that cannot be brought up to date for want of room says that, and not what came of it', () => {
    mkdirSync(dir, { mode: 0o700 });
    const opened = openStore(dir, silentLogger, {
      open(path) {
        const db = openSqlite(path);
        return {
          ...db,
          prepare: (sql) => db.prepare(sql),
          close: () => db.close(),
          exec(sql) {
            if (sql !== 'COMMIT') return db.exec(sql);
            // as SQLite does on a full disk
            db.exec('ROLLBACK');
            throw new Error('database or disk is full');
          },
        };
      },
    });
    expect(opened.ok ? '' : opened.error.message).toContain('cannot be opened: database or disk is full');
  });

  describe('is looked through at a start', () => {
    const dayMs = 24 * 60 * 60_000;
    /** opens it as at `atMs`: whether every page was read, and the store */
    const start = (atMs = 0, broken = ''): { looked: boolean; store: Store } => {
      let looked = false;
      const opened = openStore(dir, silentLogger, {
        nowMs: () => atMs,
        open(path) {
          const db = openSqlite(path);
          const prepare = (sql: string) => {
            looked ||= sql.includes('quick_check');
            if (broken !== '' && sql.includes(broken)) throw new Error('database disk image is malformed');
            return db.prepare(sql);
          };
          return { exec: (sql) => db.exec(sql), prepare, close: () => db.close() };
        },
      });
      if (!opened.ok) throw new Error(opened.error.message);
      return { looked, store: opened.value };
    };
    const path = () => join(dir, 'toolgate.db');
    const close = ({ store }: { store: Store }) => {
      store.meta.set('k', 'v');
      store.close();
    };

    it('where it is new, and not where it was closed well and nobody touched it since', () => {
      const first = start();
      close(first);
      const second = start(dayMs);
      close(second);
      const third = start(2 * dayMs);
      expect([first.looked, second.looked, third.looked, third.store.meta.get('k')]).toEqual([true, false, false, 'v']);
      third.store.close();
    });

    it('where it was not closed, and where its write-ahead log holds something', () => {
      close(start());
      const left = start();
      left.store.meta.set('k', 'w');
      expect(start().looked).toBe(true);
      left.store.close();
      close(start());
      writeFileSync(`${path()}-wal`, 'x');
      expect(start().looked).toBe(true);
    });

    it('where it was changed by somebody, to the same length and with its old time as well', () => {
      close(start());
      // with its times, to the nanosecond
      spawnSync('cp', ['-p', path(), `${path()}.old`]);
      writeFileSync(path(), readFileSync(path()));
      spawnSync('touch', ['-r', `${path()}.old`, path()]);
      expect(start().looked).toBe(true);
    });

    it('a week after the last time, whatever starts were in between, and where the clock went back', () => {
      close(start(dayMs));
      close(start(7 * dayMs));
      const late = start(8 * dayMs);
      close(late);
      const fresh = start(9 * dayMs);
      close(fresh);
      expect([late.looked, fresh.looked, start(dayMs).looked]).toEqual([true, false, true]);
    });

    it('where SQLite found damage while it was in use', () => {
      close(start());
      const { looked, store } = start(0, 'FROM meta');
      expect(() => store.meta.get('k')).toThrow('malformed');
      store.close();
      expect([looked, start().looked]).toEqual([false, true]);
    });
  });

  it.each([
    ['no database at all', (path: string) => writeFileSync(path, 'x'.repeat(5000))],
    ['damaged inside', (path: string) => writeFileSync(path, readFileSync(path).fill(0x5a, 4096, 20_000))],
    ['cut off', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 9000))],
  ])('that is %s is kept as a copy, a fresh one is made, and it is said', (_, damage) => {
    const store = open();
    for (let i = 0; i < 200; i++) store.meta.set(`key ${i}`, 'x'.repeat(100));
    store.close();
    damage(join(dir, 'toolgate.db'));
    const damaged = readFileSync(join(dir, 'toolgate.db'));
    const again = open();
    expect(again.problems).toHaveLength(1);
    expect(again.problems[0]).toMatch(/damaged.*kept as .*toolgate\.db\.corrupt-/);
    const copy = readdirSync(dir).find((name) => /^toolgate\.db\.corrupt-[^w]*$/.test(name));
    expect(readFileSync(join(dir, copy ?? '')).equals(damaged)).toBe(true);
    again.meta.set('works', 'yes');
    again.close();
    expect(open().meta.get('works')).toBe('yes');
  });
});

describe('the data folder', () => {
  it('has one owner, who is named to the second', () => {
    const first = lockDataDir(dir);
    expect(first.ok).toBe(true);
    const second = lockDataDir(dir);
    expect(second.ok ? '' : second.error.message).toContain(`pid ${process.pid}`);
    expect(second.ok ? '' : second.error.fix).toContain('toolgate');
    if (first.ok) first.value.release();
    expect(existsSync(join(dir, 'toolgate.lock'))).toBe(false);
    const third = lockDataDir(dir);
    expect(third.ok).toBe(true);
  });

  it.each([
    ['a process that is gone', () => JSON.stringify({ pid: spawnSync(process.execPath, ['-e', '']).pid, sinceMs: 1 })],
    ['a process whose pid another one has now', () => JSON.stringify({ pid: process.ppid, born: 'another boot:1', sinceMs: 1 })],
    ['rubbish', () => 'not json'],
    ['nothing', () => ''],
  ])('left locked by %s is taken over', (_, text) => {
    open().close();
    writeFileSync(join(dir, 'toolgate.lock'), text());
    const lock = lockDataDir(dir);
    expect(lock.ok).toBe(true);
    expect((JSON.parse(readFileSync(join(dir, 'toolgate.lock'), 'utf8')) as { pid: number }).pid).toBe(process.pid);
    if (lock.ok) lock.value.release();
    expect(readdirSync(dir).filter((name) => name.includes('lock'))).toEqual([]);
  });
});
