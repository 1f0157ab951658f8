import type { ServerConfig } from '../../shared/model/views.js';
import { createSessionKeys } from '../../shared/limits/session-key.js';
import { matchesConditions } from '../../shared/policy/matches-conditions.js';
import { fail, ok, type Result } from '../../shared/result.js';
import { createAnswerScan } from './answer-scan.js';
import { showApplicationNews } from './application-news.js';
import type { BridgeCommand } from './ports/bridge-command.js';
import { createApprovals } from './approvals/create-approvals.js';
import { createAudit } from './audit/create-audit.js';
import { createBoard } from './board.js';
import { createCorridor } from './calls/create-corridor.js';
import { createChanges } from './changes.js';
import { auditKey, modeMemory, secretsOf } from './core-files.js';
import type { Core } from './core.js';
import type { Dispatch } from './dispatch.js';
import { createDefinitionReader } from './definition-reader.js';
import { createHouse } from './create-house.js';
import { createGateway } from './gateway/gateway.js';
import type { House } from './house.js';
import { createListJudge } from './list-judge.js';
import { judgedLists } from './judged-lists.js';
import { createKnownReadings, readingRevision } from './known-readings.js';
import { createHealth } from './health.js';
import { createLife } from './life.js';
import { createLimits } from './limits/limits.js';
import { createModes } from './modes.js';
import { createNodePaths } from './node-paths.js';
import { createMeterNews } from './meter-news.js';
import { createNoticeActions } from './notice-actions.js';
import { createNotices } from './notices.js';
import { modeNotice, pinNotices, quarantineNotice, signInNotice } from './notice-words.js';
import { createPins } from './pins/create-pins.js';
import { launchAdvice } from './pins/launch-advice.js';
import { openPolicyFile } from './policy-file.js';
import { createPolicyWatch } from './policy-watch.js';
import { createPolicyRoom } from './policy/policy-room.js';
import type { Clock } from './ports/clock.js';
import type { Ids } from './ports/ids.js';
import type { Logger } from './ports/logger.js';
import type { Opener } from './ports/opener.js';
import type { SecretStore } from './ports/secret-store.js';
import type { SettingsStore } from './ports/settings-store.js';
import type { ServerLists } from './ports/upstreams.js';
import { createClientDirectory } from './settings/client-directory.js';
import { createSettings } from './settings/create-settings.js';
import { lockDataDir } from './store/lock.js';
import { openStore, type Store } from './store/open-store.js';
import { createSharedCounters } from './store/shared-counters.js';
import { settingsCopies, tokenFiles } from './store/settings-files.js';
import { outcomeOf } from './calls/answer-outcome.js';
import { createTelemetry, FROM_ENVIRONMENT } from './telemetry/create-telemetry.js';
import { createToolRegistry } from './tool-registry.js';
import { createUnseen } from './unseen.js';
import { createUpstreams } from './upstreams/create-upstreams.js';
import { createSignIns } from './upstreams/oauth/create-sign-ins.js';
import { clientViews, serverViews, viewingTools, type ViewDeps } from './views.js';

/** What a face gives to the core. */
export interface CoreDeps {
  readonly dataDir: string;
  readonly face: 'desktop' | 'headless' | 'cli';
  readonly version: string;
  readonly settingsStore: SettingsStore;
  readonly secretStore: SecretStore;
  readonly opener: Opener;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** false while nobody can be asked: calls that need a person are refused */
  readonly canAsk: () => boolean;
  readonly openPage?: (page: string) => void;
  readonly quit?: () => void;
  /** `serve`: what loosens from the command line needs this code */
  readonly unlockCode?: string;
  /** instead of the configured port; 0 takes any */
  readonly port?: number;
  /** how applications start the bridge: by default this very script, run as this process runs */
  readonly bridge?: BridgeCommand;
  /** spans and metrics go where the OTEL_ variables of this process say */
  readonly otlpFromEnvironment?: boolean;
}

const MEGABYTE = 1024 * 1024;
const WATCH_AFTER_MS = 3000;

