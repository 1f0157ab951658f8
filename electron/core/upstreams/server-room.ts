import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import type { ServerConfig, ServerState } from '../../../shared/model/views.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import { AccessRefused, FateUnknown, type Offering, type ServerLists, type SessionOwner, type UpstreamLink } from '../ports/upstreams.js';
import { createBackoff } from './backoff.js';
import { createByteRing } from './byte-ring.js';
import { relayedCapabilities, shakeHands } from './handshake.js';
import { prepareLaunch, type LaunchDeps } from './launch.js';
import { createListKeeper } from './list-keeper.js';
import { createRpcPeer, type RpcPeer } from './rpc-peer.js';
import { createMessageRouter } from './message-router.js';
import { discover, envelopeFor, keepListening, statelessVersion } from './stateless.js';
import { createSlot, sayAgain, type Hold, type Slot } from './server-slot.js';
import { createLink, type LinkDeps } from './upstream-link.js';
import type { WireEnd } from './wire.js';

export interface RoomDeps {
  readonly config: (name: string) => ServerConfig | undefined;
  readonly secrets: (config: ServerConfig) => {
    readonly env: Record<string, string>;
    readonly headers: Record<string, string>;
    readonly missing: string[];
  };
  readonly mayLaunch: (config: ServerConfig) => Result<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly options: () => { readonly callTimeoutMs: number; readonly maxAnswerBytes: number };
  readonly onState: (server: string) => void;
  readonly onLists: (server: string, lists: ServerLists) => void;
  readonly version: string;
  readonly random?: () => number;
  readonly startTimeoutMs?: number;
}

export interface ServerStatus {
  readonly state: ServerState;
  readonly problem?: string;
  readonly processes: number;
  readonly protocolVersion?: string;
  readonly serverVersion?: string;
  readonly startedAtMs?: number;
  readonly latencyMs?: number;
  readonly noise: number;
  readonly warnings: string[];
}

const stderrBytes = 1024 * 1024;
const statelessMark = '#stateless';
/** a call waits this long for a server that is about to be started again */
const patienceMs = 5000;
const lingerMs = { client: 30_000, lists: 5_000, shared: 30_000 };

/** Only a process of ours has an error output. */
const whereToLook = (config: ServerConfig | undefined): string =>
  config?.transport.kind === 'stdio' ? 'Look at its error output' : 'Check its address, and that it runs';

