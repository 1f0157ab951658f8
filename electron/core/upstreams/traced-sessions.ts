import type { JsonObject, JsonValue } from '../../../shared/json/json.js';
import type { Clock } from '../ports/clock.js';
import type { Hop, Telemetry } from '../ports/telemetry.js';
import { AccessRefused, FateUnknown } from '../ports/upstreams.js';
import type { RpcPeer } from './rpc-peer.js';
import type { Hold } from './server-slot.js';
import type { WireEnd } from './wire.js';

type Peer = RpcPeer<Hold>;

/** What telemetry hears of one server's connections: what Toolgate says on them by itself, and how long those with a handshake last. */
export function createTracedSessions(server: string, clock: Clock, telemetry: () => Telemetry | undefined) {
  const ready = new WeakMap<Peer, { readonly protocolVersion: JsonValue | undefined; readonly sinceMs: number }>();
  return {
    own: (peer: Peer, method: string, params: JsonObject | undefined): Hop | undefined =>
      telemetry()?.sending({ server, method, protocolVersion: ready.get(peer)?.protocolVersion }, params),
    began(peer: Peer, protocolVersion: JsonValue | undefined): void {
      ready.set(peer, { protocolVersion, sinceMs: clock.monotonicMs() });
    },
    ended(peer: Peer, { kind, problem }: WireEnd): void {
      const session = ready.get(peer);
      // the era without a handshake has no sessions
      if (session === undefined || peer.isStateless) return;
      const fault = kind === 'sign-in' ? new AccessRefused(problem) : kind === 'crash' ? new FateUnknown(problem) : undefined;
      telemetry()?.serverSessionEnded({ server, protocolVersion: session.protocolVersion }, clock.monotonicMs() - session.sinceMs, fault);
    },
  };
}
