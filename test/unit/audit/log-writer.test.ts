import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../electron/core/ports/database.js';
import { auditBench, entry, type Bench, type Faults } from '../../support/audit-bench.js';

const benches: Bench[] = [];
const bench = (...args: Parameters<typeof auditBench>): Bench => {
  const made = auditBench(...args);
  benches.push(made);
  return made;
};
afterEach(() => {
  for (const made of benches.splice(0)) {
    try {
      made.end();
    } catch {
      rmSync(made.dir, { recursive: true, force: true });
    }
  }
});
const stored = ({ store }: Bench): string[] =>
  store.calls
    .list({ limit: 100 })
    .map(({ id, outcome }) => `${id} ${outcome}`)
    .reverse();
const list = (b: Bench) => b.audit.list({ limit: 100 });

describe('opening a record', () => {
  it('survives a process that is killed at that moment, and one commit serves all that came within 50 ms', async () => {
    let commits = 0;
    const b = bench({}, { before: (sql) => void (sql === 'COMMIT' && (commits += 1)) });
    commits = 0;
    for (const n of [1, 2, 3]) await b.audit.open(entry(`c${n}`), true);
    b.audit.open(entry('c4', { enforced: 'refused' }), false);
    b.audit.close('c1', { outcome: 'ok' });
    expect(stored(b)).toEqual([]);
    // nobody stopped the first: this is what a start after kill -9 finds
    const next = bench({}, {}, b.dir);
    expect(stored(next)).toEqual(['c1 unknown', 'c2 unknown', 'c3 unknown', 'c4 refused']);
    expect((await next.audit.verify()).problems).toEqual([]);
    expect(next.store.journal.read()).toEqual([]);
    expect(commits).toBe(0);
  });

  it('twice for one call is refused, whether or not the first is written yet, and leaves the first as it is', () => {
    const b = bench();
    b.audit.open(entry('c1'), true);
    expect(() => b.audit.open(entry('c1', { tool: 'other' }), true)).toThrow(/c1 has a record already/);
    b.clock.advance(50);
    expect(() => b.audit.open(entry('c1', { tool: 'other' }), true)).toThrow(/c1 has a record already/);
    b.audit.close('c1', { outcome: 'ok' });
    b.clock.advance(50);
    expect(list(b).map(({ id, tool }) => [id, tool])).toEqual([['c1', 'read_file']]);
  });

  it('that a killed process had committed already is not taken from the journal once more', () => {
    const b = bench();
    b.store.journal.clear = () => undefined;
    b.audit.open(entry('c1', { approvalId: 'apr_1', approvedBy: 'window', waitMs: 5 }), true);
    b.audit.close('c1', { outcome: 'ok' });
    b.clock.advance(50);
    expect(b.store.journal.read()).toHaveLength(1);
    const next = bench({}, {}, b.dir);
    expect(stored(next)).toEqual(['c1 ok']);
  });

  it('a journal line torn by a kill is left out, and what comes after it is whole', () => {
    const b = bench();
    b.audit.open(
      entry('c1', { approvalId: 'apr_1', approvedBy: 'window', waitMs: 5, because: [{ pointer: '/a', text: 'tab\there' }] }),
      true,
    );
    appendFileSync(join(b.dir, 'audit.journal'), '["c2",17');
    const next = bench({}, {}, b.dir);
    next.audit.open(entry('c3'), true);
    const third = bench({}, {}, b.dir);
    expect(stored(third)).toEqual(['c1 unknown', 'c3 unknown']);
    expect(third.audit.show('c1')).toMatchObject({
      approvalId: 'apr_1',
      approvedBy: 'window',
      waitMs: 5,
      because: [{ pointer: '/a', text: 'tab\there' }],
    });
  });

  it('keeps long arguments over a kill, after a torn line too', () => {
    const b = bench();
    b.audit.open(entry('c1', { arguments: { text: 'ä'.repeat(30_000) } }), true);
    appendFileSync(join(b.dir, 'audit.journal'), '["c2",17');
    const next = bench({}, {}, b.dir);
    next.audit.open(entry('c3', { arguments: { text: 'ö'.repeat(30_000) } }), true);
    const third = bench({}, {}, b.dir);
    expect(stored(third)).toEqual(['c1 unknown', 'c3 unknown']);
    expect(third.audit.show('c1')?.argumentsText).toBe(b.audit.show('c1')?.argumentsText);
    expect(third.audit.show('c3')?.argumentsText).toContain('ööö');
  });

  const long = { text: 'a '.repeat(25_000) };
  const opened = (b: Bench, ...ids: string[]): void => ids.forEach((id) => void b.audit.open(entry(id, { arguments: long }), true));
  const ended = (b: Bench, ...ids: string[]): void => ids.forEach((id) => b.audit.close(id, { outcome: 'ok' }));

  it('with much text is committed as soon as enough of it has ended, in order and up to the first call that goes on', async () => {
    const b = bench();
    opened(b, 'c1', 'c2', 'c3', 'c4');
    ended(b, 'c2', 'c3', 'c4');
    expect(stored(b)).toEqual([]);
    ended(b, 'c1');
    expect(stored(b)).toEqual(['c1 ok', 'c2 ok', 'c3 ok', 'c4 ok']);
    expect(b.store.journal.read()).toEqual([]);
    opened(b, 'c5', 'c6', 'c7', 'c8');
    ended(b, 'c5', 'c6', 'c7');
    expect(stored(b).slice(4)).toEqual(['c5 ok', 'c6 ok', 'c7 ok']);
    b.clock.advance(50);
    expect(stored(b).slice(7)).toEqual(['c8 open']);
    expect(b.store.journal.read()).toEqual([]);
    ended(b, 'c8');
    expect((await b.audit.verify()).problems).toEqual([]);
    expect(b.store.calls.links(0, 100).map(({ kind }) => kind)).toEqual([...Array<string>(7).fill('whole'), 'open', 'close']);
  });

  it('that waits behind committed ones is still in the journal after a kill, and those are not taken from there again', async () => {
    const b = bench();
    opened(b, 'c1', 'c2', 'c3', 'c4');
    ended(b, 'c1', 'c2', 'c3');
    expect(stored(b)).toEqual(['c1 ok', 'c2 ok', 'c3 ok']);
    const next = bench({}, {}, b.dir);
    expect(stored(next)).toEqual(['c1 ok', 'c2 ok', 'c3 ok', 'c4 unknown']);
    expect((await next.audit.verify()).problems).toEqual([]);
  });

  it('that need not be durable returns at once and is committed within 50 ms', () => {
    const b = bench();
    expect(b.audit.open(entry('c1'), false)).toBeUndefined();
    expect(stored(b)).toEqual([]);
    b.clock.advance(49);
    expect(stored(b)).toEqual(['c1 open']);
    b.audit.close('c1', { outcome: 'ok', answerBytes: 10, durationMs: 1.5 });
    b.clock.advance(49);
    expect(stored(b)).toEqual(['c1 ok']);
    expect(b.changed).toEqual([
      { id: 'c1', outcome: 'open' },
      { id: 'c1', outcome: 'ok' },
    ]);
    expect(list(b)[0]).toMatchObject({ outcome: 'ok', answerBytes: 10, durationMs: 1.5, argumentsText: '{"path":"/tmp/c1"}' });
  });

  it('and closing it before the commit is one row', () => {
    const b = bench();
    for (let i = 0; i < 5; i++) {
      b.audit.open(entry(`c${i}`), false);
      b.audit.close(`c${i}`, { outcome: 'ok', durationMs: i });
    }
    b.clock.advance(50);
    expect(stored(b)).toEqual(['c0 ok', 'c1 ok', 'c2 ok', 'c3 ok', 'c4 ok']);
    expect(b.store.calls.tip().seq).toBe(5);
  });

  it('twice under one id is refused, and closing what is not open changes nothing', () => {
    const b = bench();
    b.audit.open(entry('c1'), false);
    expect(() => b.audit.open(entry('c1'), false)).toThrow();
    b.audit.close('c1', { outcome: 'ok' });
    b.audit.close('c1', { outcome: 'error' });
    b.audit.close('nobody', { outcome: 'error' });
    b.clock.advance(50);
    expect(stored(b)).toEqual(['c1 ok']);
  });

  it('left by a process that ended becomes unknown at the next start, and refused where the call was', async () => {
    const b = bench();
    await b.audit.open(entry('c1'), true);
    b.audit.open(entry('c2'), false);
    b.audit.open(entry('c3', { enforced: 'refused' }), false);
    const again = b.restart();
    benches.push(again);
    expect(again.audit.list({ limit: 10 }).map(({ id, outcome }) => [id, outcome])).toEqual([
      ['c3', 'refused'],
      ['c2', 'unknown'],
      ['c1', 'unknown'],
    ]);
    expect((await again.audit.verify()).problems).toEqual([]);
  });
});