/** Opens the data folder and assembles the rooms. Nothing listens and no server is started before `start`. */
export async function createCore(deps: CoreDeps): Promise<Result<Core>> {
  const lock = lockDataDir(deps.dataDir);
  if (!lock.ok) return lock;
  const opened = openStore(deps.dataDir, deps.logger);
  if (!opened.ok) {
    lock.value.release();
    return opened;
  }
  const closeFiles = (): void => {
    opened.value.close();
    lock.value.release();
  };
  try {
    const core = assemble(deps, opened.value, closeFiles);
    if (!core.ok) closeFiles();
    return core;
  } catch (error) {
    closeFiles();
    throw error;
  }
}

/** The only place where rooms meet: each gets what it needs of the others, typed by ports. */
function assemble(deps: CoreDeps, store: Store, closeFiles: () => void): Result<Core> {
  const { dataDir, face, clock, ids, logger, secretStore: secrets, version } = deps;
  const serving = face !== 'cli';

  // Rooms report to the board from their first moment; it asks them back only after all are there.
  const views = (): ViewDeps => ({
    settings,
    clients,
    secrets,
    upstreams,
    signIns,
    registry,
    policy,
    meters: () => limits.meters(),
    sessions: () => gateway.sessions(),
    nowMs: () => clock.nowMs(),
    advice: launchAdvice,
  });
  const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const slicing = { nowMs: () => performance.now(), pause };
  const board = createBoard(
    {
      gate: () => life.gateView(),
      servers: () => serverViews(views()),
      tools: (server) => viewingTools(views(), server),
      clients: () => clientViews(views()),
      approvals: () => approvals.list(true),
      grants: () => approvals.grantsView(),
      meters: () => limits.meters(),
      activity: () => audit.activity(),
      notices: () => notices.list(),
      changes: () => changes.list(),
      settings: () => settings.get(),
    },
    clock,
    slicing,
    (topic, error) => logger.error('board.topic', { topic, error: String(error) }),
  );

  const loaded = createSettings({
    store: deps.settingsStore,
    copies: settingsCopies(dataDir),
    clock,
    logger,
    changed: (part) => settingsChanged(part),
  });
  if (!loaded.ok) return loaded;
  const settings = loaded.value;
  const callTimeoutMs = (): number => settings.get().callTimeoutSeconds * 1000;
  const approvalTimeoutMs = (): number => settings.get().approvalTimeoutSeconds * 1000;

  const paths = createNodePaths(dataDir);
  const clients = createClientDirectory({ settings, tokens: tokenFiles(dataDir), clock, checkName: ids.next('toolgate-check') });
  const notices = createNotices(clock, ids, () => board.changed('notices'));
  const changes = createChanges(clock, ids, () => board.changed('changes'));
  const unseen = createUnseen(store.meta, 'loosened');
  const damage = [...store.problems, ...settings.problems];
  const unseenDamage = createUnseen(store.meta, 'damage');
  const health = createHealth(() => board.changed('gate'));
  health.set('database', store.problems[0]);
  const policyFile = openPolicyFile(dataDir, () => clock.nowMs());
  const policy = createPolicyRoom({
    file: policyFile,
    revisions: store.revisions,
    clock,
    changed: (sentence) => rulesChanged(sentence),
    classOf: (server, tool) => registry.get(server, tool)?.class,
  });
  // A command line that opens the folder itself is no start that anybody sees: what it found is kept for the next one.
  if (!serving) {
    for (const sentence of policy.loosenedMeanwhile) unseen.add(`policy.json: ${sentence}`);
    for (const sentence of damage) unseenDamage.add(sentence);
  }
  const limits = createLimits({ store: store.stamps, clock, changed: () => meterNews.changed() });
  const meterNews = createMeterNews(
    () => limits,
    clock,
    () => board.changed('meters'),
  );
  const shared = createSharedCounters({
    config: () => settings.get().sharedCounters ?? undefined,
    logger,
    problem: (line) => health.set('counters', line),
  });
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
  const pins = createPins({
    store: store.pins,
    clock,
    changed: (news) => {
      if (news.kind === 'changed') approvals.definitionChanged(news.server, news.tool);
      board.changed('servers');
    },
    listed: (news) => pinNotices(news).forEach((notice) => notices.add(notice)),
  });
  const modes = createModes(modeMemory(store.meta), clock, (mode, ended) => {
    board.changed('gate');
    notices.add(modeNotice(mode, ended));
  });
  const audit = createAudit({
    store,
    secrets: () => secrets.values(),
    key: auditKey(dataDir),
    clock,
    logger,
    version,
    retention: () => ({ days: settings.get().retentionDays, megabytes: settings.get().retentionMegabytes }),
    changed: () => board.changed('activity'),
    health: (problem) => health.set('log', problem),
  });
  for (const sentence of policy.loosenedMeanwhile) audit.note({ event: 'policy', text: `while Toolgate was not running: ${sentence}` });
  const approvals = createApprovals({
    grants: store.grants,
    clock,
    ids,
    logger,
    matchesConditions,
    canAsk: deps.canAsk,
    changed: () => {
      board.changed('approvals');
      board.changed('grants');
    },
    options: () => ({ timeoutMs: approvalTimeoutMs(), queueCap: 20 }),
  });
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
  const upstreams = createUpstreams({
    config: (name) => settings.server(name),
    secrets: secretsOf(secrets),
    mayLaunch: (config) => pins.checkLaunch(config),
    clock,
    ids,
    logger,
    options: () => ({ callTimeoutMs: callTimeoutMs(), maxAnswerBytes: settings.get().maxAnswerMegabytes * MEGABYTE }),
    onState: () => board.changed('servers'),
    onLists: (server, lists) => void registry.take(lists).catch((fault: unknown) => notJudged(server, fault)),
    bearer: (server) => signIns.bearer(server),
    version,
  });
  const reader = createDefinitionReader({ known: createKnownReadings(store.meta, readingRevision()), clock, slicing, logger });
  const registry = createToolRegistry({
    judge: createListJudge({
      reader,
      pins,
      trusted: (server) => settings.server(server)?.trusted ?? false,
      corrections: (server) => settings.server(server)?.corrections,
      clock,
      pause,
      quarantined: (server, tool, findings) => notices.add(quarantineNotice(server, tool, findings)),
    }),
    place: (server) => placeOf(settings.server(server)),
    changed: (server) => {
      board.toolsChanged(server);
      board.changed('servers');
      for (const kind of ['tools', 'prompts', 'resources'] as const) gateway.listChanged(server, kind);
    },
    logger,
    pause,
  });
  const notJudged = (server: string, fault: unknown): void => logger.error('tools.not-judged', { server, fault: String(fault) });
  const sessionKeys = createSessionKeys(clock, () => ids.next('count'));
  const scanAnswer = createAnswerScan((notice) => notices.add(notice));
  const noticeActions = createNoticeActions(() => house);
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
    options: () => ({ callTimeoutMs: callTimeoutMs(), approvalTimeoutMs: approvalTimeoutMs() }),
    flowStore: { load: (client) => store.meta.get(`flow/${client}`), save: (client, text) => store.meta.set(`flow/${client}`, text) },
    sessionKey: (caller) => sessionKeys.of(caller.client, caller.session),
    scanResult: (facts, answer, caller) => scanAnswer(facts, answer, caller),
    onRefused: (call) => {
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
    options: () => ({ callTimeoutMs: callTimeoutMs(), maxRequestBytes: settings.get().maxRequestMegabytes * MEGABYTE }),
    version,
    telemetry: () => telemetry.current(),
    sessionEnded(caller) {
      corridor.endSession(caller);
      sessionKeys.closed(caller.client, caller.session);
      approvals.endSession(caller.session);
      board.changed('clients');
    },
  });
  const settingsChanged = (part: 'settings' | 'servers' | 'clients'): void => {
    board.changed(part);
    if (part === 'servers') gateway.visibilityChanged();
    if (part !== 'settings' || !serving) return;
    shared.look();
    telemetry.look();
  };
  const rulesChanged = (sentence: string): void => {
    watchPolicy.look();
    audit.note({ event: 'policy', text: sentence });
    gateway.visibilityChanged();
    board.changed('gate');
    board.changed('meters');
    for (const server of settings.servers()) board.toolsChanged(server.name);
  };

  const refresh = async (name: string): Promise<Result<ServerLists>> => {
    const refreshed = await upstreams.refresh(name);
    if (refreshed.ok) await registry.take(refreshed.value);
    return refreshed;
  };
  /** Lists in the background; what fails shows in the server's state. */
  const list = (name: string): void => {
    if (serving) void refresh(name).catch((fault: unknown) => notJudged(name, fault));
  };
  const watchPolicy = createPolicyWatch({ policy, file: policyFile, changes, notices, health, slicing });
  const life = createLife({
    core: deps,
    settings,
    gateway,
    upstreams,
    audit,
    approvals,
    modes,
    policy,
    policyFile,
    watchPolicy,
    notices,
    unseen,
    unseenDamage,
    board: () => board,
    dispatch: () => dispatch,
    health,
    listServers() {
      const enabled = settings.servers().filter((server) => server.enabled);
      for (const server of enabled) list(server.name);
      const ahead = reader.readAhead(enabled.map(({ name }) => name));
      void ahead.catch((fault: unknown) => logger.warn('judge.read-ahead', { error: String(fault) }));
    },
    settled: () => house.applicationsSettled(),
    closeFiles,
  });

  const house: House = createHouse(
    {
      settings,
      clients,
      version,
      secrets,
      upstreams,
      gateway,
      registry,
      policy,
      limits,
      approvals,
      audit,
      pins,
      modes,
      notices,
      changes,
      board,
      ids,
      paths,
      refresh,
      serverAdded: list,
    },
    { core: deps, signIns, noticeActions, views, slicing, gateView: () => life.gateView(), portChanged: () => life.portChanged() },
  );
  let opened: Promise<Dispatch> | undefined;
  const openCommands = async (): Promise<Dispatch> =>
    (await import('./open-dispatch.js')).openDispatch({ house, core: deps, unseen: (sentence) => unseen.add(sentence), slicing });
  const dispatch: Dispatch = async (name, input, from) => {
    try {
      return await (
        await (opened ??= openCommands())
      )(name, input, from);
    } catch (fault) {
      // commands could not be loaded: the next one tries again
      opened = undefined;
      logger.error('command.failed', { command: name, error: String(fault) });
      return fail('INTERNAL', `${name} could not be carried out: ${String(fault)}`, 'nothing was changed; see the log of Toolgate');
    }
  };

  const stop = (): Promise<void> => {
    meterNews.close();
    signIns.close();
    shared.close();
    return life.stop().then(() => telemetry.close());
  };
  let endWatch: (() => void) | undefined;
  let ended = false;
  return ok({
    dispatch,
    board,
    damage,
    async start() {
      shared.look();
      telemetry.look();
      const started = await life.start();
      // nobody waits for news of applications, but clients wait for their first list
      if (started.ok)
        endWatch = clock.after(WATCH_AFTER_MS, () => {
          void house.applications().then((room) => {
            if (!ended) endWatch = room.watch((news) => showApplicationNews(notices, news, (body) => audit.note(body)));
          });
        });
      return started;
    },
    stop() {
      ended = true;
      endWatch?.();
      return stop();
    },
  });
}

/** How a server is reached: its host for HTTP, and nothing of its path, where some have keys. */
function reachOf(server: ServerConfig | undefined): { http: boolean; host?: string; port?: number } {
  if (server === undefined || server.transport.kind === 'stdio') return { http: false };
  const { hostname, port, protocol } = new URL(server.transport.url);
  return { http: true, host: hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
}

function placeOf(server: ServerConfig | undefined): { remote: boolean; cwd: string | undefined } {
  if (server === undefined || server.transport.kind !== 'stdio') return { remote: true, cwd: undefined };
  return { remote: false, cwd: server.transport.cwd };
}
