import type { JsonObject } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import type { ServerConfig } from '../../../shared/model/views.js';
import type { SessionOwner } from '../ports/upstreams.js';
import { relayedCapabilities } from './handshake.js';
import { createSlot, type Hold, type Slot } from './server-slot.js';
import { statelessVersion } from './stateless.js';

/** Where a connection stands or will stand: its key begins with who shares it, `shared:`, `client:`, `session:` or `lists:`. */
export type Place = Pick<Slot, 'key' | 'capabilities'>;

/** The connections of one server by their places, and what it showed of itself that decides who may share one. */
export interface ServerPlaces {
  all(): readonly Slot[];
  ready(): Slot | undefined;
  /** which connection is meant for a session; nothing is opened */
  meantFor(owner: SessionOwner, config: ServerConfig): Place;
  /** the connection there, present from now on and not about to be retired */
  at(place: Place): Slot;
  has(slot: Slot): boolean;
  remove(slot: Slot): void;
  /** which connection a server that may be shared is listed on, as it lists to such a client */
  listedOn(owner: SessionOwner, config: ServerConfig): Place | undefined;
  /**
   * The server asks things of clients and does not tell which call it is about: whoever can be asked gets a connection of its own from here on, and
   * who shares one with others parts from it, all but `asked`. True the first time.
   */
  asksClients(asked: Hold | undefined): boolean;
  /** the server does not know the era without a handshake */
  needsHandshake(): void;
}

const statelessMark = '#stateless';

/** servers that are started for each client or session are not shared */
export const isSharing = (config: ServerConfig): boolean => config.instances === 'auto' || config.instances === 'shared';
export const isShared = (place: Place): boolean => place.key.startsWith('shared:');
/** meant for clients of the era without a handshake */
export const isForStateless = (place: Place): boolean => place.key.endsWith(statelessMark);
/** whoever stands there has declared that it can be asked something */
export const canBeAsked = ({ capabilities }: Pick<Place, 'capabilities'>): boolean => Object.keys(capabilities).length > 0;
/** for everybody who declares the same abilities */
export const sharedPlace = (capabilities: JsonObject): Place => ({ key: `shared:${stringify(capabilities)}`, capabilities });

/** `asksClients`: it is known from earlier runs that the server does. */
export function createPlaces(server: string, asksClients: boolean): ServerPlaces {
  const slots = new Map<string, Slot>();
  let knowsStateless = true;

  /** A server that speaks the era without a handshake is told with every request who asks: one connection serves all. */
  const statelessSlot = (owner: SessionOwner): Slot | undefined => {
    for (const slot of slots.values()) {
      const fits = owner.protocolVersion === statelessVersion || !isForStateless(slot);
      if (slot.phase === 'ready' && slot.peer?.isStateless === true && isShared(slot) && fits) return slot;
    }
    return undefined;
  };

  const keyFor = (owner: SessionOwner, instances: ServerConfig['instances'], capabilities: JsonObject): string => {
    if (instances === 'per-session' || (instances === 'auto' && asksClients && canBeAsked({ capabilities })))
      return `session:${owner.client}/${owner.session}`;
    if (instances === 'per-client') return `client:${owner.client}/${stringify(capabilities)}`;
    return sharedPlace(capabilities).key;
  };

  /** connections for clients of the era without a handshake stand apart, until the server turns out not to know it */
  const mark = (owner: SessionOwner, config: ServerConfig): string =>
    owner.protocolVersion === statelessVersion && config.transport.kind === 'http' && knowsStateless ? statelessMark : '';

  return {
    all: () => [...slots.values()],
    ready() {
      for (const slot of slots.values()) if (slot.phase === 'ready') return slot;
      return undefined;
    },
    meantFor(owner, config) {
      const open = isSharing(config) ? statelessSlot(owner) : undefined;
      if (open !== undefined) return open;
      const capabilities = relayedCapabilities(owner.capabilities);
      return { key: keyFor(owner, config.instances, capabilities) + mark(owner, config), capabilities };
    },
    listedOn(owner, config) {
      if (!isSharing(config)) return undefined;
      const place = this.meantFor(owner, config);
      if (isShared(place)) return place;
      const own = stringify(place.capabilities);
      const ready = [...slots.values()].find((slot) => slot.phase === 'ready' && stringify(slot.capabilities) === own);
      return ready ?? { ...place, key: sharedPlace(place.capabilities).key + mark(owner, config) };
    },
    at({ key, capabilities }) {
      const slot = slots.get(key) ?? createSlot(key, capabilities);
      slots.set(key, slot);
      slot.cancelRetire();
      return slot;
    },
    has: (slot) => slots.get(slot.key) === slot,
    remove(slot) {
      if (slots.get(slot.key) === slot) slots.delete(slot.key);
    },
    asksClients(asked) {
      const isNews = !asksClients;
      asksClients = true;
      for (const slot of slots.values()) {
        if (!isShared(slot) || !canBeAsked(slot)) continue;
        const [first, ...others] = [...slot.holds].sort((a, b) => Number(b === asked) - Number(a === asked));
        if (first !== undefined) for (const { owner } of others) owner.parted(server);
      }
      return isNews;
    },
    needsHandshake() {
      knowsStateless = false;
    },
  };
}
