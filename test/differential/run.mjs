#!/usr/bin/env node
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../build/build.mjs';
import { root } from '../../build/paths.mjs';
import { installed } from '../conformance/installed.mjs';
import { compareServer, openGate } from './gate.mjs';
import { atHand, names, onDemand, prepare } from './servers.mjs';

const help = `Sends the same traffic to real MCP servers directly and through the gate, and compares the answers byte for byte, ids aside.

usage: npm run differential -- [--only NAME[,NAME]]

Servers: ${names.join(', ')}. Those that are no development dependencies are installed into .cache, without their install scripts.
Exit code 1 when an answer differs or a server cannot be compared.`;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(help);
  process.exit(0);
}
const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '').split(',') : names;
await build();
const packages = only.every((name) => atHand.includes(name)) ? root : installed('differential', onDemand);
const work = realpathSync(mkdtempSync(join(tmpdir(), 'toolgate-differential-')));
const servers = only.map((name) => prepare(name, atHand.includes(name) ? root : packages, work));
const gate = await openGate(servers);
let failed = 0;
try {
  for (const server of servers) {
    try {
      const { compared, unstable, differences } = await compareServer(gate, server);
      console.log(
        `${server.name}: ${compared} answers compared, ${differences.length} differ${unstable.length === 0 ? '' : `; by shape only, because the server answers differently each time: ${unstable.join(', ')}`}`,
      );
      for (const difference of differences) console.log(`  ${difference}`);
      failed += differences.length;
    } catch (error) {
      console.log(`${server.name}: could not be compared: ${error instanceof Error ? error.message : error}`);
      failed++;
    }
  }
} finally {
  await gate.close();
  rmSync(work, { recursive: true, force: true });
}
console.log(failed === 0 ? `${servers.length} servers: no difference.` : `${failed} differences or failures.`);
process.exitCode = failed === 0 ? 0 : 1;