/** Everything about one configured server: its connections, restarts, lists and who shares what. */
export function createServerRoom(name: string, deps: RoomDeps, launchDeps: LaunchDeps) {
  const { clock, logger } = deps;
  const backoff = createBackoff(deps.random ?? Math.random);
  const stderr = createByteRing(stderrBytes);
  const slots = new Map<string, Slot>();
  let resting: ServerState = 'idle';
  let problem: string | undefined;
  let gaveUp = false;
  let blockedUntilMs = 0;
  let cancelRestart: () => void = () => {};
  let asksClients = false;
  /** for what kinds of client the server was asked for its lists, whatever came of it */
  const askedFor = new Set<string>();
  /** connections that are over and whose processes may still be ending */
  const leaving = new Set<Promise<void>>();
  let noise = 0;
  let warnings: readonly string[] = [];
  let startedAtMs: number | undefined;
  let closed = false;
  let knowsStateless = true;
  /** grows with every stop: a start that began before one must not outlive it */
  let generation = 0;
  const router = createMessageRouter(name, logger, {
    listsChanged: (slot) => keeper.announced(slot),
    asksClients: () => void (asksClients = true),
  });
  const keeper = createListKeeper(
    name,
    clock,
    logger,
    (lists) => deps.onLists(name, lists),
    () => askedFor.clear(),
  );

  const changed = (): void => deps.onState(name);
  const rest = (state: ServerState, why: string | undefined): void => {
    resting = state;
    problem = why;
    changed();
  };

  /** ends a connection for good; `stop` and `close` wait for it */
  const letGo = (peer: RpcPeer<Hold> | undefined): Promise<void> => {
    if (peer === undefined) return Promise.resolve();
    const gone = peer.close().finally(() => leaving.delete(gone));
    leaving.add(gone);
    return gone;
  };

  /** which connection is meant for a session */
  function placeFor(owner: SessionOwner, config: ServerConfig): Pick<Slot, 'key' | 'capabilities'> {
    const open = config.instances === 'auto' || config.instances === 'shared' ? statelessSlot(owner) : undefined;
    if (open !== undefined) return open;
    const capabilities = relayedCapabilities(owner.capabilities);
    const asks = Object.keys(capabilities).length > 0;
    const key =
      config.instances === 'per-session' || (config.instances === 'auto' && asksClients && asks)
        ? `session:${owner.client}/${owner.session}`
        : config.instances === 'per-client'
          ? `client:${owner.client}/${stringify(capabilities)}`
          : `shared:${stringify(capabilities)}`;
    return { key: key + markOf(owner, config), capabilities };
  }

  /** A server that speaks the era without a handshake is told with every request who asks: one connection serves all. */
  function statelessSlot(owner: SessionOwner): Slot | undefined {
    for (const slot of slots.values()) {
      const fits = owner.protocolVersion === statelessVersion || !slot.key.endsWith(statelessMark);
      if (slot.phase === 'ready' && slot.peer?.isStateless === true && slot.key.startsWith('shared:') && fits) return slot;
    }
    return undefined;
  }

  /** connections for clients of the era without a handshake stand apart, until the server turns out not to know it */
  function markOf(owner: SessionOwner, config: ServerConfig): string {
    return owner.protocolVersion === statelessVersion && config.transport.kind === 'http' && knowsStateless ? statelessMark : '';
  }

  function slotAt({ key, capabilities }: Pick<Slot, 'key' | 'capabilities'>): Slot {
    const slot = slots.get(key) ?? createSlot(key, capabilities);
    slots.set(key, slot);
    slot.cancelRetire();
    return slot;
  }

  function connect(slot: Slot): Promise<Result<RpcPeer<Hold>>> {
    if (slot.phase === 'ready' && slot.peer !== undefined) return Promise.resolve(ok(slot.peer));
    if (slot.connecting !== undefined) return slot.connecting;
    if (gaveUp)
      return Promise.resolve(
        fail(
          'server.failed',
          `${name} ended five times in a row: ${problem ?? 'no reason known'}`,
          `${whereToLook(deps.config(name))}, then restart it.`,
        ),
      );
    const waitMs = blockedUntilMs - clock.monotonicMs();
    if (waitMs > patienceMs)
      return Promise.resolve(
        fail('server.backing-off', problem ?? `${name} is not running`, `Toolgate starts it again in ${Math.ceil(waitMs / 1000)} s.`),
      );
    const born = generation;
    const connecting: Promise<Result<RpcPeer<Hold>>> = (
      waitMs > 0 ? new Promise<void>((resolve) => clock.after(waitMs, resolve)) : Promise.resolve()
    )
      .then(() => (born === generation ? start(slot) : fail('server.stopped', `${name} was stopped`)))
      .catch((error: unknown) =>
        fail('server.fault', `${name} could not be started: ${error instanceof Error ? error.message : String(error)}`),
      )
      .then((result) => {
        if (slot.connecting === connecting) {
          slot.connecting = undefined;
          if (slot.phase === 'starting') slot.phase = 'none';
          if (!result.ok && resting === 'idle' && born === generation) rest('failed', result.error.message);
        }
        return result;
      });
    slot.connecting = connecting;
    return connecting;
  }

  async function start(slot: Slot): Promise<Result<RpcPeer<Hold>>> {
    const config = deps.config(name);
    if (closed || config === undefined) return fail('server.unknown', `there is no server named ${name}`);
    if (!config.enabled) return fail('server.disabled', `${name} is switched off`, 'Switch it on under Servers.');
    const allowed = deps.mayLaunch(config);
    if (!allowed.ok) {
      rest('needs-confirmation', allowed.error.message);
      return allowed;
    }
    const secrets = deps.secrets(config);
    if (secrets.missing.length > 0) {
      const why = `${name} needs a value for ${secrets.missing.join(', ')}`;
      rest('needs-secret', why);
      return fail('server.secret', why, 'Enter it on the page of the server.');
    }
    slot.phase = 'starting';
    rest('idle', undefined);
    const born = generation;
    const launch = await prepareLaunch(config, secrets, stderr, launchDeps);
    if (born !== generation) return fail('server.stopped', `${name} was stopped`);
    if (!launch.ok) {
      // nothing was started: the next call may try again at once, a person may just have installed it
      slot.phase = 'none';
      rest('failed', launch.error.message);
      return launch;
    }
    warnings = launch.value.warnings;
    let sayWhy: string | undefined;
    const peer: RpcPeer<Hold> = createRpcPeer<Hold>(
      launch.value.open,
      {
        notified: (message, related) => router.notified(slot, message, related),
        asked: (message, related, signal) => router.asked(slot, message, related, signal),
        noise(bytes) {
          noise += 1;
          stderr.push(Buffer.concat([Buffer.from('[stdout] '), bytes.subarray(0, 4096), Buffer.from('\n')]));
          if (noise === 1) changed();
        },
        resumed: () => keeper.announced(slot),
        closed(end) {
          sayWhy = end.problem;
          void letGo(peer);
          if (slot.peer === peer) ended(slot, end);
        },
      },
      { clock, logger, server: name, inputSchema: (tool) => keeper.current()?.tools.find((one) => one.name === tool)?.inputSchema },
    );
    slot.peer = peer;
    logger.info('upstream.start', { server: name, slot: slot.key.split(':')[0] });
    const hands = await meet(peer, slot, config).catch((error: unknown) =>
      fail('server.initialize', sayWhy ?? (error instanceof Error ? error.message : String(error))),
    );
    if (!hands.ok || born !== generation || slots.get(slot.key) !== slot) {
      const why = hands.ok ? 'it was stopped' : hands.error.message;
      if (slot.peer === peer) {
        if (!hands.ok && peer.ended === undefined) ended(slot, { kind: 'crash', problem: why });
        slot.peer = undefined;
      }
      slot.phase = 'none';
      void letGo(peer);
      return fail('server.start', `${name} did not start: ${why}`, `${whereToLook(config)}.`);
    }
    slot.phase = 'ready';
    const wasRunning = slot.initializeResult !== undefined;
    slot.initializeResult = hands.value;
    slot.readyAtMs = clock.monotonicMs();
    startedAtMs = clock.nowMs();
    problem = undefined;
    logger.info('upstream.ready', { server: name });
    changed();
    if (wasRunning && !peer.isStateless) await sayAgain(slot, peer, 5000);
    if (peer.isStateless) {
      const capabilities = isJsonObject(hands.value.capabilities) ? hands.value.capabilities : {};
      const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
      void keepListening(peer, capabilities, pause, () => keeper.announced(slot));
    }
    void keeper.take(slot);
    for (const other of slots.values()) if (other !== slot) retireWhenIdle(other);
    return ok(peer);
  }

  /**
   * Learns what a server offers. With a handshake, and where it refuses that, without; for clients that have none the other way round, but only
   * over HTTP, where asking costs nothing: some programs end when they are asked anything before `initialize`.
   */
  async function meet(peer: RpcPeer<Hold>, slot: Slot, config: ServerConfig): Promise<Result<JsonObject>> {
    const timeoutMs = deps.startTimeoutMs ?? 60_000;
    const own = envelopeFor({ name: 'toolgate', title: 'Toolgate', version: deps.version }, slot.capabilities);
    const tried = (attempt: Promise<Result<JsonObject>>): Promise<Result<JsonObject>> =>
      attempt.catch((error: unknown) => fail('server.initialize', error instanceof Error ? error.message : String(error)));
    if (slot.key.endsWith(statelessMark)) {
      const discovered = await tried(discover(peer, own, timeoutMs));
      if (discovered.ok || peer.ended !== undefined) return discovered;
      knowsStateless = false;
      peer.speakHandshake();
      return shakeHands(peer, slot.capabilities, deps.version, timeoutMs);
    }
    // a server that does not answer at all is not asked a second time; one that refuses by its HTTP status alone has answered
    const hands = await shakeHands(peer, slot.capabilities, deps.version, timeoutMs).catch((fault: unknown): Result<JsonObject> => {
      if (!(fault instanceof FateUnknown) || fault instanceof AccessRefused) throw fault;
      return fail('server.initialize', fault.message);
    });
    if (hands.ok || peer.ended !== undefined || config.transport.kind === 'sse') return hands;
    const discovered = await tried(discover(peer, own, timeoutMs));
    return discovered.ok ? discovered : hands;
  }

  function ended(slot: Slot, end: WireEnd): void {
    const aliveMs = slot.phase === 'ready' ? clock.monotonicMs() - slot.readyAtMs : 0;
    const why = `${name} ${slot.phase === 'ready' ? 'stopped working' : 'did not start'}: ${end.problem}`;
    slot.peer = undefined;
    slot.phase = 'none';
    logger.warn('upstream.end', { server: name, kind: end.kind, problem: end.problem });
    if (end.kind === 'stopped' || end.kind === 'expired') return changed();
    if (end.kind === 'sign-in')
      return rest('needs-sign-in', `${end.problem}: sign in on its page, or with \`toolgate server sign-in ${name}\``);
    // a remote server comes back with the network; a program that keeps crashing waits for a person
    const next = backoff.ended(aliveMs, deps.config(name)?.transport.kind === 'stdio');
    if (next === 'give-up') {
      gaveUp = true;
      return rest('failed', why);
    }
    blockedUntilMs = clock.monotonicMs() + next.waitMs;
    cancelRestart();
    cancelRestart = clock.after(next.waitMs, () => {
      if (resting === 'backing-off') rest('idle', problem);
      for (const held of slots.values()) if (held.holds.size > 0) void connect(held);
    });
    rest('backing-off', why);
  }

  function retireWhenIdle(slot: Slot): void {
    slot.cancelRetire();
    if (slot.holds.size > 0) return;
    const [kind] = slot.key.split(':');
    // the last of the shared ones stays
    const isNeeded = () => kind === 'shared' && ![...slots.values()].some((other) => other !== slot && other.phase === 'ready');
    if (isNeeded()) return;
    const waitMs = kind === 'session' ? 0 : lingerMs[kind as keyof typeof lingerMs];
    if (waitMs === 0) void drop(slot);
    else slot.cancelRetire = clock.after(waitMs, () => void (slot.holds.size === 0 && !isNeeded() ? drop(slot) : undefined));
  }

  async function drop(slot: Slot): Promise<void> {
    if (slots.get(slot.key) === slot) slots.delete(slot.key);
    slot.cancelRetire();
    const { peer } = slot;
    slot.peer = undefined;
    slot.phase = 'none';
    await letGo(peer);
    changed();
  }

  const linkDeps: LinkDeps = {
    clock,
    connect,
    used: (slot) => keeper.used(slot),
    released: retireWhenIdle,
  };

  const stopAll = (): Promise<unknown> => {
    generation += 1;
    cancelRestart();
    askedFor.clear();
    for (const slot of slots.values()) {
      void letGo(slot.peer);
      slot.cancelRetire();
      slot.peer = undefined;
      slot.phase = 'none';
      slot.connecting = undefined;
    }
    return Promise.all(leaving);
  };

  return {
    async acquire(owner: SessionOwner): Promise<Result<UpstreamLink>> {
      const config = deps.config(name);
      if (config === undefined) return fail('server.unknown', `there is no server named ${name}`);
      const slot = slotAt(placeFor(owner, config));
      const hold: Hold = { owner };
      // present before the start: a server may ask for roots while it starts
      slot.holds.add(hold);
      const connected = await connect(slot);
      if (connected.ok) return ok(createLink(name, slot, hold, linkDeps));
      slot.holds.delete(hold);
      retireWhenIdle(slot);
      return connected;
    },
    lists: () => keeper.current(),
    /** servers that are started for each session or client are asked when one calls, not before */
    knows(owner: SessionOwner): boolean {
      const config = deps.config(name);
      const place = config === undefined ? undefined : placeFor(owner, config);
      if (place === undefined || !place.key.startsWith('shared:')) return true;
      return keeper.knows(place.capabilities) || askedFor.has(stringify(place.capabilities));
    },
    offering(owner: SessionOwner): Offering | undefined {
      const config = deps.config(name);
      return config === undefined ? undefined : keeper.offering(placeFor(owner, config).capabilities);
    },
    async refresh(owner?: SessionOwner): Promise<Result<ServerLists>> {
      const config = deps.config(name);
      if (config === undefined) return fail('server.unknown', `there is no server named ${name}`);
      const own = owner === undefined ? undefined : placeFor(owner, config);
      const place = own?.key.startsWith('shared:') === true ? own : [...slots.values()].find((slot) => slot.phase === 'ready');
      const isShared = config.instances === 'auto' || config.instances === 'shared';
      const slot = slotAt(place ?? { key: isShared ? 'shared:{}' : 'lists:', capabilities: {} });
      askedFor.add(stringify(slot.capabilities));
      const connected = await connect(slot);
      if (!connected.ok) return connected;
      const lists = await keeper.take(slot);
      retireWhenIdle(slot);
      return lists;
    },
    status(): ServerStatus {
      const config = deps.config(name);
      const all = [...slots.values()];
      const ready = all.find((slot) => slot.phase === 'ready');
      const state: ServerState =
        config?.enabled === false
          ? 'disabled'
          : ready !== undefined
            ? 'ready'
            : all.some((slot) => slot.phase === 'starting')
              ? 'starting'
              : resting;
      const said = ready?.initializeResult;
      const serverInfo = isJsonObject(said?.serverInfo) ? said.serverInfo : {};
      return {
        state,
        ...(state === 'ready' || problem === undefined ? {} : { problem }),
        processes: all.reduce((sum, slot) => sum + (slot.peer?.processes ?? 0), 0),
        ...(typeof said?.protocolVersion === 'string' ? { protocolVersion: said.protocolVersion } : {}),
        ...(typeof serverInfo.version === 'string' ? { serverVersion: serverInfo.version } : {}),
        ...(ready === undefined || startedAtMs === undefined ? {} : { startedAtMs }),
        ...(ready?.peer?.latencyMs === undefined ? {} : { latencyMs: ready.peer.latencyMs }),
        noise,
        warnings: [
          ...warnings,
          ...leftOutWords(keeper.current()?.leftOut ?? []),
          ...(noise > 0 ? [`it wrote ${noise} line${noise === 1 ? '' : 's'} to its output that are no protocol`] : []),
        ],
      };
    },
    stderr: () => ({ text: stderr.text(), droppedBytes: stderr.droppedBytes() }),
    /** ends everything and starts again what sessions hold; a person asked for it, so failures so far are forgiven */
    async restart(): Promise<Result<void>> {
      await stopAll();
      backoff.reset();
      gaveUp = false;
      blockedUntilMs = 0;
      rest('idle', undefined);
      const held = [...slots.values()].filter((slot) => slot.holds.size > 0);
      const first = held[0] ?? slotAt({ key: 'shared:{}', capabilities: {} });
      const results = await Promise.all([...new Set([first, ...held])].map((slot) => connect(slot)));
      return results.find((result) => !result.ok) ?? ok(undefined);
    },
    async stop(): Promise<void> {
      await stopAll();
      keeper.close();
      gaveUp = false;
      blockedUntilMs = 0;
      backoff.reset();
      rest('idle', undefined);
    },
    async close(): Promise<void> {
      closed = true;
      keeper.close();
      await stopAll();
    },
  };
}
export type ServerRoom = ReturnType<typeof createServerRoom>;

const mostLeftOut = 20;

/** what a person is told of entries that stand in no list */
function leftOutWords(lines: readonly string[]): readonly string[] {
  const more = lines.length - mostLeftOut;
  return [
    ...lines.slice(0, mostLeftOut).map((line) => `cannot be read and is left out: ${line}`),
    ...(more > 0 ? [`${more} more cannot be read and are left out`] : []),
  ];
}
