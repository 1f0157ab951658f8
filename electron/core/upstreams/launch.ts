import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import type { ServerConfig } from '../../../shared/model/views.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { ResolvedLaunch } from '../ports/launched.js';
import type { ByteRing } from './byte-ring.js';
import { childEnvironment } from './child-environment.js';
import type { Bearer } from './oauth/bearer.js';
import type { Watchdog } from './process-tree.js';
import { findCommand } from './search-path.js';
import { openStdioWire } from './stdio-wire.js';
import { whatStarts } from './what-starts.js';
import type { Wire, WireSink } from './wire.js';

export interface LaunchDeps {
  readonly clock: Clock;
  readonly watchdog: Watchdog;
  readonly searchPath: () => Promise<string>;
  readonly maxAnswerBytes: () => number;
  /** what a remote server's own sign-in gave */
  readonly bearer?: (server: string) => Bearer;
  readonly version: string;
  /** what a server said, with secrets covered: it may repeat what it was given */
  readonly covered: (said: string) => string;
}

export interface Launch {
  readonly open: (sink: WireSink) => Wire;
  readonly warnings: readonly string[];
}

/** Turns a server's configuration into something that can be opened. Nothing is started yet; a command that cannot be found fails here, with the PATH. */
export async function prepareLaunch(
  config: ServerConfig,
  values: { readonly env: Readonly<Record<string, string>>; readonly headers: Readonly<Record<string, string>> },
  stderr: ByteRing,
  deps: LaunchDeps,
): Promise<Result<Launch>> {
  const { transport } = config;
  if (transport.kind !== 'stdio') {
    // loaded only where a server needs it: a gate with stdio servers alone starts without an HTTP client
    const open = transport.kind === 'http' ? (await import('./http-wire.js')).openHttpWire : (await import('./sse-wire.js')).openSseWire;
    // credentials that the person configured go before a sign-in
    const configured =
      new URL(transport.url).username !== '' || Object.keys(values.headers).some((name) => name.toLowerCase() === 'authorization');
    const bearer = configured ? undefined : deps.bearer?.(config.name);
    const connect = transport.url.startsWith('https:')
      ? (await import('./pooled-client.js')).createPooledClient
      : (await import('./plain-client.js')).createPlainClient;
    const target = { url: transport.url, headers: values.headers, connect, ...(bearer === undefined ? {} : { bearer }) };
    return ok({ open: (sink) => open(target, sink, deps), warnings: [] });
  }
  const path = await deps.searchPath();
  const { env, warnings } = childEnvironment(process.env, path, values.env, process.platform);
  const cwd = transport.cwd ?? homedir();
  const found = findLaunch(transport, env.PATH ?? env.Path ?? path, config.name);
  if (!found.ok) return found;
  const launch = { command: transport.command, args: transport.args, cwd, env };
  return ok({ open: (sink) => openStdioWire(launch, sink, { ...deps, stderr }), warnings });
}

/** What a server's command would start now; nothing for an address, or a server that is switched off. */
export const resolveLaunch = async ({ enabled, transport }: ServerConfig, deps: LaunchDeps): Promise<ResolvedLaunch> =>
  enabled && transport.kind === 'stdio' ? whatStarts(transport, await deps.searchPath(), transport.cwd ?? homedir()) : {};

/** Whether the command of a server can be found and its folder exists; nothing is started. */
export function findLaunch(
  transport: Extract<ServerConfig['transport'], { kind: 'stdio' }>,
  searched: string,
  server: string,
): Result<void> {
  const cwd = transport.cwd ?? homedir();
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
    return fail('server.cwd', `the working folder ${cwd} of ${server} does not exist`, 'Create it, or choose another one.');
  if (findCommand(transport.command, searched, cwd, process.platform, process.env.PATHEXT) !== undefined) return ok(undefined);
  return fail(
    'server.command',
    `the command ${JSON.stringify(transport.command)} of ${server} was not found or cannot be run (searched: ${/[\\/]/.test(transport.command) ? cwd : searched})`,
    'Install it, or give its full path.',
  );
}
