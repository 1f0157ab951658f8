import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { HttpClient } from './clients.mjs';
import { nowMs, pause } from './processes.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const run = promisify(execFile);
const cli = process.env.TOOLGATE_CLI ?? here('../../out/toolgate.cjs');
const token = 'bench-token-0123456789abcdef0123456789abcdef';
const upWithinMs = 20_000;

export const echoServer = (tools = 5) => [here('echo-server.mjs'), `--tools=${tools}`];
export const pumpProgram = here('pump.mjs');

/** 19 rules: one with a condition and a limit for `echo`, 18 that deny by a condition for its neighbours. */
export function nineteenRules() {
  const tools = {};
  for (let i = 0; i < 18; i++)
    tools[`tool_${i}`] = {
      deny_if: [{ conditions: [{ path: 'args.path', op: 'starts_with', value: `/secret/${i}` }], on_deny: 'secret' }],
    };
  tools.echo = {
    action: 'allow',
    deny_if: [{ conditions: [{ path: 'args.pad', op: 'starts_with', value: 'forbidden' }] }],
    limits: [{ counter: 'echo', window: 'hour', max: 100_000_000, scope: 'grant' }],
  };
  return { version: '1', default: 'allow', servers: { up: { default: 'allow', tools } } };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A data folder with one server, 19 rules and one client with a token. */
export async function prepareGate(tools = 5) {
  const home = mkdtempSync(join(tmpdir(), 'toolgate-bench-'));
  const env = { PATH: process.env.PATH, HOME: home, TOOLGATE_DATA_DIR: join(home, 'data') };
  const toolgate = (...args) => run(process.execPath, [cli, ...args], { env, cwd: home });
  writeFileSync(join(home, 'policy.json'), JSON.stringify(nineteenRules()));
  await toolgate('server', 'add', 'up', '--no-start', '--', process.execPath, ...echoServer(tools));
  await toolgate('policy', 'set', join(home, 'policy.json'));
  await toolgate('client', 'add', 'bench', '--token', token);
  return { home, env, remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Starts `serve` in a prepared folder. `coldMs`: until the first list was there. */
export async function startGate(prepared, flags = []) {
  const port = await freePort();
  const argv = [...flags, cli, 'serve', '--port', String(port)];
  const subject = await start('toolgate', argv, prepared.env, prepared.home, `http://127.0.0.1:${port}/mcp/up`, {
    Authorization: `Bearer ${token}`,
  });
  return { ...subject, bridge: [process.execPath, cli, 'connect', '--client', 'bench', '--server', 'up'], env: prepared.env };
}

export async function startFloor(tools = 5) {
  const port = await freePort();
  return start('floor', [here('floor.mjs'), String(port), ...echoServer(tools)], process.env, tmpdir(), `http://127.0.0.1:${port}/mcp`, {});
}

/** The floor behind a Unix socket, for the plain byte pump. */
export async function startLocalFloor() {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-bench-'));
  const path = join(folder, 's');
  const child = spawn(process.execPath, [here('floor.mjs'), path, ...echoServer()], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (const end = nowMs() + upWithinMs; !existsSync(path) && nowMs() < end;) await pause(5);
  return { path, stop: () => end(child, folder) };
}

async function start(name, argv, env, cwd, url, headers) {
  const startedMs = nowMs();
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-bench-'));
  const said = join(folder, 'said');
  const out = openSync(said, 'a');
  const child = spawn(process.execPath, argv, { stdio: ['ignore', out, out], env, cwd });
  let gone = false;
  child.once('exit', () => (gone = true));
  for (let problem; ; await pause(3)) {
    const client = new HttpClient(url, headers);
    try {
      await client.initialize();
      await client.request('tools/list', {});
      return {
        name,
        pid: child.pid,
        client,
        url,
        headers,
        coldMs: nowMs() - startedMs,
        newClient: () => new HttpClient(url, headers),
        stop: () => (client.close(), end(child, folder)),
      };
    } catch (error) {
      client.close();
      problem = error;
    }
    if (gone || nowMs() - startedMs > upWithinMs)
      throw new Error(`${name} did not start: ${problem.message}\n${readFileSync(said, 'utf8')}`);
  }
}

function end(child, folder) {
  rmSync(folder, { recursive: true, force: true });
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const late = setTimeout(() => child.kill('SIGKILL'), 5000);
    child.once('exit', () => {
      clearTimeout(late);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