describe('when the log cannot be written', () => {
  const full = (sql: string): void => {
    if (sql.startsWith('INSERT INTO') || sql === 'COMMIT') throw new Error('database or disk is full');
  };

  it('every call is refused after the first failed commit, and it recovers by itself with a note of the gap', async () => {
    const faults: Faults = {};
    const b = bench({}, faults);
    b.audit.open(entry('before'), true);
    b.clock.advance(50);
    faults.before = full;
    b.audit.open(entry('c1'), true);
    b.clock.advance(50);
    expect(() => b.audit.open(entry('c2'), false)).toThrow(/full/);
    expect(() => b.audit.open(entry('c3'), true)).toThrow(/full/);
    expect(b.health.at(-1)).toMatch(/log cannot be written.*full/);
    b.audit.close('before', { outcome: 'ok' });
    b.clock.advance(5000);
    expect(() => b.audit.open(entry('c4'), false)).toThrow(/full/);
    faults.before = undefined;
    b.clock.advance(1000);
    expect(b.health.at(-1)).toBeUndefined();
    b.audit.open(entry('after'), true);
    b.clock.advance(50);
    expect(stored(b)).toEqual(['before ok', 'c1 open', 'after open']);
    const notes = b.store.calls.links(0, 100).filter(({ kind }) => kind === 'note');
    expect(notes.map(({ body }) => JSON.parse(body ?? '') as unknown)).toMatchObject([{ gap: expect.any(String) as string, refused: 3 }]);
    expect((await b.audit.verify()).problems).toEqual([]);
  });

  it('what was noted beside the calls waits, is written once, chained, and without the secrets in it', async () => {
    const faults: Faults = {};
    const b = bench({ secrets: () => ['hunter2hunter2'] }, faults);
    faults.before = full;
    b.audit.note({ event: 'application', id: 'cursor', state: 'bypassed', text: 'Cursor starts evil hunter2hunter2 past the gate' });
    b.clock.advance(5000);
    faults.before = undefined;
    b.clock.advance(1000);
    b.audit.note({ event: 'policy', text: 'reading is allowed' });
    b.clock.advance(50);
    const notes = b.store.calls
      .links(0, 100)
      .filter(({ kind }) => kind === 'note')
      .map(({ body }) => JSON.parse(body ?? '') as Record<string, unknown>);
    expect(notes.map((note) => note['event'] ?? 'gap')).toEqual(['gap', 'application', 'policy']);
    expect(JSON.stringify(notes)).not.toContain('hunter2');
    expect((await b.audit.verify()).problems).toEqual([]);
    b.audit.stop();
    expect(() => b.audit.note({ event: 'late' })).not.toThrow();
  });

  it('a journal that takes nothing refuses the call, and so does the log until a commit has succeeded', () => {
    const b = bench();
    const write = b.store.journal.write.bind(b.store.journal);
    b.store.journal.write = () => {
      throw new Error('ENOSPC');
    };
    expect(() => b.audit.open(entry('c1'), true)).toThrow(/ENOSPC/);
    b.store.journal.write = write;
    expect(() => b.audit.open(entry('c2'), true)).toThrow();
    expect(b.health.at(-1)).toMatch(/ENOSPC/);
    b.clock.advance(1000);
    expect(b.health.at(-1)).toBeUndefined();
    b.audit.open(entry('c3'), true);
    b.clock.advance(50);
    expect(stored(b)).toEqual(['c3 open']);
  });

  it('a disk that is really full refuses, and takes records again when there is room', async () => {
    let db: Database | undefined;
    const b = bench({}, {}, undefined, undefined, (opened) => (db = opened));
    await b.audit.open(entry('before'), true);
    const pages = Number(db?.prepare('PRAGMA page_count').get()?.['page_count']);
    db?.exec(`PRAGMA max_page_count = ${pages}`);
    const accepted: string[] = [];
    await expect(
      (async () => {
        for (let i = 0; i < 500; i++) {
          await b.audit.open(entry(`c${i}`, { arguments: { text: 'x'.repeat(1000) } }), true);
          accepted.push(`c${i}`);
        }
      })(),
    ).rejects.toThrow(/full/);
    expect(() => b.audit.open(entry('no'), false)).toThrow();
    db?.exec('PRAGMA max_page_count = 1000000');
    b.clock.advance(1000);
    await b.audit.open(entry('after'), true);
    expect(
      b.audit
        .list({ limit: 1000 })
        .map(({ id }) => id)
        .reverse(),
    ).toEqual(['before', ...accepted, 'after']);
    expect((await b.audit.verify()).problems).toEqual([]);
  });

  it('no queued record of a call that went out is lost', () => {
    const faults: Faults = {};
    const b = bench({}, faults);
    b.audit.open(entry('c1'), false);
    b.audit.open(entry('c2'), false);
    faults.before = full;
    b.clock.advance(60);
    b.audit.close('c1', { outcome: 'ok' });
    b.clock.advance(3000);
    expect(() => b.audit.open(entry('c3'), false)).toThrow();
    faults.before = undefined;
    b.clock.advance(1001);
    expect(stored(b)).toEqual(['c1 ok', 'c2 open']);
  });

  it('whichever statement fails, nothing acknowledged is lost, nothing is doubled and the chain stays whole', async () => {
    for (let n = 0; n < 60; n++) {
      let count = -1;
      const faults: Faults = { before: () => undefined };
      const b = auditBench({}, faults);
      try {
        count = 0;
        faults.before = () => {
          if (count++ === n) throw new Error('disk I/O error');
        };
        const acknowledged: string[] = [];
        for (let i = 0; i < 4; i++) {
          try {
            await b.audit.open(entry(`d${i}`), true);
            acknowledged.push(`d${i}`);
            b.audit.close(`d${i}`, { outcome: 'ok' });
            b.audit.open(entry(`q${i}`), false);
            acknowledged.push(`q${i}`);
            b.audit.close(`q${i}`, { outcome: 'ok' });
          } catch {
            b.clock.advance(1000);
          }
          b.clock.advance(40);
        }
        faults.before = undefined;
        b.clock.advance(2000);
        const ids = list(b).map(({ id }) => id);
        expect([n, ids.slice().sort()]).toEqual([n, [...new Set(ids)].sort()]);
        expect([n, acknowledged.filter((id) => !ids.includes(id))]).toEqual([n, []]);
        expect([n, list(b).filter(({ outcome }) => outcome !== 'ok')]).toEqual([n, []]);
        expect([n, (await b.audit.verify()).problems]).toEqual([n, []]);
      } finally {
        b.end();
      }
    }
  });

  it('a commit that failed but reached the file is not written again', async () => {
    const faults: Faults = {};
    const b = bench({}, faults);
    b.audit.open(entry('c1'), false);
    b.audit.close('c1', { outcome: 'ok' });
    const write = b.store.calls.write.bind(b.store.calls);
    (b.store.calls as { write: typeof write }).write = (ops) => {
      write(ops);
      throw new Error('disk I/O error');
    };
    b.clock.advance(40);
    (b.store.calls as { write: typeof write }).write = write;
    b.clock.advance(1000);
    expect(stored(b)).toEqual(['c1 ok']);
    expect((await b.audit.verify()).problems).toEqual([]);
  });
});

