import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { plainNode, type Runtime } from './runtime.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** standard output as JSON */
  json<T>(): T;
}

/** Runs one command of the real command line. */
export function run(
  dataDir: string,
  args: readonly string[],
  { unlock, input, runtime = plainNode }: { unlock?: string; input?: string; runtime?: Runtime } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(runtime.command, [...runtime.args, '--data-dir', dataDir, ...args], {
      env: { ...process.env, ...runtime.env, ...(unlock === undefined ? {} : { TOOLGATE_UNLOCK: unlock }) },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, out, err, json: <T>() => JSON.parse(out) as T }));
    child.stdin.end(input ?? '');
  });
}

export interface Serving {
  readonly url: string;
  readonly unlock: string;
  readonly ui: string | undefined;
  readonly process: ChildProcess;
  /** ends it as Ctrl+C does; resolves to the exit code */
  stop(): Promise<number>;
  /** kill -9 */
  kill(): Promise<void>;
}

/** Starts `toolgate serve --json` on any free port and waits until it is ready. */
export async function serve(dataDir: string, args: readonly string[] = [], runtime: Runtime = plainNode): Promise<Serving> {
  const child = spawn(runtime.command, [...runtime.args, 'serve', '--json', '--port', '0', '--data-dir', dataDir, ...args], {
    env: { ...process.env, ...runtime.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  const first = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    void ended.then((code) => reject(new Error(`serve ended with ${code}: ${err}`)));
  });
  const ready = JSON.parse(first) as { event: string; url: string; unlock: string; ui?: string };
  return {
    url: ready.url,
    unlock: ready.unlock,
    ui: ready.ui,
    process: child,
    stop() {
      child.kill('SIGINT');
      return ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
