import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { auditBench, entry } from '../support/audit-bench.js';

it('of 2,000 single bytes altered in the file of a log, none changes what the log says without being reported', async () => {
  const origin = auditBench();
  for (let i = 0; i < 1000; i++) {
    origin.audit.open(entry(`call-${i}`), false);
    if (i % 5 === 0) origin.audit.flush();
    origin.audit.close(`call-${i}`, { outcome: 'ok', durationMs: i });
  }
  const before = origin.audit.export({ limit: 10_000 }, 'jsonl').text;
  origin.audit.stop();
  origin.store.close();
  const good = readFileSync(join(origin.dir, 'toolgate.db'));
  let reported = 0;
  const flip = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }));
  for (const [at, by] of fc.sample(flip, { numRuns: 2000, seed: 7 })) {
    const dir = mkdtempSync(join(tmpdir(), 'toolgate-flip-'));
    const bytes = Buffer.from(good);
    bytes[at] = (bytes[at] ?? 0) ^ by;
    writeFileSync(join(dir, 'toolgate.db'), bytes);
    copyFileSync(join(origin.dir, 'audit.checkpoints'), join(dir, 'audit.checkpoints'));
    let said: boolean;
    try {
      const b = auditBench({}, {}, dir, origin.clock);
      const after = b.audit.export({ limit: 10_000 }, 'jsonl').text;
      said = b.store.problems.length > 0 || b.audit.problems.length > 0 || !(await b.audit.verify()).intact;
      expect([at, by, said || after === before]).toEqual([at, by, true]);
      b.end();
    } catch (error) {
      // a database that cannot be opened or read is a report, a failed expectation is not
      if (error instanceof Error && error.name === 'AssertionError') throw error;
      said = true;
    }
    if (said) reported += 1;
    rmSync(dir, { recursive: true, force: true });
  }
  expect(reported).toBeGreaterThan(1000);
  origin.end();
});
