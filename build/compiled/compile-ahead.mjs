import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { at } from '../paths.mjs';

const policy = {
  version: '1',
  default: 'allow',
  tools: { '*': { deny_if: [{ conditions: [{ path: 'args.path', op: 'starts_with', value: '/secret' }] }] } },
};

/** Runs the gate that was just built once as people do, with a new server, a list and some calls, and keeps what the engine compiled for it in `out/compiled/`. */
export async function compileAhead() {
  const home = mkdtempSync(join(tmpdir(), 'compile-'));
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const env = { ...inherited, HOME: home, TOOLGATE_DATA_DIR: join(home, 'data') };
  const toolgate = (...args) => execFileSync(process.execPath, [at('out/toolgate.cjs'), ...args], { env, encoding: 'utf8' });
  let gate;
  try {
    toolgate('server', 'add', 'sample', '--no-start', '--', process.execPath, at('build/compiled/server.mjs'));
    writeFileSync(join(home, 'policy.json'), JSON.stringify(policy));
    toolgate('policy', 'set', join(home, 'policy.json'));
    const { token } = JSON.parse(toolgate('--json', 'client', 'add', 'sample'));
    gate = spawn(
      process.execPath,
      ['--import', pathToFileURL(at('build/compiled/keep.mjs')).href, at('out/toolgate.cjs'), 'serve', '--json', '--port', '0'],
      {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const ended = once(gate, 'exit');
    const early = ended.then(([code]) => Promise.reject(new Error(`the gate ended with ${code}`)));
    const [ready] = await Promise.race([once(createInterface({ input: gate.stdout }), 'line'), early]);
    await useOnce(`${JSON.parse(ready).url}/sample`, token);
    // what was compiled is written as it ends
    gate.kill('SIGTERM');
    await ended;
  } finally {
    gate?.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function useOnce(url, token) {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  const send = async (message) => {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ jsonrpc: '2.0', ...message }) });
    headers['mcp-session-id'] ??= response.headers.get('mcp-session-id');
    return response.text();
  };
  const clientInfo = { name: 'sample', version: '1' };
  await send({ id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } });
  await send({ method: 'notifications/initialized' });
  await send({ id: 1, method: 'tools/list' });
  for (let id = 2; id < 32; id++) await send({ id, method: 'tools/call', params: { name: 'read_file_0', arguments: { path: `a/${id}` } } });
}
