import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.js';

const names = ['valkey-server', 'redis-server'];
const has = (name: string): boolean => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;

/** The program, from Debian's package; as root it is installed where it is missing, else the test fails with what to install. */
async function program(): Promise<string> {
  const found = names.find(has);
  if (found !== undefined) return found;
  const { aptInstall, packageName } = (await import('../../build/system-packages.mjs' as string)) as {
    aptInstall(names: string[]): string[];
    packageName(names: string[]): string;
  };
  const wanted = packageName(names);
  if (process.getuid?.() === 0) aptInstall([wanted]);
  const installed = names.find(has);
  if (installed === undefined) throw new Error(`this test needs a counter server: sudo apt-get install --no-install-recommends ${wanted}`);
  return installed;
}

/** A counter server of its own on a free port; it keeps its counts over `stop` and `start`. */
export async function counterServer(): Promise<{ url: string; start(): Promise<void>; stop(): Promise<void>; end(): Promise<void> }> {
  const command = await program();
  const dir = mkdtempSync(join(tmpdir(), 'toolgate-counters-'));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const server = {
    url: `redis://127.0.0.1:${String(port)}`,
    async start() {
      let out = '';
      child = spawn(command, ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
      await until('the counter server to stand', () => out.includes('Ready to accept connections'));
    },
    async stop() {
      const ending = child;
      child = undefined;
      if (ending === undefined) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill('SIGTERM');
      await ended;
    },
    async end() {
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
