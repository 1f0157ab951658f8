import { fail, ok, type Failure, type Result } from '../../../shared/result.js';
import type { CommandInput, CommandName, CommandOutput } from '../../../shared/commands/contract.js';
import type { Signal, Topic } from '../../../shared/model/views.js';
import type { LocalCore } from '../local-core.js';

/** Options that every command takes. */
export interface Options {
  readonly dataDir: string;
  readonly json: boolean;
  readonly unlock: string | undefined;
}

/** One run of the command line, connected to whoever owns the data folder: the running instance, or a core opened for this call. */
export interface Context {
  readonly options: Options;
  /** true when another process (desktop application or `serve`) answers */
  readonly remote: boolean;
  command<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>>>;
  subscribe(topics: readonly Topic[], listener: (signal: Signal) => void): Promise<Result<unknown>>;
  readonly gone: Promise<void>;
  close(): Promise<void>;
}

/** Ends the command with one line on stderr and exit code 1 (2 for wrong usage). */
export class CliFailure extends Error {
  constructor(
    readonly failure: Failure,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(failure.message);
  }
}

/** another command at work, or an instance that is just starting, takes seconds */
const BUSY_MS = 6000;
const BUSY_STEP_MS = 100;

/** Opens the context: the running instance first, else the folder itself, once no other command has it open. */
export async function openContext(options: Options): Promise<Context> {
  for (const endMs = performance.now() + BUSY_MS; ;) {
    const running = await contextOfRunning(options);
    if (running !== undefined) return running;
    const { openLocalCore } = await import('../local-core.js');
    const core = await openLocalCore({ dataDir: options.dataDir, face: 'cli', quiet: true });
    if (core.ok) {
      for (const line of core.value.damage) process.stderr.write(`toolgate: ${line}\n`);
      return contextOfCore(options, core.value);
    }
    if (core.error.code !== 'IN_USE' || performance.now() >= endMs) throw new CliFailure(core.error);
    await new Promise((resolve) => setTimeout(resolve, BUSY_STEP_MS));
  }
}

async function contextOfRunning(options: Options): Promise<Context | undefined> {
  const [{ connectControl }, { socketPaths }] = await Promise.all([
    import('../../core/control/control-client.js'),
    import('../../core/control/socket-paths.js'),
  ]);
  const connected = await connectControl(socketPaths(options.dataDir).control);
  if (!connected.ok) throw new CliFailure(connected.error);
  const client = connected.value;
  if (client === undefined) return undefined;
  const send = client.command.bind(client);
  return {
    options,
    remote: true,
    command: (name, input) => confirmed(send, name, input, options.unlock) as never,
    subscribe: client.subscribe.bind(client),
    gone: client.closed,
    async close() {
      client.close();
      await client.closed;
    },
  };
}

const contextOfCore = (options: Options, { dispatch, board, stop }: LocalCore): Context => ({
  options,
  remote: false,
  command: (name, input) => dispatch(name, input, { door: 'cli' }) as never,
  subscribe(topics, listener) {
    board.subscribe(listener, topics);
    return Promise.resolve(ok({}));
  },
  gone: new Promise(() => {}),
  close: () => stop(),
});

type Send = (name: string, input: unknown, unlock?: string) => Promise<Result<unknown>>;

/** A loosening waits for the window of the running application; the command waits with it. */
export async function confirmed(send: Send, name: string, input: unknown, unlock: string | undefined): Promise<Result<unknown>> {
  const first = await send(name, input, unlock);
  if (first.ok || first.error.code !== 'NEEDS_CONFIRMATION') return first;
  const id = first.error.details?.['changeId'];
  process.stderr.write(`${first.error.message} Waiting for the answer in the window; Ctrl+C leaves it waiting there.\n`);
  for (;;) {
    const waited = await send('change.wait', { id, timeoutMs: 300_000 });
    if (!waited.ok) return waited;
    const end = waited.value as { state: string; result?: unknown };
    if (end.state === 'confirmed') return { ok: true, value: end.result };
    // a person who agreed to what could then not be carried out has not refused it
    if (end.state === 'rejected')
      return end.result === undefined
        ? fail('REJECTED', 'the change was refused in the Toolgate window', 'nothing was changed')
        : { ok: false, error: end.result as Failure };
  }
}
