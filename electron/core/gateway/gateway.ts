import type { Result } from '../../../shared/result.js';
import { ok } from '../../../shared/result.js';
import { createDoors, type OpenSession } from './doors.js';
import { openHttp, type HttpListener } from './http-listener.js';
import type { GatewayDeps, Hub } from './hub.js';
import { openLocal, type LocalListener } from './local-listener.js';
import { createNames } from './names.js';
import type { Session } from './session.js';
import { createTaskOwners } from './task-owners.js';
import { createUnread } from './unread.js';
import { createViews } from './views.js';
import { notificationBytes } from './wire.js';

export type { GatewayDeps } from './hub.js';

/** A session as people see it. */
export interface SessionView {
  readonly client: string;
  readonly session: string;
  /** `''` for the aggregate */
  readonly server: string;
  readonly transport: 'http' | 'local';
  readonly says: string;
  readonly protocolVersion: string;
  readonly startedAtMs: number;
  readonly inFlight: number;
}

/** The client-facing half of the gate: listeners, sessions, lists. Every call goes through the corridor it is given. */
export interface Gateway {
  /** Listens on 127.0.0.1 (0: any port). Fails with who holds the port; never takes another one by itself. */
  listenHttp(port: number): Promise<Result<{ port: number; url: string }>>;
  /** Listens on a Unix socket (its folder is made, mode 0700) or a named pipe, for the stdio bridge. */
  listenLocal(socketPath: string): Promise<Result<void>>;
  /** A server's list has changed: call it when `Upstreams.lists` and the facts of its tools are up to date. Sessions are told. */
  listChanged(server: string, kind: 'tools' | 'prompts' | 'resources'): void;
  /** Rules, pins or the set of servers changed what clients may see. Sessions are told. */
  visibilityChanged(): void;
  sessions(): SessionView[];
  /** ends every session of a client: its token was removed or blocked */
  endClient(name: string): void;
  /** what a removed client started is nobody's */
  forgetTasks(client: string): void;
  close(): Promise<void>;
}

const wasEnded = 'This application was disconnected or blocked in Toolgate.';

export function createGateway(deps: GatewayDeps): Gateway {
  const toolNames = createNames(deps.aliases.load(), (entry) => {
    try {
      deps.aliases.put(entry);
    } catch (fault) {
      // it holds for this run
      deps.logger.error('gateway.name.not-stored', { alias: entry.alias, fault: String(fault) });
    }
  });
  const promptNames = createNames([], () => {});
  const open = new Map<Session, OpenSession>();
  const hub: Hub = {
    ...deps,
    toolNames,
    promptNames,
    views: createViews({ ...deps, toolNames, promptNames }),
    tasks: createTaskOwners(deps.taskStore, deps.logger),
    subscribedElsewhere: (session, server, uri) =>
      [...open.keys()].some((other) => other !== session && other.subscriptions.get(uri) === server),
  };
  const https: HttpListener[] = [];
  const locals: LocalListener[] = [];
  const unread = createUnread(deps.clock, (bytes) => deps.logger.warn('gateway.unread', { bytes }));
  const doors = createDoors(hub, open, (session) => https.forEach((listener) => listener.ended(session)));

  const tell = (sees: (session: Session) => boolean, kinds: readonly string[]) => {
    for (const kind of kinds) {
      const method = `notifications/${kind}/list_changed`;
      // without trace context: what waits for a client that is away is the same message, and waits once
      const bytes = notificationBytes(method, undefined);
      for (const session of open.keys()) {
        if (!sees(session) || !session.offers.has(kind)) continue;
        session.channel.push(bytes, 'keep');
        deps.telemetry?.()?.told(session.traced, method);
      }
    }
  };

  return {
    async listenHttp(port) {
      const listener = await openHttp(hub, doors, unread, port);
      if (!listener.ok) return listener;
      https.push(listener.value);
      return ok({ port: listener.value.port, url: listener.value.url });
    },
    async listenLocal(socketPath) {
      const listener = await openLocal(hub, doors, unread, socketPath);
      if (!listener.ok) return listener;
      locals.push(listener.value);
      return ok(undefined);
    },
    listChanged(server, kind) {
      hub.views.forget();
      tell(({ route }) => route === '' || route === server, [kind]);
    },
    visibilityChanged() {
      hub.views.forget();
      tell(() => true, ['tools', 'prompts', 'resources']);
    },
    sessions: () =>
      [...open.values()].map(({ session, says }) => ({
        client: session.caller.client,
        session: session.caller.session,
        server: session.route,
        transport: session.channel.kind,
        says,
        protocolVersion: session.protocolVersion,
        startedAtMs: session.startedAtMs,
        inFlight: session.inFlight.length,
      })),
    endClient(name) {
      for (const session of [...open.keys()]) if (session.caller.client === name) doors.close(session, wasEnded);
      for (const listener of locals) listener.endClient(name);
    },
    forgetTasks: (client) => hub.tasks.forget(client),
    async close() {
      for (const session of [...open.keys()]) doors.close(session);
      await Promise.all([...https.splice(0), ...locals.splice(0)].map((listener) => listener.close()));
      unread.close();
    },
  };
}
