import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntry } from '../../electron/core/ports/rooms.js';
import type { Database } from '../../electron/core/ports/database.js';
import { silentLogger } from '../../electron/core/ports/logger.js';
import { createAudit, type AuditDeps, type AuditRoom } from '../../electron/core/audit/create-audit.js';
import { openSqlite } from '../../electron/core/store/open-sqlite.js';
import { openStore, type Store } from '../../electron/core/store/open-store.js';
import { fakeClock } from './fake-clock.js';

export interface Faults {
  /** called before each statement runs; throws to make it fail */
  before?: ((sql: string) => void) | undefined;
}

/** A database whose statements can be made to fail. */
function faultyOpen(faults: Faults, opened: (db: Database) => void = () => {}): (path: string) => Database {
  return (path) => {
    const db = openSqlite(path);
    opened(db);
    return {
      exec(sql) {
        faults.before?.(sql);
        db.exec(sql);
      },
      prepare(sql) {
        const statement = db.prepare(sql);
        return {
          run: (...values) => (faults.before?.(sql), statement.run(...values)),
          get: (...values) => (faults.before?.(sql), statement.get(...values)),
          all: (...values) => (faults.before?.(sql), statement.all(...values)),
        };
      },
      close: () => db.close(),
    };
  };
}

export interface Bench {
  readonly dir: string;
  readonly clock: ReturnType<typeof fakeClock>;
  readonly store: Store;
  readonly audit: AuditRoom;
  readonly changed: { id: string; outcome: string }[];
  readonly health: (string | undefined)[];
  restart(change?: Partial<AuditDeps>): Bench;
  end(): void;
}

export const auditKey = Buffer.alloc(32, 7);

export function auditBench(
  change: Partial<AuditDeps> = {},
  faults: Faults = {},
  dir = mkdtempSync(join(tmpdir(), 'toolgate-audit-')),
  clock = fakeClock(),
  withDatabase?: (db: Database) => void,
): Bench {
  const opened = openStore(dir, silentLogger, { open: faultyOpen(faults, withDatabase) });
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  const changed: { id: string; outcome: string }[] = [];
  const health: (string | undefined)[] = [];
  const audit = createAudit({
    store,
    secrets: () => [],
    key: auditKey,
    clock,
    logger: silentLogger,
    retention: () => ({ days: 90, megabytes: 500 }),
    changed: ({ id, outcome }) => changed.push({ id, outcome }),
    health: (problem) => health.push(problem),
    ...change,
  });
  return {
    dir,
    clock,
    store,
    audit,
    changed,
    health,
    restart(again = change) {
      audit.stop();
      store.close();
      return auditBench(again, faults, dir, clock);
    },
    end() {
      try {
        audit.stop();
        store.close();
      } catch {
        // ended by the test itself
      }
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const entry = (id: string, change: Partial<AuditEntry> = {}): AuditEntry => ({
  id,
  atMs: Date.UTC(2026, 5, 1, 12),
  client: 'claude',
  session: 'ses_1',
  server: 'files',
  method: 'tools/call',
  tool: 'read_file',
  class: 'read',
  verdict: 'allow',
  enforced: 'forwarded',
  code: 'ALLOWED',
  because: [{ pointer: '/default', text: 'reading is allowed' }],
  rule: '/default',
  mode: 'enforce',
  policyRevision: 1,
  arguments: { path: `/tmp/${id}` },
  ...change,
});
