import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { nodeConfigFiles, type ConfigFiles } from '../../../electron/core/clients/config-files.js';
import { bench, plainFiles } from './kit.js';

/**
 * An application that rewrites its own file all the time. One that writes by rename looks every time whether all it ever wrote is still
 * there; one that writes in place may miss a word for the moment in which its old file gives way, and is looked at when both Toolgates are
 * done.
 */
const APPLICATION = `
const fs = require('node:fs');
const [file, rounds, how, seed] = process.argv.slice(1);
const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const read = () => { for (let i = 0; ; i++) { const text = fs.readFileSync(file, 'utf8'); try { return JSON.parse(text); } catch (e) { if (how === 'rename' || i > 200) { console.log('unreadable: ' + JSON.stringify(text.slice(0, 200))); process.exit(1); } wait(1); } } };
const lost = new Set();
for (let n = 0; n < Number(rounds); n++) {
  const config = read();
  if (how === 'rename') for (let k = 0; k < n; k++) if (config['k' + k] !== k) lost.add('k' + k);
  config['k' + n] = n;
  const text = JSON.stringify(config, null, 2);
  if (how === 'rename') { fs.writeFileSync(file + '.app', text); fs.renameSync(file + '.app', file); } else fs.writeFileSync(file, text);
  wait((n * (Number(seed) * 2 + 1) + Number(seed)) % 7);
}
console.log(lost.size === 0 ? 'kept' : 'lost: ' + [...lost].join(' '));
`;

const SERVERS = { a: { command: 'x', args: [], env: { K: 'v' } }, b: { command: 'y' } };

/** Two Toolgates and an application write one file at once. What the application says at its end, what was unreadable, and the file. */
export async function race(
  rounds: number,
  how: 'rename' | 'in-place',
  seed = 0,
): Promise<{ said: string; unreadable: string[]; turns: number; missing: string[] }> {
  const fs: ConfigFiles = { ...plainFiles, exchange: (...names) => nodeConfigFiles.exchange(...names) };
  const one = bench({ fs });
  // A Toolgate of its own: other data folder, same home.
  const two = bench({ home: one.home, fs });
  const file = one.write('.codeium/windsurf/mcp_config.json', JSON.stringify({ mcpServers: SERVERS }, undefined, 2));
  const child = spawn(process.execPath, ['-e', APPLICATION, file, String(rounds), how, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  let running = true;
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve(void (running = false))));

  const unreadable: string[] = [];
  const reader = (async () => {
    while (running) {
      const text = readFileSync(file, 'utf8');
      try {
        JSON.parse(text);
      } catch {
        if (how === 'rename') unreadable.push(text.slice(0, 200));
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  let turns = 0;
  const toolgate = async (b: typeof one, mode: 'mirror' | 'aggregate'): Promise<void> => {
    while (running) {
      const up = await b.clients.connect('windsurf', { mode, dryRun: false });
      const down = await b.clients.disconnect('windsurf', { dryRun: false, edited: 'revert' });
      if (up.ok && down.ok) turns++;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all([ended, reader, toolgate(one, 'mirror'), toolgate(two, 'aggregate')]);
  const words = (): Record<string, unknown> => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const missing = (): string[] => Array.from({ length: rounds }, (_, k) => `k${k}`).filter((key, k) => words()[key] !== k);
  // The end of a Toolgate's own look after the old files is what it waits for before its process ends.
  await Promise.all([one.clients.settled(), two.clients.settled()]);
  return { said: said.trim(), unreadable, turns, missing: missing() };
}
