import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { socketPaths } from '../core/control/socket-paths.js';
import { runBridge } from './connect.js';
import { dataDirFor } from './data-dir.js';

const START_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 100;

const say = (line: string): void => void process.stderr.write(`toolgate connect: ${line}\n`);

/** `toolgate connect --client NAME [--server S] [--start]`. Resolves to the exit code when either side ends. */
export async function connectCommand(argv: readonly string[]): Promise<number> {
  const flags = readFlags(argv.slice(1));
  if (typeof flags === 'string') {
    say(flags);
    return 2;
  }
  const dataDir = dataDirFor(flags.dataDir);
  const token = readToken(dataDir, flags.client);
  if (token === undefined) {
    say(`there is no token for ${flags.client} in ${dataDir} (add the client: toolgate client add ${flags.client})`);
    return 1;
  }
  const socketPath = socketPaths(dataDir).bridge;
  if (flags.start && !existsSync(socketPath)) await startApplication(dataDir, socketPath);
  return runBridge({ socketPath, client: flags.client, token, server: flags.server, stdin: process.stdin, stdout: process.stdout });
}

function readFlags(args: string[]): { client: string; server: string; start: boolean; dataDir: string | undefined } | string {
  try {
    const { values } = parseArgs({
      args,
      options: { client: { type: 'string' }, server: { type: 'string' }, start: { type: 'boolean' }, 'data-dir': { type: 'string' }, json: { type: 'boolean' } },
    });
    if (values.client === undefined || values.client === '') return 'say which client this is: --client NAME';
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(values.client)) return `${JSON.stringify(values.client)} is no client name`;
    return { client: values.client, server: values.server ?? '', start: values.start ?? false, dataDir: values['data-dir'] };
  } catch (error) {
    return `${(error as Error).message.split('\n')[0]} (toolgate connect --help)`;
  }
}

function readToken(dataDir: string, client: string): string | undefined {
  try {
    const token = readFileSync(join(dataDir, 'tokens', client), 'utf8').trim();
    return token === '' ? undefined : token;
  } catch {
    return undefined;
  }
}

/** Starts the application this script belongs to (the packaged one, or the checkout's) and waits until its socket is there. */
async function startApplication(dataDir: string, socketPath: string): Promise<void> {
  const env: NodeJS.ProcessEnv = { ...process.env, TOOLGATE_DATA_DIR: dataDir };
  delete env['ELECTRON_RUN_AS_NODE'];
  const insideApplication = process.versions['electron'] !== undefined;
  const start = join(__dirname, '..', 'build', 'start.mjs');
  const command = insideApplication ? [process.execPath, '--hidden'] : [process.execPath, existsSync(start) ? start : join(__dirname, '..', '..', 'build', 'start.mjs'), '--hidden'];
  spawn(command[0]!, command.slice(1), { env, detached: true, stdio: 'ignore' }).unref();
  for (let waited = 0; waited < START_WITHIN_MS && !existsSync(socketPath); waited += LOOK_EVERY_MS) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
