import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { socketPaths } from '../core/control/socket-paths.js';
import { runBridge } from './connect.js';
import { dataDirFor } from './data-dir.js';
import { isListening, startApplication } from './start-application.js';

const say = (line: string): void => void process.stderr.write(`toolgate connect: ${line}\n`);

/** `toolgate connect --client NAME [--server S] [--start]`. Resolves to the exit code when either side ends. */
export async function connectCommand(argv: readonly string[]): Promise<number> {
  const flags = readFlags(argv.slice(1));
  if (typeof flags === 'string') {
    say(flags);
    return 2;
  }
  const dataDir = dataDirFor(flags.dataDir);
  const found = await readToken(dataDir, flags.client);
  if ('missing' in found) {
    say(found.missing);
    return 1;
  }
  const socketPath = socketPaths(dataDir).bridge;
  if (flags.start && !(await isListening(socketPath))) {
    const why = await startApplication(dataDir, socketPath, ownFolder());
    if (why !== undefined) {
      say(`Toolgate was started, but ${why} (see ${join(dataDir, 'desktop.log')})`);
      return 1;
    }
  }
  return runBridge({
    socketPath,
    client: flags.client,
    token: found.token,
    server: flags.server,
    stdin: process.stdin,
    stdout: process.stdout,
  });
}

function readFlags(args: string[]): { client: string; server: string; start: boolean; dataDir: string | undefined } | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        client: { type: 'string' },
        server: { type: 'string' },
        start: { type: 'boolean' },
        'data-dir': { type: 'string' },
        json: { type: 'boolean' },
      },
    });
    if (values.client === undefined || values.client === '') return 'say which client this is: --client NAME';
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(values.client)) return `${JSON.stringify(values.client)} is no client name`;
    return { client: values.client, server: values.server ?? '', start: values.start ?? false, dataDir: values['data-dir'] };
  } catch (error) {
    return `${(error as Error).message.split('\n')[0]} (toolgate connect --help)`;
  }
}

async function readToken(dataDir: string, client: string): Promise<{ token: string } | { missing: string }> {
  const path = join(dataDir, 'tokens', client);
  try {
    // whoever reads a pipe waits for ever
    const token = statSync(path).isFile() ? readFileSync(path, 'utf8').trim() : '';
    if (token !== '') return { token };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM')
      return { missing: `this account may not read ${path} (start this application as the owner of that file)` };
  }
  const { didYouMean } = await import('../../shared/did-you-mean.js');
  const fix = didYouMean(client, clientsIn(dataDir)) ?? `add the client: toolgate client add ${client}`;
  return { missing: `there is no token for ${client} in ${dataDir} (${fix})` };
}

function clientsIn(dataDir: string): string[] {
  try {
    return readdirSync(join(dataDir, 'tokens'));
  } catch {
    return [];
  }
}

/** The checkout or the application's archive: this code stands in `out/` or in a folder of it. */
function ownFolder(): string {
  const out = existsSync(join(__dirname, 'toolgate.cjs')) ? __dirname : dirname(__dirname);
  return dirname(out);
}
