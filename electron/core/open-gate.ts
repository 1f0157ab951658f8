import { createSessionKeys } from '../../shared/limits/session-key.js';
import type { ServerConfig } from '../../shared/model/views.js';
import { createAnswerScan } from './answer-scan.js';
import { outcomeOf } from './calls/answer-outcome.js';
import { createCorridor } from './calls/create-corridor.js';
import type { CoreDeps } from './create-core.js';
import { createGateway, type Gateway } from './gateway/gateway.js';
import type { House } from './house.js';
import { judgedLists } from './judged-lists.js';
import type { Ground } from './lay-ground.js';
import { createNoticeActions, type NoticeActions } from './notice-actions.js';
import type { Judges } from './open-judges.js';
import type { Servers } from './open-servers.js';
import type { Store } from './store/open-store.js';
import { createTelemetry, FROM_ENVIRONMENT, type TelemetryRoom } from './telemetry/create-telemetry.js';

/** The way of a call: in at the gateway, down the corridor. */
export interface Gate {
  readonly gateway: Gateway;
  readonly telemetry: TelemetryRoom;
  readonly noticeActions: NoticeActions;
}

const MEGABYTE = 1024 * 1024;

export function openGate(deps: CoreDeps, store: Store, ground: Ground, judges: Judges, servers: Servers, house: () => House): Gate {
  const { clock, ids, logger, version } = deps;
  const { board, settings, clients, paths, notices, health } = ground;
  const { policy, modes, limits, shared, approvals, audit } = judges;
  const { upstreams, registry } = servers;
  const telemetry = createTelemetry({
    target: () => (deps.otlpFromEnvironment === true ? FROM_ENVIRONMENT : (settings.get().otlpEndpoint ?? undefined)),
    version,
    instance: ids.next('run'),
    monotonicMs: () => clock.monotonicMs(),
    isToolError: (answer) => outcomeOf(answer) === 'tool-error',
    place: (server) => reachOf(settings.server(server)),
    logger,
    problem: (line) => health.set('telemetry', line),
  });
  const sessionKeys = createSessionKeys(clock, () => ids.next('count'));
  const scanAnswer = createAnswerScan((notice) => notices.add(notice), logger);
  const noticeActions = createNoticeActions(house);
  const corridor = createCorridor({
    policy,
    mode: modes,
    tools: registry,
    limits,
    shared,
    approvals,
    audit,
    paths,
    clock,
    ids,
    logger,
    options: () => ({
      callTimeoutMs: settings.get().callTimeoutSeconds * 1000,
      approvalTimeoutMs: settings.get().approvalTimeoutSeconds * 1000,
    }),
    flowStore: { load: (client) => store.meta.get(`flow/${client}`), save: (client, text) => store.meta.set(`flow/${client}`, text) },
    sessionKey: (caller) => sessionKeys.of(caller.client, caller.session),
    scanResult: scanAnswer,
    onRefused(call) {
      const notice = noticeActions.refused(call);
      if (notice !== undefined) notices.add(notice);
    },
  });
  const gateway = createGateway({
    corridor,
    upstreams: judgedLists(upstreams, registry),
    servers: settings.directory,
    clients,
    aliases: store.aliases,
    taskStore: store.tasks,
    clock,
    ids,
    logger,
    options: () => ({ maxRequestBytes: settings.get().maxRequestMegabytes * MEGABYTE }),
    version,
    telemetry: () => telemetry.current(),
    sessionEnded(caller) {
      corridor.endSession(caller);
      sessionKeys.closed(caller.client, caller.session);
      approvals.endSession(caller.session);
      board.changed('clients');
    },
  });
  return { gateway, telemetry, noticeActions };
}

/** How a server is reached: its host for HTTP, and nothing of its path, where some have keys. */
function reachOf(server: ServerConfig | undefined): { http: boolean; host?: string; port?: number } {
  if (server === undefined || server.transport.kind === 'stdio') return { http: false };
  const { hostname, port, protocol } = new URL(server.transport.url);
  return { http: true, host: hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
}
