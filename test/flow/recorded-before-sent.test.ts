import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CallRecord } from '../../shared/model/views.js';
import { run, serve } from '../support/cli.js';
import { rawAgent } from '../support/raw-agent.js';
import { linesOf } from './upstreams-kit.js';

const killer = resolve('test/fixtures/servers/killer.mjs');
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'toolgate-recorded-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it.each([1, 9, 120, 400])('every call that a server saw is recorded once when the gate is killed by the %i. of them', async (calls) => {
  const dataDir = join(root, 'data');
  const seen = join(root, 'seen');
  const policy = join(root, 'policy.json');
  writeFileSync(policy, JSON.stringify({ version: '1', default: 'allow' }));
  await run(dataDir, ['server', 'add', 'notes', '--', process.execPath, killer, `--calls=${calls}`, `--seen=${seen}`]);
  const { token } = (await run(dataDir, ['--json', 'client', 'add', 'tester'])).json<{ token: string }>();
  await run(dataDir, ['policy', 'set', policy]);
  const gate = await serve(dataDir);
  const agent = await rawAgent(`${gate.url}/notes`, token);
  let n = 0;
  const answered: number[] = [];
  const worker = async (): Promise<void> => {
    for (;;) {
      const mine = ++n;
      await agent.call('write', { n: mine });
      answered.push(mine);
    }
  };
  await Promise.allSettled(Array.from({ length: 8 }, worker));
  agent.close();
  await gate.kill();

  const records = (await run(dataDir, ['--json', 'audit', 'list', '--limit', '1000'])).json<CallRecord[]>();
  const numbers = records.map(({ argumentsText }) => (JSON.parse(argumentsText) as { n: number }).n).sort((a, b) => a - b);
  const sent = linesOf(seen).map(Number);
  expect(sent.length).toBeGreaterThanOrEqual(calls);
  expect(sent.filter((one) => !numbers.includes(one))).toEqual([]);
  expect(answered.filter((one) => !sent.includes(one))).toEqual([]);
  expect(numbers).toEqual([...new Set(numbers)]);
  expect(records.filter(({ outcome }) => outcome !== 'ok' && outcome !== 'unknown')).toEqual([]);
  expect((await run(dataDir, ['audit', 'verify'])).code).toBe(0);
});
