import type { Clock } from '../ports/clock.js';
import type { RpcPeer } from './rpc-peer.js';
import type { ServerPlaces } from './server-places.js';
import type { Hold, Slot } from './server-slot.js';

/** Ends connections of one server that are not wanted any more. */
export interface ServerEndings {
  /** Ends a connection for good; resolves when its process is gone. */
  letGo(peer: RpcPeer<Hold> | undefined): Promise<void>;
  /** ends a connection that nobody holds, in a while; the last shared one stays */
  retireWhenIdle(slot: Slot): void;
  /** Ends all connections. Whoever holds one can connect again. */
  endAll(): void;
  /** resolves when no process of a connection that was let go is left */
  allGone(): Promise<unknown>;
}

/** an unused connection is kept this long, ms, by who shares it */
const lingerMs: Readonly<Record<string, number>> = { client: 30_000, lists: 5_000, shared: 30_000, session: 0 };

const isBusy = ({ peer }: Slot): boolean => [...(peer?.waiting() ?? [])].some(({ by }) => by !== undefined);

/** `changed` is called when a retired connection is gone. */
export function createEndings(places: ServerPlaces, clock: Clock, changed: () => void): ServerEndings {
  const leaving = new Set<Promise<void>>();

  const letGo = (peer: RpcPeer<Hold> | undefined): Promise<void> => {
    if (peer === undefined) return Promise.resolve();
    const gone = peer.close().finally(() => leaving.delete(gone));
    leaving.add(gone);
    return gone;
  };

  const forget = (slot: Slot): void => {
    slot.cancelRetire();
    slot.peer = undefined;
    slot.phase = 'none';
  };

  const retire = async (slot: Slot): Promise<void> => {
    const { peer } = slot;
    places.remove(slot);
    forget(slot);
    await letGo(peer);
    changed();
  };

  return {
    letGo,
    retireWhenIdle(slot) {
      slot.cancelRetire();
      if (slot.holds.size > 0) return;
      const kind = slot.key.slice(0, slot.key.indexOf(':'));
      const isNeeded = () => kind === 'shared' && !places.all().some((other) => other !== slot && other.phase === 'ready');
      if (isNeeded()) return;
      const waitMs = lingerMs[kind] ?? 0;
      if (waitMs === 0) void retire(slot);
      else {
        slot.cancelRetire = clock.after(waitMs, () => {
          if (slot.holds.size > 0 || isNeeded()) return;
          // somebody who has parted from it still waits for an answer
          if (isBusy(slot)) this.retireWhenIdle(slot);
          else void retire(slot);
        });
      }
    },
    endAll() {
      for (const slot of places.all()) {
        void letGo(slot.peer);
        forget(slot);
        slot.connecting = undefined;
      }
    },
    allGone: () => Promise.all(leaving),
  };
}
