import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { rig, type Rig } from '../support/serving.js';

let gate: Rig | undefined;
afterEach(() => gate?.end());

it('a client that writes its own token into the arguments of a call leaves it in no file, list or export', async () => {
  gate = await rig({ version: '1', default: 'allow' });
  const token = await gate.token('careless');
  const agent = await gate.agent(token);
  await agent.call('echo', { note: token, url: `https://x.example/?t=${token}` });
  for (const args of [
    ['--json', 'audit', 'list'],
    ['audit', 'export', '--format', 'jsonl'],
    ['audit', 'export', '--format', 'csv'],
  ]) {
    const { out } = await gate.cli(args);
    expect(out).toContain('⟦redacted:');
    expect(out).not.toContain(token);
  }
  await gate.serving.stop();
  for (const name of readdirSync(gate.dataDir)) {
    const path = join(gate.dataDir, name);
    if (statSync(path).isFile()) expect(readFileSync(path, 'latin1').includes(token), name).toBe(false);
  }
});
