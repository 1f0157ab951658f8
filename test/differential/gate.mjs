import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { at } from '../../build/paths.mjs';
import { openPeer } from './peer.mjs';
import { compareConversations, converse } from './traffic.mjs';

const toolgate = at('out/toolgate.cjs');
/** everything is allowed: what is compared is what the gate does to messages, not what it refuses */
const policy = {
  version: '1',
  default: 'allow',
  methods: Object.fromEntries(['resources', 'prompts', 'completion', 'sampling', 'elicitation'].map((kind) => [kind, { action: 'allow' }])),
};

/** A running gate in a folder of its own with these servers behind it, and a client named `differential`. */
export async function openGate(servers) {
  const root = mkdtempSync(join(tmpdir(), 'toolgate-differential-'));
  const dataDir = join(root, 'data');
  let unlock = '';
  const cli = (...args) => {
    const ran = spawnSync(process.execPath, [toolgate, '--data-dir', dataDir, ...args], {
      encoding: 'utf8',
      env: { ...process.env, TOOLGATE_UNLOCK: unlock },
    });
    if (ran.status !== 0) throw new Error(`toolgate ${args.join(' ')}: ${ran.stderr}`);
  };
  writeFileSync(join(root, 'policy.json'), JSON.stringify(policy));
  cli('client', 'add', 'differential');
  cli('policy', 'set', join(root, 'policy.json'));
  for (const { name, command, args, cwd, env = {} } of servers)
    cli(
      'server',
      'add',
      name,
      '--cwd',
      cwd,
      ...Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      '--',
      command,
      ...args,
    );
  const child = spawn(process.execPath, [toolgate, 'serve', '--json', '--port', '0', '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk) => (err = (err + chunk).slice(-4000)));
  const ended = new Promise((resolve) => child.once('close', resolve));
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      unlock = JSON.parse(line).unlock;
      resolve();
    });
    void ended.then((code) => reject(new Error(`serve ended with ${code}: ${err}`)));
  });
  // beside the policy, what one tool brought in and another could send out would still ask
  cli('mode', 'observe');
  return {
    /** the bridge, as a client starts it */
    peer: (server) =>
      openPeer(process.execPath, [toolgate, 'connect', '--client', 'differential', '--server', server, '--data-dir', dataDir]),
    async close() {
      child.kill('SIGINT');
      await ended;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The environment a server gets from the gate, so that both ways start the same program alike. */
const bare = (env = {}) => ({
  ...Object.fromEntries(
    ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'TMPDIR', 'TERM', 'TZ'].flatMap((name) =>
      process.env[name] === undefined ? [] : [[name, process.env[name]]],
    ),
  ),
  ...env,
});

async function once(peer, server) {
  try {
    return await converse(peer, server.calls ?? []);
  } finally {
    await peer.close();
  }
}

const retries = 8;

/**
 * The same conversation twice directly and once through the gate. Where an answer differs, the server is asked directly again, a few times: it may
 * be one that answers differently each time. `reset` puts what the server writes to back before each.
 */
export async function compareServer(gate, server) {
  const direct = async () => {
    server.reset?.();
    return once(openPeer(server.command, server.args, { cwd: server.cwd, env: bare(server.env) }), server);
  };
  const first = await direct();
  const others = [await direct()];
  server.reset?.();
  const through = await once(gate.peer(server.name), server);
  for (;;) {
    const compared = compareConversations(first, others, through);
    if (compared.differences.length === 0 || others.length > retries) return compared;
    others.push(await direct());
  }
}