describe('preparing records', () => {
  const countWrites = (b: Bench): (() => number) => {
    let writes = 0;
    const write = b.store.journal.write.bind(b.store.journal);
    b.store.journal.write = () => {
      writes += 1;
      write();
    };
    return () => writes;
  };
  /** the disk takes none of the lines that wait */
  const failOnce = (b: Bench): void => {
    const write = b.store.journal.write.bind(b.store.journal);
    b.store.journal.write = () => {
      b.store.journal.write = write;
      const lines = b.store.journal.read().join('\n');
      write();
      writeFileSync(join(b.dir, 'audit.journal'), lines === '' ? '' : `${lines}\n`);
      throw new Error('ENOSPC');
    };
  };

  it('leaves them to one write, after which all of them survive a kill', () => {
    const b = bench();
    const writes = countWrites(b);
    for (const id of ['c1', 'c2', 'c3']) b.audit.prepare(entry(id));
    expect(b.store.journal.read()).toEqual([]);
    b.audit.secure('c2');
    expect([writes(), b.store.journal.read().length]).toEqual([1, 3]);
    b.audit.secure('c1');
    b.audit.secure('c3');
    expect(writes()).toBe(1);
    expect(stored(bench({}, {}, b.dir))).toEqual(['c1 unknown', 'c2 unknown', 'c3 unknown']);
  });

  it('is followed by a commit within 50 ms, whether or not anybody secured them', async () => {
    const b = bench();
    b.audit.prepare(entry('c1'));
    b.clock.advance(49);
    expect(stored(b)).toEqual(['c1 open']);
    // it stands in the table: nothing is missing that a journal could hold
    b.store.journal.write = () => {
      throw new Error('ENOSPC');
    };
    b.audit.secure('c1');
    b.audit.close('c1', { outcome: 'ok' });
    expect(list(b).map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(['c1 ok']);
    expect((await b.audit.verify()).problems).toEqual([]);
  });

  it('gives up all whose lines were lost, for good; those that had ended, or were written before, are kept', async () => {
    const b = bench();
    b.audit.prepare(entry('before'));
    b.audit.secure('before');
    for (const id of ['c1', 'ended', 'c2']) b.audit.prepare(entry(id));
    b.audit.close('ended', { outcome: 'cancelled' });
    failOnce(b);
    expect(() => b.audit.secure('c1')).toThrow(/ENOSPC/);
    // its line waited for the same write
    expect(() => b.audit.secure('c2')).toThrow(/c2 has no record/);
    expect(() => b.audit.prepare(entry('c3'))).toThrow(/ENOSPC/);
    expect(b.health.at(-1)).toMatch(/ENOSPC/);
    b.audit.secure('before');
    b.audit.close('before', { outcome: 'ok' });
    b.clock.advance(1000);
    expect(b.health.at(-1)).toBeUndefined();
    for (const id of ['c1', 'c2']) {
      expect(() => b.audit.secure(id)).toThrow(/has no record/);
      b.audit.close(id, { outcome: 'refused' });
    }
    b.audit.prepare(entry('after'));
    b.audit.secure('after');
    b.clock.advance(50);
    expect(stored(b)).toEqual(['before ok', 'ended cancelled', 'after open']);
    expect((await b.audit.verify()).problems).toEqual([]);
  });

  it('a record that is opened at once takes those that wait along, and fails with them', () => {
    const b = bench();
    const writes = countWrites(b);
    b.audit.prepare(entry('c1'));
    void b.audit.open(entry('c2'), true);
    b.audit.secure('c1');
    expect([writes(), b.store.journal.read().length]).toEqual([1, 2]);
    b.audit.prepare(entry('c3'));
    failOnce(b);
    expect(() => b.audit.open(entry('c4'), true)).toThrow(/ENOSPC/);
    expect(() => b.audit.secure('c3')).toThrow(/has no record/);
    b.clock.advance(1000);
    expect(stored(b)).toEqual(['c1 open', 'c2 open']);
  });

  it('writes what waits first where there is no room for one more', () => {
    const b = bench();
    for (let n = 0; n < 12; n++) b.audit.prepare(entry(`c${n}`, { arguments: { text: 'ä'.repeat(8_000) } }));
    b.audit.secure('c11');
    expect(stored(bench({}, {}, b.dir))).toEqual(Array.from({ length: 12 }, (_, n) => `c${n} unknown`));
  });

  it('whatever happens in whatever order, a call that was secured has one record and one that was not is never let through', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('prepare', 'open', 'secure', 'close', 'wait', 'fail', 'commit fails'), fc.nat({ max: 5 })), {
          maxLength: 40,
        }),
        async (steps) => {
          const faults: Faults = {};
          const b = auditBench({}, faults);
          try {
            const secured = new Set<string>();
            const ended = new Set<string>();
            const given = new Set<string>();
            let serial = 0;
            const ids: string[] = [];
            for (const [step, n] of steps) {
              const id = ids[ids.length - 1 - n] ?? 'nobody';
              try {
                if (step === 'prepare' || step === 'open') {
                  const fresh = `c${serial++}`;
                  ids.push(fresh);
                  if (step === 'prepare') b.audit.prepare(entry(fresh));
                  else {
                    void b.audit.open(entry(fresh), true);
                    secured.add(fresh);
                  }
                } else if (step === 'secure' && !ended.has(id)) {
                  b.audit.secure(id);
                  expect([...given]).not.toContain(id);
                  secured.add(id);
                } else if (step === 'close') {
                  b.audit.close(id, { outcome: 'ok' });
                  ended.add(id);
                } else if (step === 'wait') b.clock.advance(1000);
                else if (step === 'fail') failOnce(b);
                else if (step === 'commit fails')
                  faults.before = (sql) => {
                    faults.before = undefined;
                    throw new Error(`disk I/O error: ${sql}`);
                  };
              } catch {
                // refused: not let through later either
                if (step === 'secure' && !secured.has(id)) given.add(id);
              }
            }
            // killed here
            const next = auditBench({}, {}, b.dir);
            try {
              const found = next.store.calls.list({ limit: 1000 }).map((record) => record.id);
              expect([...secured].filter((one) => !found.includes(one))).toEqual([]);
              expect([...given].filter((one) => found.includes(one))).toEqual([]);
              expect(found).toHaveLength(new Set(found).size);
              expect((await next.audit.verify()).problems).toEqual([]);
            } finally {
              next.store.close();
            }
          } finally {
            b.end();
          }
        },
      ),
      { numRuns: 80 },
    );
  });
});

