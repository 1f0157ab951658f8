import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildAuditChild, killRounds } from '../support/kill-audit.js';

let child: Awaited<ReturnType<typeof buildAuditChild>>;
beforeAll(async () => {
  child = await buildAuditChild();
});
afterAll(() => child.end());

it('a process killed at any moment loses no acknowledged record and no reserved stamp, and leaves a log that verifies', async () => {
  const result = await killRounds(child.script, 8, (round) => (round * 37) % 150);
  expect(result.acknowledged).toBeGreaterThan(20);
  expect(result.lost).toEqual([]);
  expect(result.problems).toEqual([]);
});
