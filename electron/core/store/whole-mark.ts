import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Database } from '../ports/database.js';

/**
 * A mark beside a database that was closed whole. `PRAGMA quick_check` reads every page, which takes seconds of a cold start where the log is large:
 * it is left out where the mark says that nobody touched the file since, and that it was looked through not long ago.
 */
export interface WholeMark {
  /** When the database was last looked through, where that still holds. Takes the mark away: whoever does not close well leaves none. */
  take(nowMs: number): number | undefined;
  /** the database has been closed */
  leave(checkedAtMs: number): void;
}

/** a disk may lose what nobody writes */
const goodForMs = 7 * 24 * 60 * 60_000;

export function wholeMark(path: string): WholeMark {
  const mark = `${path}.whole`;
  /** of inode and content: no program can set that time */
  const stateOf = () => {
    const { size, ctimeNs } = statSync(path, { bigint: true });
    return { bytes: String(size), changed: String(ctimeNs) };
  };
  const isUnfinished = () => (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

  return {
    take(nowMs) {
      try {
        const left = JSON.parse(readFileSync(mark, 'utf8')) as Record<string, unknown>;
        rmSync(mark);
        const { bytes, changed } = stateOf();
        const isSame = left['bytes'] === bytes && left['changed'] === changed && !isUnfinished();
        const { checkedAtMs } = left;
        if (!isSame || typeof checkedAtMs !== 'number') return undefined;
        return nowMs >= checkedAtMs && nowMs - checkedAtMs < goodForMs ? checkedAtMs : undefined;
      } catch {
        // there is none, or none that can be read or taken away
        return undefined;
      }
    },
    leave(checkedAtMs) {
      try {
        if (!isUnfinished()) writeFileSync(mark, JSON.stringify({ ...stateOf(), checkedAtMs }), { mode: 0o600 });
      } catch {
        // without it, the next start looks through the whole file
      }
    },
  };
}

/** The same database; `damaged` is told when SQLite finds it so. */
export function noticingDamage(db: Database, damaged: () => void): Database {
  const noting = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (isDamage(error)) damaged();
      throw error;
    }
  };
  return {
    exec: (sql) => noting(() => db.exec(sql)),
    prepare(sql) {
      const statement = noting(() => db.prepare(sql));
      return {
        run: (...values) => noting(() => statement.run(...values)),
        get: (...values) => noting(() => statement.get(...values)),
        all: (...values) => noting(() => statement.all(...values)),
      };
    },
    close: () => db.close(),
  };
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, told by their texts: the two bindings number them differently. Disk full or busy is no damage. */
export const isDamage = (error: unknown): boolean =>
  /malformed|not a database|file is encrypted|database corruption/i.test(error instanceof Error ? error.message : String(error));
