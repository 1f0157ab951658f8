import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareServer, openGate, type Gate } from '../differential/gate.mjs';
import { atHand, prepare, type RealServer } from '../differential/servers.mjs';

let work: string;
let servers: RealServer[];
let gate: Gate;

beforeAll(async () => {
  work = realpathSync(mkdtempSync(join(tmpdir(), 'differential-')));
  servers = atHand.map((name) => prepare(name, join(import.meta.dirname, '..', '..'), work));
  gate = await openGate(servers);
});

afterAll(async () => {
  await gate.close();
  rmSync(work, { recursive: true, force: true });
});

it.each(atHand)('answers of %s through the bridge and the gate are those of the server itself, byte for byte', async (name) => {
  const server = servers.find((one) => one.name === name) as RealServer;
  const { compared, unstable, differences } = await compareServer(gate, server);
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThan(20);
  expect(unstable.length).toBeLessThan(5);
});