describe('arguments', () => {
  it('over 64 KB are kept as valid JSON that says what is missing', () => {
    const b = bench();
    const cases = {
      text: { content: 'x'.repeat(1_000_000), path: '/a' },
      list: { items: Array.from({ length: 50_000 }, (_, i) => `item ${i}`) },
      wide: Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key ${i}`, i])),
      deep: Array.from({ length: 1500 }).reduce<object>((inner) => ({ inner, pad: 'y'.repeat(100) }), {}),
    };
    for (const [id, value] of Object.entries(cases)) b.audit.open(entry(id, { arguments: value as never }), false);
    b.clock.advance(50);
    for (const record of list(b)) {
      expect(record.argumentsText.length).toBeLessThanOrEqual(64 * 1024);
      expect(JSON.stringify(JSON.parse(record.argumentsText))).toMatch(/⟦.*(more|shortened|left out).*⟧/);
    }
    expect(b.audit.show('text')).toMatchObject({ argumentsBytes: 1_000_026 });
    expect(JSON.parse(b.audit.show('text')?.argumentsText ?? '')).toMatchObject({ path: '/a' });
  });

  it('and names of any characters come back as they were, and verify', async () => {
    const b = bench();
    b.audit.open(
      entry('odd', { tool: 'file:///a\u0000b\ud800c', arguments: { '\ud800': '\u0000\u2028"\\', __proto__: 'x' } as never }),
      false,
    );
    b.clock.advance(50);
    expect(b.audit.show('odd')?.argumentsText).toBe('{"\\ud800":"\\u0000\u2028\\"\\\\"}');
    expect((await b.audit.verify()).problems).toEqual([]);
  });

  it('have a keyed hash that tells equal from different and does not depend on the order of names', () => {
    const b = bench();
    b.audit.open(entry('a', { arguments: { x: 1, y: 'z' } }), false);
    b.audit.open(entry('b', { arguments: { y: 'z', x: 1 } }), false);
    b.audit.open(entry('c', { arguments: { y: 'z', x: 2 } }), false);
    b.clock.advance(50);
    const hash = (id: string): string | undefined => b.audit.show(id)?.argumentsHash;
    expect(hash('a')).toBe(hash('b'));
    expect(hash('a')).not.toBe(hash('c'));
    const other = bench({ key: Buffer.alloc(32, 8) });
    other.audit.open(entry('a', { arguments: { x: 1, y: 'z' } }), false);
    other.clock.advance(50);
    expect(other.audit.show('a')?.argumentsHash).not.toBe(hash('a'));
  });
});
