import type { JsonObject } from '../../../shared/json/json.js';
import type { TransportConfig } from '../../../shared/model/views.js';
import { fail, type Result } from '../../../shared/result.js';
import { AccessRefused, FateUnknown } from '../ports/upstreams.js';
import { shakeHands } from './handshake.js';
import type { RpcPeer } from './rpc-peer.js';
import { discover, envelopeFor } from './stateless.js';

export interface Meeting {
  /** declared to the server */
  readonly capabilities: JsonObject;
  readonly transport: TransportConfig['kind'];
  /** the connection is for clients that shake no hands: the server is asked whether it knows their era first */
  readonly statelessFirst: boolean;
  /** it turned out not to */
  readonly needsHandshake: () => void;
  readonly version: string;
  readonly timeoutMs: number;
}

const failure = (fault: unknown): Result<never> => fail('server.initialize', fault instanceof Error ? fault.message : String(fault));

/**
 * Learns what a server offers, in the shape of the answer to `initialize`. With a handshake, and where it refuses that, without; for clients that
 * have none the other way round, but only over HTTP, where asking costs nothing: some programs end when they are asked anything before
 * `initialize`. Fails with one line; rejects where the server answers nothing.
 */
export async function meetServer<By>(peer: RpcPeer<By>, meeting: Meeting): Promise<Result<JsonObject>> {
  const { capabilities, version, timeoutMs } = meeting;
  const own = envelopeFor({ name: 'toolgate', title: 'Toolgate', version }, capabilities);
  if (meeting.statelessFirst) {
    const discovered = await discover(peer, own, timeoutMs).catch(failure);
    if (discovered.ok || peer.ended !== undefined) return discovered;
    meeting.needsHandshake();
    peer.speakHandshake();
    return shakeHands(peer, capabilities, version, timeoutMs);
  }
  // a server that does not answer at all is not asked a second time; one that refuses by its HTTP status alone has answered
  const hands = await shakeHands(peer, capabilities, version, timeoutMs).catch((fault: unknown): Result<JsonObject> => {
    if (!(fault instanceof FateUnknown) || fault instanceof AccessRefused) throw fault;
    return failure(fault);
  });
  if (hands.ok || peer.ended !== undefined || meeting.transport === 'sse') return hands;
  const discovered = await discover(peer, own, timeoutMs).catch(failure);
  return discovered.ok ? discovered : hands;
}
