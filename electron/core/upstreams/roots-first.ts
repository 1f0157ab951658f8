import type { Clock } from '../ports/clock.js';
import type { RpcPeer } from './rpc-peer.js';
import type { Hold, Slot } from './server-slot.js';

/** for the whole of it: a server that answers nothing is called all the same */
const limitMs = 2000;
/** what a server does with roots it does after our answer, and says nothing when it is done */
const takenInMs = 50;

/**
 * Waits until a server that has just been initialized has the roots of the session it was started for, if it asks for them. A client starts its
 * servers long before it calls one; here the call that starts a server would come before the roots that it is judged by, and be refused.
 */
export async function rootsFirst(slot: Slot, peer: RpcPeer<Hold>, clock: Pick<Clock, 'after'>): Promise<void> {
  if (slot.capabilities['roots'] === undefined || slot.holds.size === 0 || peer.isStateless) return;
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
  const given = async (): Promise<void> => {
    // what it asks because it was initialized comes before the answer to what was sent behind that
    await peer.request('ping', undefined, { timeoutMs: limitMs });
    if (slot.rootsAsked === undefined) return;
    await slot.rootsAsked;
    await pause(takenInMs);
  };
  await Promise.race([given().catch(() => {}), pause(limitMs)]);
}
