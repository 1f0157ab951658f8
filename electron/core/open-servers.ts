import type { ServerConfig } from '../../shared/model/views.js';
import type { Result } from '../../shared/result.js';
import { createAskingServers } from './asking-servers.js';
import { secretsOf } from './core-files.js';
import type { CoreDeps } from './create-core.js';
import { createDefinitionReader } from './definition-reader.js';
import { createKnownReadings, readingRevision } from './known-readings.js';
import type { Ground } from './lay-ground.js';
import { createListJudge } from './list-judge.js';
import { quarantineNotice, signInNotice } from './notice-words.js';
import type { Judges } from './open-judges.js';
import type { ServerLists } from './ports/upstreams.js';
import type { Rooms } from './rooms.js';
import { slicing } from './slicing.js';
import type { Store } from './store/open-store.js';
import { createToolRegistry, type ToolRegistry } from './tool-registry.js';
import { createUpstreams, type UpstreamsRoom } from './upstreams/create-upstreams.js';
import { createSignIns, type SignIns } from './upstreams/oauth/create-sign-ins.js';

/** The servers behind the gate, and what is known of their tools. */
export interface Servers {
  readonly signIns: SignIns;
  readonly upstreams: UpstreamsRoom;
  readonly registry: ToolRegistry;
  /** takes a server's lists and judges them */
  readonly refresh: (server: string) => Promise<Result<ServerLists>>;
  /** the same in the background, in a face that serves: what fails shows in the server's state */
  readonly list: (server: string) => void;
  /** every server that is switched on, with what is known of their tools read ahead */
  readonly listAll: () => void;
}

const MEGABYTE = 1024 * 1024;

export function openServers(
  deps: CoreDeps,
  store: Store,
  { board, settings, notices, quiet }: Ground,
  { pins, audit }: Judges,
  rooms: () => Rooms,
): Servers {
  const { clock, logger, version, secretStore: secrets } = deps;
  const signIns = createSignIns({
    config: (name) => settings.server(name),
    secrets,
    opener: deps.opener,
    clock,
    logger,
    version,
    changed: () => board.changed('servers'),
    needed: (server, why) => notices.add(signInNotice(server, why)),
  });
  const notJudged = (server: string, fault: unknown): void => logger.error('tools.not-judged', { server, fault: String(fault) });
  const upstreams = createUpstreams({
    config: (name) => settings.server(name),
    secrets: secretsOf(secrets),
    mayLaunch: (config, starts) => pins.checkLaunch(config, starts),
    clock,
    logger,
    options: () => ({ maxAnswerBytes: settings.get().maxAnswerMegabytes * MEGABYTE }),
    onState: () => board.changed('servers'),
    onLists: (server, lists) => void registry.take(lists).catch((fault: unknown) => notJudged(server, fault)),
    bearer: (server) => signIns.bearer(server),
    asking: createAskingServers(store.meta, (name) => settings.server(name)),
    version,
    covered: (said) => audit.covered([said]).join(''),
    telemetry: () => rooms().telemetry.current(),
  });
  const reader = createDefinitionReader({ known: createKnownReadings(store.meta, readingRevision()), clock, quiet, slicing, logger });
  const registry = createToolRegistry({
    judge: createListJudge({
      reader,
      pins,
      trusted: (server) => settings.server(server)?.trusted ?? false,
      corrections: (server) => settings.server(server)?.corrections,
      clock,
      pause: slicing.pause,
      quarantined: (server, tool, findings) => notices.add(quarantineNotice(server, tool, findings)),
    }),
    place: (server) => placeOf(settings.server(server)),
    changed(server) {
      board.toolsChanged(server);
      board.changed('servers');
      for (const kind of ['tools', 'prompts', 'resources'] as const) rooms().gateway.listChanged(server, kind);
    },
    logger,
    pause: slicing.pause,
  });
  const refresh: Servers['refresh'] = async (server) => {
    const refreshed = await upstreams.refresh(server);
    if (refreshed.ok) await registry.take(refreshed.value);
    return refreshed;
  };
  const list: Servers['list'] = (server) => {
    if (deps.face !== 'cli') void refresh(server).catch((fault: unknown) => notJudged(server, fault));
  };
  return {
    signIns,
    upstreams,
    registry,
    refresh,
    list,
    listAll() {
      const enabled = settings.servers().flatMap((server) => (server.enabled ? [server.name] : []));
      for (const name of enabled) list(name);
      void reader.readAhead(enabled).catch((fault: unknown) => logger.warn('judge.read-ahead', { error: String(fault) }));
    },
  };
}

function placeOf(server: ServerConfig | undefined): { remote: boolean; cwd: string | undefined } {
  if (server === undefined || server.transport.kind !== 'stdio') return { remote: true, cwd: undefined };
  return { remote: false, cwd: server.transport.cwd };
}
