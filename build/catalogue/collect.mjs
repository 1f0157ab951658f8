// Installs one npm package of the list without running its install scripts and asks the server inside for its tools.
// The server gets dummy values, a home folder of its own, and (on Linux, where `unshare` may be used) no network but loopback.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SECRET = '00000000-0000-4000-8000-000000000000';
const DUMMY = [
  [/(_|^)(URL|ENDPOINT|ENVIRONMENT|BASE_URL)$/, 'https://example.invalid'],
  [/CONNECTION_STRING$/, 'mongodb://127.0.0.1:27017/app'],
  [/PORT$/, '1'],
  [/HOST$/, '127.0.0.1'],
  [/EMAIL$/, 'nobody@example.invalid'],
  [/REGION$/, 'eu-central-1'],
  [/STRIPE_SECRET_KEY$/, 'sk_test_000000000000000000000000'],
  [/MAPBOX_ACCESS_TOKEN$/, 'pk.eyJ1Ijoibm9ib2R5In0.AAAAAAAAAAAAAAAAAAAAAA'],
];
const dummyFor = (name) => DUMMY.find(([pattern]) => pattern.test(name))?.[1] ?? SECRET;

const offline = process.platform === 'linux' && spawnSync('unshare', ['-rn', 'true']).status === 0;

/** Resolves to `{ entry, tools, instructions, envNames }` or `{ entry, failed }`; never throws. */
export async function collect(entry, cache, npm = 'npm') {
  const folder = join(cache, entry.package.replace(/[@/]+/g, '_'));
  mkdirSync(join(folder, 'home', 'folder'), { recursive: true });
  const installed = join(folder, 'node_modules', entry.package);
  if (!existsSync(join(installed, 'package.json'))) {
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    const got = spawnSync(
      npm,
      [
        'install',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        '--prefer-offline',
        `${entry.package}@${entry.version}`,
      ],
      { cwd: folder, timeout: 240_000, encoding: 'utf8' },
    );
    if (got.status !== 0) return { entry, failed: `not installed: ${(got.stderr ?? '').trim().split('\n')[0] ?? ''}`.slice(0, 200) };
  }
  const about = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const bins = typeof about.bin === 'string' ? { '': about.bin } : (about.bin ?? {});
  const bin = bins[entry.bin ?? about.name?.split('/').at(-1)] ?? Object.values(bins)[0] ?? about.main;
  if (bin === undefined) return { entry, failed: 'has no program to start' };
  const args = (entry.args ?? []).map((arg) => arg.replace('{folder}', join(folder, 'home', 'folder')).replace('{secret}', SECRET));
  const env = {
    PATH: process.env.PATH,
    HOME: join(folder, 'home'),
    XDG_CONFIG_HOME: join(folder, 'home'),
    NO_COLOR: '1',
    CI: '1',
    NODE_OPTIONS: '--max-old-space-size=512',
    ...Object.fromEntries((entry.env ?? []).map((name) => [name, dummyFor(name)])),
  };
  const answer = await ask([join(installed, bin), ...args], env, join(folder, 'home'));
  if (answer.failed !== undefined) return { entry, ...answer };
  return { entry, license: about.license, ...answer, envNames: envNames(installed) };
}

async function ask(argv, env, cwd, limitMs = 60_000) {
  const [file, args] = offline
    ? ['unshare', ['-rn', 'sh', '-c', 'ip link set lo up 2>/dev/null; exec "$@"', 'sh', ...start(argv)]]
    : [start(argv)[0], start(argv).slice(1)];
  const child = spawn(file, args, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr = (stderr + chunk).slice(-2000);
  });
  child.stdin.on('error', () => {});
  const waiting = new Map();
  let buffer = '';
  let last = 0;
  const send = (message) => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  };
  const request = (method, params) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      send({ id: last, method, params });
    });
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk) => {
    buffer += chunk;
    const parts = buffer.split('\n');
    buffer = parts.pop() ?? '';
    for (const line of parts) {
      let message;
      try {
        message = JSON.parse(line);
      } catch {
        continue;
      }
      if (message.method !== undefined && message.id !== undefined) {
        send({
          id: message.id,
          ...(message.method === 'roots/list'
            ? { result: { roots: [] } }
            : message.method === 'ping'
              ? { result: {} }
              : { error: { code: -32601, message: 'not offered' } }),
        });
        continue;
      }
      const pending = waiting.get(message.id);
      if (pending === undefined) continue;
      waiting.delete(message.id);
      if (message.error !== undefined) pending.reject(new Error(message.error.message));
      else pending.resolve(message.result);
    }
  });
  const ended = new Promise((_, reject) =>
    child.once('exit', (code) => {
      reject(new Error(`it ended with ${code}: ${stderr.trim().split('\n').slice(-2).join(' ')}`));
    }),
  );
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no answer'));
    }, limitMs);
  });
  try {
    return await Promise.race([listing(request, send), ended, late]);
  } catch (error) {
    return { failed: String(error.message).slice(0, 300) };
  } finally {
    clearTimeout(timer);
    ended.catch(() => {});
    late.catch(() => {});
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      /* it is gone */
    }
  }
}

const start = (argv) =>
  /\.[cm]?js$/.test(argv[0]) || /^#!.*node/.test(readFileSync(argv[0]).subarray(0, 60).toString('latin1'))
    ? [process.execPath, ...argv]
    : argv;

async function listing(request, send) {
  const hello = await request('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: { roots: {} },
    clientInfo: { name: 'toolgate-catalogue', version: '1' },
  });
  send({ method: 'notifications/initialized' });
  const tools = [];
  let cursor;
  do {
    const page = await request('tools/list', cursor === undefined ? {} : { cursor });
    tools.push(...page.tools);
    cursor = page.nextCursor;
  } while (cursor !== undefined && tools.length < 5000);
  return { tools, instructions: hello.instructions, serverInfo: hello.serverInfo };
}

/** Names of environment variables that the package's own code reads and that look like settings of this server. */
function envNames(folder) {
  const found = new Map();
  let budget = 20_000_000;
  const walk = (at) => {
    for (const name of readdirSync(at)) {
      if (name === 'node_modules' || name.startsWith('.')) continue;
      const path = join(at, name);
      const stat = statSync(path);
      if (stat.isDirectory()) walk(path);
      else if (/\.[cm]?js$/.test(name) && stat.size < budget) {
        budget -= stat.size;
        for (const [, dotted, quoted] of readFileSync(path, 'utf8').matchAll(
          /process\.env(?:\.([A-Z][A-Z0-9_]{2,60})|\[["']([A-Z][A-Z0-9_]{2,60})["']\])/g,
        ))
          found.set(dotted ?? quoted, (found.get(dotted ?? quoted) ?? 0) + 1);
      }
    }
  };
  walk(folder);
  return [...found.keys()].sort();
}
