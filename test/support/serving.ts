import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHttpTrickster, type Trick } from '../fixtures/servers/http-trickster.js';
import { rawAgent, type RawAgent } from './raw-agent.js';
import { run, serve, type Ran, type Serving } from './cli.js';
import { until } from './until.js';

/** A real `serve` in a folder of its own in front of one fake HTTP server called `fake`, with one client. */
export interface Rig {
  readonly dataDir: string;
  readonly upstream: Awaited<ReturnType<typeof startHttpTrickster>>;
  serving: Serving;
  /** a command of the command line; with the unlock code unless it is refused one */
  cli(args: readonly string[], options?: { unlock?: false; input?: string }): Promise<Ran>;
  file(name: string, content: unknown): string;
  /** a further client with its token */
  token(client: string): Promise<string>;
  agent(token?: string): Promise<RawAgent>;
  restart(how: 'stop' | 'kill'): Promise<void>;
  end(): Promise<void>;
}

export async function rig(policy: unknown, trick: Trick = () => undefined): Promise<Rig> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'toolgate-serving-')));
  const dataDir = join(root, 'data');
  mkdirSync(join(root, 'files'));
  const upstream = await startHttpTrickster(trick);
  const agents: RawAgent[] = [];
  const file = (name: string, content: unknown): string => {
    const path = join(root, 'files', name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const must = async (args: readonly string[]): Promise<Ran> => {
    const ran = await run(dataDir, args);
    if (ran.code !== 0) throw new Error(`${args.join(' ')}: ${ran.err}`);
    return ran;
  };
  await must(['server', 'add', 'fake', '--url', upstream.url]);
  const first = (await must(['--json', 'client', 'add', 'tester'])).json<{ token: string }>().token;
  await must(['policy', 'set', file('policy.json', policy)]);
  const started = async (): Promise<Serving> => {
    const serving = await serve(dataDir);
    await until('the fake server to be listed', async () => (await run(dataDir, ['--json', 'tools'])).json<unknown[]>().length > 0);
    return serving;
  };
  const made: Rig = {
    dataDir,
    upstream,
    serving: await started(),
    cli: (args, options = {}) =>
      run(dataDir, args, {
        ...(options.unlock === false ? {} : { unlock: made.serving.unlock }),
        ...(options.input === undefined ? {} : { input: options.input }),
      }),
    file,
    token: async (client) => (await made.cli(['--json', 'client', 'add', client])).json<{ token: string }>().token,
    async agent(token = first) {
      const agent = await rawAgent(`${made.serving.url}/fake`, token);
      agents.push(agent);
      return agent;
    },
    async restart(how) {
      await made.serving[how]();
      made.serving = await started();
    },
    async end() {
      for (const agent of agents) agent.close();
      await made.serving.stop();
      await upstream.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  return made;
}
