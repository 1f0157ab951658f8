import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bench } from './kit.js';

/** An application that rewrites its own file all the time and looks whether all it ever wrote is still there. */
const APPLICATION = `
const fs = require('node:fs');
const [file, rounds, how] = process.argv.slice(1);
const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const read = () => { for (let i = 0; ; i++) { const text = fs.readFileSync(file, 'utf8'); try { return JSON.parse(text); } catch (e) { if (how === 'rename' || i > 200) { console.log('unreadable: ' + JSON.stringify(text.slice(0, 200))); process.exit(1); } wait(1); } } };
const lost = new Set();
for (let n = 0; n < Number(rounds); n++) {
  const config = read();
  for (let k = 0; k < n; k++) if (config['k' + k] !== k) lost.add('k' + k);
  config['k' + n] = n;
  const text = JSON.stringify(config, null, 2);
  if (how === 'rename') { fs.writeFileSync(file + '.app', text); fs.renameSync(file + '.app', file); } else fs.writeFileSync(file, text);
  wait(n % 7);
}
wait(100);
const end = read();
for (let k = 0; k < Number(rounds); k++) if (end['k' + k] !== k) lost.add('k' + k);
console.log(lost.size === 0 ? 'kept' : 'lost: ' + [...lost].join(' '));
`;

const SERVERS = { a: { command: 'x', args: [], env: { K: 'v' } }, b: { command: 'y' } };

/** Two Toolgates and an application write one file at once. What the application says at its end, what was unreadable, and the file. */
export async function race(
  rounds: number,
  how: 'rename' | 'in-place',
): Promise<{ said: string; unreadable: string[]; turns: number; end: Record<string, unknown> }> {
  const one = bench();
  // A Toolgate of its own: other data folder, same home.
  const two = bench({ home: one.home });
  const file = one.write('.codeium/windsurf/mcp_config.json', JSON.stringify({ mcpServers: SERVERS }, undefined, 2));
  const child = spawn(process.execPath, ['-e', APPLICATION, file, String(rounds), how], { stdio: ['ignore', 'pipe', 'inherit'] });
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
  return {
    said: said.trim(),
    unreadable,
    turns,
    end: JSON.parse(readFileSync(join(one.home, '.codeium/windsurf/mcp_config.json'), 'utf8')) as Record<string, unknown>,
  };
}
