import type { Database, Statement } from '../ports/database.js';

/** One connection with its prepared statements and its transactions: what the tables are built on. */
export interface Connection {
  /** prepared once per text, kept for the life of the connection */
  sql(text: string): Statement;
  /**
   * Runs `work` in one transaction, all or nothing. `powerSafe` commits reach the disk before this returns; others reach the
   * operating system (they survive kill -9) and go to the disk with the next power-safe one, in order.
   */
  transaction<T>(powerSafe: boolean, work: () => T): T;
  exec(text: string): void;
  close(): void;
}

export function createConnection(db: Database): Connection {
  const statements = new Map<string, Statement>();
  let full = true;
  const sql = (text: string): Statement => {
    const known = statements.get(text);
    if (known !== undefined) return known;
    const statement = db.prepare(text);
    statements.set(text, statement);
    return statement;
  };
  return {
    sql,
    exec: (text) => db.exec(text),
    transaction(powerSafe, work) {
      if (full !== powerSafe) {
        db.exec(powerSafe ? 'PRAGMA synchronous = FULL' : 'PRAGMA synchronous = NORMAL');
        full = powerSafe;
      }
      sql('BEGIN IMMEDIATE').run();
      try {
        const value = work();
        sql('COMMIT').run();
        return value;
      } catch (error) {
        // SQLite may have rolled back by itself (disk full, I/O error): then there is nothing left to undo.
        try {
          db.exec('ROLLBACK');
        } catch {
          /* no transaction is open */
        }
        throw error;
      }
    },
    close() {
      statements.clear();
      // `@photostructure/sqlite` ends a connection only when its statements are collected: the file must be whole without that
      try {
        db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } finally {
        db.close();
      }
    },
  };
}
