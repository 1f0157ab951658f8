import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import type { ServerConfig } from '../../../shared/model/views.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { ResolvedLaunch } from '../ports/launched.js';
import type { Logger } from '../ports/logger.js';
import type { Telemetry } from '../ports/telemetry.js';
import { prepareLaunch, resolveLaunch, type Launch, type LaunchDeps } from './launch.js';
import type { ListKeeper } from './list-keeper.js';
import { meetServer } from './meet-server.js';
import type { MessageRouter } from './message-router.js';
import { createRpcPeer, type RpcPeer } from './rpc-peer.js';
import type { ServerEndings } from './server-endings.js';
import type { ServerOutput } from './server-output.js';
import { isForStateless, type ServerPlaces } from './server-places.js';
import { listenToResources } from './resource-listening.js';
import { rootsFirst } from './roots-first.js';
import { sayAgain, type Hold, type Slot } from './server-slot.js';
import type { ServerStanding } from './server-standing.js';
import { keepListening } from './stateless.js';
import { createTracedSessions } from './traced-sessions.js';
import type { WireEnd } from './wire.js';

/** What a start of a server needs to know. */
export interface StartDeps {
  readonly config: (name: string) => ServerConfig | undefined;
  readonly secrets: (config: ServerConfig) => {
    readonly env: Record<string, string>;
    readonly headers: Record<string, string>;
    readonly missing: string[];
  };
  /** whether what would start now is what a person knows */
  readonly mayLaunch: (config: ServerConfig, starts: ResolvedLaunch) => Result<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onState: (server: string) => void;
  readonly version: string;
  /** what a server said, with secrets covered: it may repeat what it was given */
  readonly covered: (said: string) => string;
  /** undefined while nobody wants to know */
  readonly telemetry?: () => Telemetry | undefined;
  readonly startTimeoutMs?: number;
}

/** The parts of a server's room that its life acts on. */
export interface LifeParts {
  readonly places: ServerPlaces;
  readonly standing: ServerStanding;
  readonly keeper: ListKeeper;
  readonly router: MessageRouter;
  readonly endings: ServerEndings;
  readonly output: ServerOutput;
}

/** Starts the connections of one server, and starts them again. */
export interface ServerLife {
  /** the running connection, or one that is started now or soon */
  connect(slot: Slot): Promise<Result<RpcPeer<Hold>>>;
  /** Ends all connections and starts that are under way; resolves when their processes are gone. Whoever holds a slot can connect again. */
  stopAll(): Promise<unknown>;
  /** as `stopAll`, and nothing starts after it */
  close(): Promise<unknown>;
  /** what is told of the newest start */
  newest(): { readonly warnings: readonly string[]; readonly startedAtMs: number | undefined };
}

/** Only a process of ours has an error output. */
const whereToLook = (config: ServerConfig | undefined): string =>
  config?.transport.kind === 'stdio' ? 'Look at its error output' : 'Check its address, and that it runs';

