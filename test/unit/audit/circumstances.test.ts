import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../electron/core/ports/rooms.js';
import { openSqlite } from '../../../electron/core/store/open-sqlite.js';
import { auditBench, entry, type Bench } from '../../support/audit-bench.js';

const benches: Bench[] = [];
const bench = (...args: Parameters<typeof auditBench>): Bench => {
  const made = auditBench(...args);
  benches.push(made);
  return made;
};
afterEach(() => benches.splice(0).forEach((made) => made.end()));

const rows = ({ dir }: Bench): number[] => {
  const db = openSqlite(join(dir, 'toolgate.db'));
  const found = db.prepare('SELECT first_seq FROM circumstances ORDER BY 1').all();
  db.close();
  return found.map((row) => Number(row['first_seq']));
};
const call = (b: Bench, id: string, change: Partial<AuditEntry> = {}): void => {
  b.audit.open(entry(id, change), false);
  b.audit.close(id, { outcome: 'ok' });
};

const others: Partial<AuditEntry> = {
  client: 'x',
  session: 'x',
  server: 'x',
  method: 'x',
  tool: 'x',
  class: 'write',
  verdict: 'ask',
  enforced: 'refused',
  code: 'x',
  rule: 'x',
  mode: 'observe',
  policyRevision: 99,
  approvalId: 'x',
  approvedBy: 'x',
  grantId: 'x',
  waitMs: 99,
};

describe('what calls have in common', () => {
  it('stands once in the log, however many calls there are, and once more for each way in which they differ', () => {
    const b = bench();
    const because = [
      [],
      [{ pointer: '/default', text: 'x' }],
      [{ pointer: 'x', text: 'reading is allowed' }],
      [
        { pointer: '/default', text: 'reading is allowed' },
        { pointer: '', text: '' },
      ],
    ];
    const changes = [...Object.entries(others).map(([name, value]) => ({ [name]: value })), ...because.map((one) => ({ because: one }))];
    for (const round of [1, 2]) {
      changes.forEach((change, i) => {
        call(b, `same${round}-${i}`);
        call(b, `other${round}-${i}`, change);
      });
      // all of them twice, in the next round from what is known
      b.audit.flush();
    }
    const same = b.audit.show('same1-0');
    for (const round of [1, 2])
      changes.forEach((change, i) => {
        const { client, tool, because: reasons } = b.audit.show(`same${round}-${i}`) ?? {};
        expect([client, tool, reasons]).toEqual([same?.client, same?.tool, same?.because]);
        expect({ ...same, ...b.audit.show(`other${round}-${i}`) }).toMatchObject({ ...change });
      });
    expect(rows(b).length).toBeLessThan(2 * changes.length + 2);
    for (let i = 0; i < 50; i++) call(b, `more${i}`);
    b.audit.flush();
    const before = rows(b).length;
    for (let i = 50; i < 100; i++) call(b, `more${i}`);
    b.audit.flush();
    expect(rows(b)).toHaveLength(before);
  });

  it('is redacted anew when another secret is known', () => {
    let secrets = ['first-secret-value'];
    const b = bench({ secrets: () => secrets });
    const change = { tool: 'with second-secret-value' };
    call(b, 'before', change);
    secrets = ['first-secret-value', 'second-secret-value'];
    call(b, 'after', change);
    expect(b.audit.show('before')?.tool).toBe('with second-secret-value');
    expect(b.audit.show('after')?.tool).toMatch(/^with ⟦redacted:/);
  });

  it('is written again when the commit that it stood in failed', () => {
    const faults: { before?: ((sql: string) => void) | undefined } = {};
    const b = bench({}, faults);
    call(b, 'c1');
    faults.before = (sql) => {
      if (sql === 'COMMIT') throw new Error('no room');
    };
    expect(b.audit.flush()).toBe(false);
    faults.before = undefined;
    expect(b.audit.flush()).toBe(true);
    call(b, 'c2');
    expect(b.audit.list({ limit: 10 }).map(({ id, tool }) => [id, tool])).toEqual([
      ['c2', 'read_file'],
      ['c1', 'read_file'],
    ]);
  });

  it('goes with the records that retention removes, and stays for those that are left', () => {
    const b = bench();
    for (let i = 1; i <= 25_000; i++) call(b, `c${i}`);
    b.audit.flush();
    const [first, second, third, ...more] = rows(b) as [number, number, number];
    expect([first, second >= 10_001, third >= 20_001, more]).toEqual([1, true, true, []]);
    b.store.calls.cut(second + 2000);
    expect(rows(b)).toEqual([second, third]);
    b.store.calls.cut(b.store.calls.tip().seq - 1);
    call(b, 'last');
    expect(b.audit.list({ limit: 10 }).map(({ id }) => id)).toEqual(['last', 'c25000']);
    expect(rows(b)).toEqual([third]);
  });
});
