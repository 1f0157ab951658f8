import type { JsonObject } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import type { ServerConfig } from '../../../shared/model/views.js';
import type { SessionOwner } from '../ports/upstreams.js';
import { relayedCapabilities } from './handshake.js';
import { createSlot, type Slot } from './server-slot.js';
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
  /** the server asks things of clients and does not tell which call it is about: whoever can be asked gets a connection of its own */
  asksClients(): void;
  /** the server does not know the era without a handshake */
  needsHandshake(): void;
}

const statelessMark = '#stateless';

/** servers that are started for each client or session are not shared */
export const isSharing = (config: ServerConfig): boolean => config.instances === 'auto' || config.instances === 'shared';
export const isShared = (place: Place): boolean => place.key.startsWith('shared:');
/** meant for clients of the era without a handshake */
export const isForStateless = (place: Place): boolean => place.key.endsWith(statelessMark);
/** for everybody who declares the same abilities */
export const sharedPlace = (capabilities: JsonObject): Place => ({ key: `shared:${stringify(capabilities)}`, capabilities });

export function createPlaces(): ServerPlaces {
  const slots = new Map<string, Slot>();
  let asksClients = false;
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
    const asks = Object.keys(capabilities).length > 0;
    if (instances === 'per-session' || (instances === 'auto' && asksClients && asks)) return `session:${owner.client}/${owner.session}`;
    if (instances === 'per-client') return `client:${owner.client}/${stringify(capabilities)}`;
    return sharedPlace(capabilities).key;
  };

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
      // connections for clients of the era without a handshake stand apart, until the server turns out not to know it
      const apart = owner.protocolVersion === statelessVersion && config.transport.kind === 'http' && knowsStateless;
      return { key: keyFor(owner, config.instances, capabilities) + (apart ? statelessMark : ''), capabilities };
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
    asksClients() {
      asksClients = true;
    },
    needsHandshake() {
      knowsStateless = false;
    },
  };
}
