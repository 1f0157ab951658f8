import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildAuditChild, killRounds } from '../support/kill-audit.js';

let child: Awaited<ReturnType<typeof buildAuditChild>>;
beforeAll(async () => {
  child = await buildAuditChild();
});
afterAll(() => child.end());

it('1,000 kills at scattered moments lose no acknowledged record', async () => {
  for (let block = 0; block < 50; block++) {
    const result = await killRounds(child.script, 20, (round) => ((block * 20 + round) * 7919) % 60);
    expect(result.acknowledged).toBeGreaterThan(20);
    expect(result.lost).toEqual([]);
    expect(result.problems).toEqual([]);
  }
});
