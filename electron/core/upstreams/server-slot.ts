import type { JsonObject } from '../../../shared/json/json.js';
import type { Result } from '../../../shared/result.js';
import type { SessionOwner } from '../ports/upstreams.js';
import type { ResourceListening } from './resource-listening.js';
import type { RpcPeer, Waiting } from './rpc-peer.js';

/** One session's hold on a slot. */
export interface Hold {
  readonly owner: SessionOwner;
}

/** One connection to a server (for stdio: one process), present or to come, with the sessions that share it. Survives restarts of what is behind it. */
export interface Slot {
  readonly key: string;
  /** declared to the server at `initialize` */
  readonly capabilities: JsonObject;
  readonly holds: Set<Hold>;
  phase: 'none' | 'starting' | 'ready';
  peer: RpcPeer<Hold> | undefined;
  connecting: Promise<Result<RpcPeer<Hold>>> | undefined;
  /** in the shape of `initialize`, whichever era the server speaks */
  initializeResult: JsonObject | undefined;
  readyAtMs: number;
  /** what must be said again to a server that was started again */
  readonly subscriptions: Set<string>;
  logLevel: JsonObject | undefined;
  /** present while the server behind it has no handshake: it has no requests for subscriptions either */
  resources: ResourceListening | undefined;
  /** the newest question for roots of the server behind it, answered or not */
  rootsAsked: Promise<unknown> | undefined;
  cancelRetire: () => void;
}

export const createSlot = (key: string, capabilities: JsonObject): Slot => ({
  ...{
    key,
    capabilities,
    holds: new Set<Hold>(),
    phase: 'none' as const,
    peer: undefined,
    connecting: undefined,
    initializeResult: undefined,
    readyAtMs: 0,
  },
  ...{ subscriptions: new Set<string>(), logLevel: undefined, resources: undefined, rootsAsked: undefined, cancelRetire: () => {} },
});

/** Whom a message from the server concerns: a session, and the request of it where one can be named. */
export interface Relation {
  readonly hold: Hold;
  readonly requestKey: string | undefined;
}

/**
 * Tells whom a message belongs to. `related` is the request on whose stream it came (HTTP). Without one (stdio, standalone stream) it belongs to
 * the newest request in flight if all requests in flight are one session's, or to the only session there is; otherwise to nobody, because a guess
 * could show one client's data to another.
 */
export function relate(slot: Slot, related: Waiting<Hold> | undefined): Relation | undefined {
  if (related?.by !== undefined) return { hold: related.by, requestKey: related.requestKey };
  let newest: Waiting<Hold> | undefined;
  for (const call of slot.peer?.waiting() ?? []) {
    if (call.by === undefined) continue;
    if (newest?.by !== undefined && newest.by.owner.session !== call.by.owner.session) return undefined;
    newest = call;
  }
  if (newest?.by !== undefined) return { hold: newest.by, requestKey: newest.requestKey };
  const [only, ...others] = slot.holds;
  return only !== undefined && others.length === 0 ? { hold: only, requestKey: undefined } : undefined;
}

/** Remembers, after the server agreed, what a started-again server must be told. */
export function rememberSaid(slot: Slot, method: string, params: JsonObject | undefined): void {
  if (method === 'logging/setLevel') slot.logLevel = params;
  else if (typeof params?.uri === 'string') {
    if (method === 'resources/subscribe') slot.subscriptions.add(params.uri);
    else if (method === 'resources/unsubscribe') slot.subscriptions.delete(params.uri);
  }
}

/** Says it again, one after the other; failures change nothing. */
export async function sayAgain(slot: Slot, peer: RpcPeer<Hold>, timeoutMs: number): Promise<void> {
  const said: [string, JsonObject][] = [...slot.subscriptions].map((uri) => ['resources/subscribe', { uri }]);
  if (slot.logLevel !== undefined) said.unshift(['logging/setLevel', slot.logLevel]);
  for (const [method, params] of said) await peer.request(method, params, { timeoutMs }).catch(() => {});
}
