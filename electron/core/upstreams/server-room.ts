import { fail, ok, type Result } from '../../../shared/result.js';
import type { Offering, ServerLists, SessionOwner, UpstreamLink } from '../ports/upstreams.js';
import type { LaunchDeps } from './launch.js';
import { createListKeeper } from './list-keeper.js';
import { createMessageRouter } from './message-router.js';
import { createEndings } from './server-endings.js';
import { createServerLife, type StartDeps } from './server-life.js';
import { createServerOutput } from './server-output.js';
import { canBeAsked, createPlaces, isShared, isSharing, sharedPlace } from './server-places.js';
import type { Hold } from './server-slot.js';
import { createStanding } from './server-standing.js';
import { statusOf, type ServerStatus } from './server-status.js';
import { createLink, type LinkDeps } from './upstream-link.js';

export interface RoomDeps extends StartDeps {
  readonly options: () => { readonly maxAnswerBytes: number };
  readonly onLists: (server: string, lists: ServerLists) => void;
  readonly random?: () => number;
  /** the servers that were seen to ask things of their clients, over runs */
  readonly asking?: { has(server: string): boolean; add(server: string): void };
}

/** Everything about one configured server: its connections, restarts, lists and who shares what. */
export function createServerRoom(name: string, deps: RoomDeps, launchDeps: LaunchDeps) {
  const { clock, logger } = deps;
  const places = createPlaces(name, deps.asking?.has(name) === true);
  const standing = createStanding(name, clock, deps.random ?? Math.random, () => deps.onState(name));
  const keeper = createListKeeper(name, clock, logger, (lists) => deps.onLists(name, lists));
  const router = createMessageRouter(name, logger, {
    listsChanged(slot, method) {
      deps.telemetry?.()?.heard({ server: name, method, protocolVersion: slot.initializeResult?.['protocolVersion'] });
      keeper.announced(slot);
    },
    asksClients(asked) {
      if (deps.config(name)?.instances === 'auto' && places.asksClients(asked)) deps.asking?.add(name);
    },
  });
  const endings = createEndings(places, clock, () => deps.onState(name));
  const output = createServerOutput();
  const life = createServerLife(name, deps, launchDeps, { places, standing, keeper, router, endings, output });
  const linkDeps: LinkDeps = {
    clock,
    connect: (slot) => life.connect(slot),
    used: (slot) => keeper.used(slot),
    released: (slot) => endings.retireWhenIdle(slot),
  };
  const unknown = (): Result<never> => fail('server.unknown', `there is no server named ${name}`);

  return {
    async acquire(owner: SessionOwner): Promise<Result<UpstreamLink>> {
      const config = deps.config(name);
      if (config === undefined) return unknown();
      let slot = places.at(places.meantFor(owner, config));
      if (slot.connecting !== undefined && isShared(slot) && canBeAsked(slot)) {
        // while it starts, it may turn out to be one that is not shared
        await slot.connecting;
        slot = places.at(places.meantFor(owner, config));
      }
      const hold: Hold = { owner };
      // present before the start: a server may ask for roots while it starts
      slot.holds.add(hold);
      const connected = await life.connect(slot);
      if (connected.ok) return ok(createLink(name, slot, hold, linkDeps));
      slot.holds.delete(hold);
      endings.retireWhenIdle(slot);
      return connected;
    },
    lists: () => keeper.current(),
    /** servers that a person has started for each session or client are asked when one calls, not before */
    knows(owner: SessionOwner): boolean {
      const config = deps.config(name);
      const place = config === undefined ? undefined : places.listedOn(owner, config);
      return place === undefined || keeper.knows(place.capabilities);
    },
    offering(owner: SessionOwner): Offering | undefined {
      const config = deps.config(name);
      return config === undefined ? undefined : keeper.offering(places.meantFor(owner, config).capabilities);
    },
    /** asks for the lists on a connection that is there or starts one; with `owner`, as they are for that kind of client */
    async refresh(owner?: SessionOwner): Promise<Result<ServerLists>> {
      const config = deps.config(name);
      if (config === undefined) return unknown();
      const open = (owner === undefined ? undefined : places.listedOn(owner, config)) ?? places.ready();
      const slot = places.at(open ?? (isSharing(config) ? sharedPlace({}) : { key: 'lists:', capabilities: {} }));
      keeper.asked(slot.capabilities);
      const connected = await life.connect(slot);
      if (!connected.ok) return connected;
      const lists = await keeper.take(slot);
      endings.retireWhenIdle(slot);
      return lists;
    },
    status: (): ServerStatus =>
      statusOf({
        ...life.newest(),
        noise: output.noise,
        enabled: deps.config(name)?.enabled !== false,
        slots: places.all(),
        resting: standing,
        leftOut: keeper.current()?.leftOut ?? [],
      }),
    stderr: () => ({ text: output.stderr.text(), droppedBytes: output.stderr.droppedBytes() }),
    /** ends everything and starts again what sessions hold; a person asked for it, so failures so far are forgiven */
    async restart(): Promise<Result<void>> {
      await life.stopAll();
      standing.forgive();
      const held = places.all().filter((slot) => slot.holds.size > 0);
      const first = held[0] ?? places.at(sharedPlace({}));
      const results = await Promise.all([...new Set([first, ...held])].map((slot) => life.connect(slot)));
      return results.find((result) => !result.ok) ?? ok(undefined);
    },
    async stop(): Promise<void> {
      await life.stopAll();
      keeper.close();
      standing.forgive();
    },
    async close(): Promise<void> {
      keeper.close();
      await life.close();
    },
  };
}
export type ServerRoom = ReturnType<typeof createServerRoom>;
