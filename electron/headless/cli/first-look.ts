import type { Result } from '../../../shared/result.js';
import type { ServerView, ToolView } from '../../../shared/model/views.js';
import { fetchers, programOf } from '../../core/ports/launched.js';
import type { Context } from './context.js';
import { duration } from './print.js';
import { call } from './run.js';
import { whyNotRead } from './why-not-read.js';

/** What a server turned out to be: its tools, or why they are not known yet. */
export interface FirstLook {
  readonly server: ServerView;
  readonly tools?: readonly ToolView[];
  readonly problem?: string;
}

/** for an address or a program that is there, and for one that may have to be downloaded first */
const patienceMs = { there: 10_000, fetched: 30_000 };
const silentMs = 3000;

/**
 * Starts a server that was added once, so that its lists are read, pinned and judged. Waits a bounded time, and Ctrl-C ends the waiting: the
 * server stays in every case. Where another process owns the data folder, the start goes on there.
 */
export async function firstLook(context: Context, added: ServerView): Promise<FirstLook> {
  const { name, transport } = added;
  const { mode } = await call(context, 'gate.status', {});
  if (mode === 'lockdown')
    return { server: added, problem: `${name} is not started: everything is locked down. Later: toolgate tools --server ${name}` };

  const fetched = transport.kind === 'stdio' && fetchers.test(programOf(transport.command));
  const waitMs = fetched ? patienceMs.fetched : patienceMs.there;
  const read = await withPatience(context.command('server.refresh', { name }), waitMs, () => {
    if (process.stderr.isTTY) process.stderr.write(`waiting for ${name} to start; Ctrl+C ends the waiting, ${name} stays …\n`);
  });
  const server = (await call(context, 'server.list', {})).find((one) => one.name === name) ?? added;
  if (typeof read !== 'string')
    return read.ok
      ? { server, tools: await call(context, 'tool.list', { server: name }) }
      : { server, problem: await whyNotRead(context, name, read.error) };
  const so = {
    interrupted: 'was not waited for',
    late: fetched ? `is still starting after ${duration(waitMs)}` : `did not answer within ${duration(waitMs)}`,
  };
  return { server, problem: `${name} ${so[read]}; it is read when it is first used, or by: toolgate tools --server ${name}` };
}

async function withPatience<T>(reading: Promise<Result<T>>, waitMs: number, slow: () => void): Promise<Result<T> | 'late' | 'interrupted'> {
  const saying = setTimeout(slow, silentMs);
  let waiting: NodeJS.Timeout | undefined;
  let interrupt = (): void => {};
  const ended = new Promise<'late' | 'interrupted'>((resolve) => {
    waiting = setTimeout(() => resolve('late'), waitMs);
    process.once('SIGINT', (interrupt = () => resolve('interrupted')));
  });
  try {
    return await Promise.race([reading, ended]);
  } finally {
    clearTimeout(saying);
    clearTimeout(waiting);
    process.off('SIGINT', interrupt);
  }
}
