import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { until } from '../support/until.js';
import { alive, linesOf, scratch, trickster } from './upstreams-kit.js';

test('when the gate is killed, servers that ignore the end of their input are gone within five seconds, with what they started', async () => {
  const folder = scratch();
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: 'test/fixtures/servers/gate-for-kill.ts',
      outDir: folder,
      minify: false,
      target: 'node18',
      rollupOptions: { output: { format: 'es', entryFileNames: 'gate.mjs' } },
    },
  });
  const [pids, children] = [join(folder, 'pids'), join(folder, 'children')];
  const gate = spawn(process.execPath, [join(folder, 'gate.mjs'), trickster, '--stay=1', `--log=${pids}`, `--child=${children}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  gate.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until('the gate runs its server', () => said.includes('\n'), 20_000);
  expect(said).toBe('ready\n');
  await until('the server started its child', () => linesOf(children).length === 1);
  const running = [...linesOf(pids), ...linesOf(children)].map(Number);
  expect(running.map(alive)).toEqual([true, true]);
  gate.kill('SIGKILL');
  await until('all of them are gone', () => running.every((pid) => !alive(pid)), 5000);
});
