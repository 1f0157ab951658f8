import { homedir } from 'node:os';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Upstreams } from '../ports/upstreams.js';
import type { TransportConfig } from '../../../shared/model/views.js';
import { findLaunch } from './launch.js';
import type { Bearer } from './oauth/bearer.js';
import { createWatchdog } from './process-tree.js';
import { createSearchPath } from './search-path.js';
import { createServerRoom, type RoomDeps, type ServerRoom } from './server-room.js';
import type { ServerStatus } from './server-status.js';

export interface UpstreamsDeps extends RoomDeps {
  /** what a remote server's own sign-in gave; absent: no server has one */
  readonly bearer?: (server: string) => Bearer;
  /** for tests: instead of asking the login shell */
  readonly searchPath?: () => Promise<string>;
}

/** The half of the gateway that talks to servers. */
export interface UpstreamsRoom extends Upstreams {
  status(server: string): ServerStatus;
  /** the newest 1 MB of a server's error output, with lines of its output that were no protocol marked `[stdout]` */
  stderr(server: string): { text: string; droppedBytes: number };
  /** whether a command that is not configured yet could be found and run; nothing is started */
  canLaunch(server: string, transport: TransportConfig): Promise<Result<void>>;
  /** a person wants it started again, whatever happened before */
  restart(server: string): Promise<Result<void>>;
  /** ends a server that was switched off or removed */
  stop(server: string): Promise<void>;
  /** ends every server; resolves when their processes are gone */
  close(): Promise<void>;
}

/** Opens nothing until somebody acquires or refreshes. */
export function createUpstreams(deps: UpstreamsDeps): UpstreamsRoom {
  const rooms = new Map<string, ServerRoom>();
  const watchdog = createWatchdog();
  let closed = false;
  const launchDeps = {
    clock: deps.clock,
    watchdog,
    searchPath: deps.searchPath ?? createSearchPath(process.env, homedir(), process.platform),
    maxAnswerBytes: () => deps.options().maxAnswerBytes,
    version: deps.version,
    covered: deps.covered,
    ...(deps.bearer === undefined ? {} : { bearer: deps.bearer }),
  };
  const roomOf = (server: string): Result<ServerRoom> => {
    if (closed) return fail('upstreams.closed', 'Toolgate is ending');
    if (deps.config(server) === undefined) return fail('server.unknown', `there is no server named ${server}`, 'See the list of servers.');
    const room = rooms.get(server) ?? createServerRoom(server, deps, launchDeps);
    rooms.set(server, room);
    return ok(room);
  };
  const nothing: ServerStatus = { state: 'idle', processes: 0, noise: 0, warnings: [] };

  return {
    async acquire(server, owner) {
      const room = roomOf(server);
      return room.ok ? room.value.acquire(owner) : room;
    },
    lists: (server) => rooms.get(server)?.lists(),
    knows: (server, owner) => rooms.get(server)?.knows(owner) ?? false,
    offering: (server, owner) => rooms.get(server)?.offering(owner),
    async refresh(server, owner) {
      const room = roomOf(server);
      return room.ok ? room.value.refresh(owner) : room;
    },
    status: (server) =>
      rooms.get(server)?.status() ?? (deps.config(server)?.enabled === false ? { ...nothing, state: 'disabled' } : nothing),
    stderr: (server) => rooms.get(server)?.stderr() ?? { text: '', droppedBytes: 0 },
    canLaunch: async (server, transport) =>
      transport.kind === 'stdio' ? findLaunch(transport, await launchDeps.searchPath(), server) : ok(undefined),
    async restart(server) {
      const room = roomOf(server);
      return room.ok ? room.value.restart() : room;
    },
    async stop(server) {
      const room = rooms.get(server);
      if (room === undefined) return;
      if (deps.config(server) === undefined) rooms.delete(server);
      await room.stop();
    },
    async close() {
      closed = true;
      await Promise.all([...rooms.values()].map((room) => room.close()));
      watchdog.close();
    },
  };
}