export function createServerLife(name: string, deps: StartDeps, launchDeps: LaunchDeps, parts: LifeParts): ServerLife {
  const { clock, logger } = deps;
  const { places, standing, keeper, router, endings, output } = parts;
  let warnings: readonly string[] = [];
  let startedAtMs: number | undefined;
  let closed = false;
  /** grows with every stop: a start that began before one must not outlive it */
  let generation = 0;
  const sessions = createTracedSessions(name, clock, () => deps.telemetry?.());
  const wasStopped = (): Result<never> => fail('server.stopped', `${name} was stopped`);

  const connect: ServerLife['connect'] = (slot) => {
    // also the last part of a start, when the server is ready but has not all it needs
    if (slot.connecting !== undefined) return slot.connecting;
    if (slot.phase === 'ready' && slot.peer !== undefined) return Promise.resolve(ok(slot.peer));
    const delay = standing.delay(whereToLook(deps.config(name)));
    if (!delay.ok) return Promise.resolve(delay);
    const born = generation;
    const connecting = (delay.value > 0 ? new Promise<void>((resolve) => clock.after(delay.value, resolve)) : Promise.resolve())
      .then(() => (born === generation ? start(slot) : wasStopped()))
      .catch((error: unknown) =>
        fail('server.fault', `${name} could not be started: ${error instanceof Error ? error.message : String(error)}`),
      )
      .then((result) => {
        if (slot.connecting === connecting) {
          slot.connecting = undefined;
          if (slot.phase === 'starting') slot.phase = 'none';
          if (!result.ok && standing.state === 'idle' && born === generation) standing.rest('failed', result.error.message);
        }
        return result;
      });
    slot.connecting = connecting;
    return connecting;
  };

  async function start(slot: Slot): Promise<Result<RpcPeer<Hold>>> {
    const config = deps.config(name);
    if (closed || config === undefined) return fail('server.unknown', `there is no server named ${name}`);
    const born = generation;
    const starts = await resolveLaunch(config, launchDeps);
    if (born !== generation) return wasStopped();
    const secrets = startable(config, starts, deps, standing);
    if (!secrets.ok) return secrets;
    slot.phase = 'starting';
    standing.rest('idle', undefined);
    const launch = await prepareLaunch(config, secrets.value, output.stderr, launchDeps);
    if (born !== generation) return wasStopped();
    if (!launch.ok) {
      // nothing was started: the next call may try again at once, a person may just have installed it
      slot.phase = 'none';
      standing.rest('failed', launch.error.message);
      return launch;
    }
    warnings = launch.value.warnings;
    const peer = open(slot, launch.value);
    const hands = await meetServer(peer, {
      capabilities: slot.capabilities,
      transport: config.transport.kind,
      statelessFirst: isForStateless(slot),
      needsHandshake: () => places.needsHandshake(),
      version: deps.version,
      timeoutMs: deps.startTimeoutMs ?? 60_000,
    }).catch((error: unknown) => fail('server.initialize', error instanceof Error ? error.message : String(error)));
    if (hands.ok && born === generation && places.has(slot)) {
      await becomeReady(slot, peer, hands.value);
      return ok(peer);
    }
    const why = hands.ok ? 'it was stopped' : deps.covered(peer.ended?.problem ?? hands.error.message);
    if (slot.peer === peer) {
      if (!hands.ok && peer.ended === undefined) ended(slot, { kind: 'crash', problem: why });
      slot.peer = undefined;
    }
    slot.phase = 'none';
    void endings.letGo(peer);
    return fail('server.start', `${name} did not start: ${why}`, `${whereToLook(config)}.`);
  }

  function open(slot: Slot, launch: Launch): RpcPeer<Hold> {
    const peer: RpcPeer<Hold> = createRpcPeer<Hold>(
      launch.open,
      {
        notified(message, related) {
          if (message.method === 'notifications/subscriptions/acknowledged') slot.resources?.acknowledged(message.params);
          else router.notified(slot, message, related);
        },
        asked: (message, related, signal) => router.asked(slot, message, related, signal),
        noise(bytes) {
          output.strayed(bytes);
          if (output.noise === 1) deps.onState(name);
        },
        resumed: () => keeper.announced(slot),
        closed(end) {
          void endings.letGo(peer);
          sessions.ended(peer, end);
          if (slot.peer === peer) ended(slot, { ...end, problem: deps.covered(end.problem) });
        },
      },
      { clock, logger, server: name, inputSchema: schemasIn(keeper), own: (method, params) => sessions.own(peer, method, params) },
    );
    slot.peer = peer;
    slot.rootsAsked = undefined;
    logger.info('upstream.start', { server: name, slot: slot.key.split(':')[0] });
    return peer;
  }

  async function becomeReady(slot: Slot, peer: RpcPeer<Hold>, initializeResult: JsonObject): Promise<void> {
    const wasRunning = slot.initializeResult !== undefined;
    slot.phase = 'ready';
    slot.initializeResult = initializeResult;
    slot.readyAtMs = clock.monotonicMs();
    sessions.began(peer, initializeResult.protocolVersion);
    slot.resources = peer.isStateless ? listenToResources(peer, slot.subscriptions, { clock, server: name }) : undefined;
    startedAtMs = clock.nowMs();
    standing.worked();
    logger.info('upstream.ready', { server: name });
    deps.onState(name);
    if (wasRunning && !peer.isStateless) await sayAgain(slot, peer, 5000);
    if (peer.isStateless) void listen(peer, initializeResult, clock, () => keeper.announced(slot));
    void keeper.take(slot);
    for (const other of places.all()) if (other !== slot) endings.retireWhenIdle(other);
    await rootsFirst(slot, peer, clock);
  }

  function ended(slot: Slot, end: WireEnd): void {
    const wasReady = slot.phase === 'ready';
    const aliveMs = wasReady ? clock.monotonicMs() - slot.readyAtMs : 0;
    slot.peer = undefined;
    slot.phase = 'none';
    logger.warn('upstream.end', { server: name, kind: end.kind, problem: end.problem });
    if (end.kind === 'stopped' || end.kind === 'expired') return deps.onState(name);
    if (end.kind === 'sign-in')
      return standing.rest('needs-sign-in', `${end.problem}: sign in on its page, or with \`toolgate server sign-in ${name}\``);
    const crash = {
      aliveMs,
      // a remote server comes back with the network; a program that keeps crashing waits for a person
      mayGiveUp: deps.config(name)?.transport.kind === 'stdio',
      problem: `${name} ${wasReady ? 'stopped working' : 'did not start'}: ${end.problem}`,
    };
    standing.crashed(crash, () => {
      for (const held of places.all()) if (held.holds.size > 0) void connect(held);
    });
  }

  const stopAll: ServerLife['stopAll'] = () => {
    generation += 1;
    standing.stayDown();
    keeper.forgetAsked();
    endings.endAll();
    return endings.allGone();
  };

  return {
    connect,
    stopAll,
    close() {
      closed = true;
      return stopAll();
    },
    newest: () => ({ warnings, startedAtMs }),
  };
}

const schemasIn = (keeper: ListKeeper) => (tool: string) => keeper.current()?.tools.find((one) => one.name === tool)?.inputSchema;

function listen(peer: RpcPeer<Hold>, initializeResult: JsonObject, clock: Clock, changed: () => void): Promise<void> {
  const capabilities = isJsonObject(initializeResult.capabilities) ? initializeResult.capabilities : {};
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
  return keepListening(peer, capabilities, { pause, nowMs: () => clock.monotonicMs() }, changed);
}

/** The secrets to start a server with; what only a person can put right stands as its state from here on. */
function startable(
  config: ServerConfig,
  starts: ResolvedLaunch,
  deps: StartDeps,
  standing: ServerStanding,
): Result<ReturnType<StartDeps['secrets']>> {
  const { name } = config;
  if (!config.enabled) return fail('server.disabled', `${name} is switched off`, 'Switch it on under Servers.');
  const allowed = deps.mayLaunch(config, starts);
  if (!allowed.ok) {
    standing.rest('needs-confirmation', allowed.error.message);
    return allowed;
  }
  const secrets = deps.secrets(config);
  if (secrets.missing.length === 0) return ok(secrets);
  const why = `${name} needs a value for ${secrets.missing.join(', ')}`;
  standing.rest('needs-secret', why);
  return fail('server.secret', why, 'Enter it on the page of the server.');
}
