import type { JsonObject } from '../../../shared/json/json.js';
import type { CallReply } from './corridor.js';
import type { Answer, RequestId } from './messages.js';

/** What the gateway tells of requests, where someone wants spans and metrics of them. Nothing in here throws or waits. */
export interface Telemetry {
  /** A request has come in, from a client or, for `from`, from a server that asks the client something. */
  received(request: ReceivedRequest): Operation;
  /** a session with a handshake is over */
  sessionEnded(session: TracedSession, lastedMs: number): void;
}

export interface TracedSession {
  readonly client: string;
  /** its public name, as in the log; undefined in the era without a handshake, which has no sessions */
  readonly session: string | undefined;
  readonly protocolVersion: string;
  readonly transport: 'http' | 'local';
}

export interface ReceivedRequest extends TracedSession {
  readonly method: string;
  readonly params: JsonObject | undefined;
  /** the sender's own id, where it is still known */
  readonly id: RequestId | undefined;
  /** the server that asks */
  readonly from?: string;
  /** the request of the client during which it asks */
  readonly during?: Operation | undefined;
}

/** One request, from its arrival to its answer. */
export interface Operation {
  /** what the rules said of it */
  decided(what: DecidedCall): void;
  /** It goes on. `params` carry this hop's trace context in `_meta`; all else in them is the same. */
  sending(to: { readonly server: string; readonly method: string; readonly protocolVersion: unknown }, params: JsonObject): Hop;
  finished(reply: CallReply): void;
}

export interface Hop {
  readonly params: JsonObject;
  done(outcome: Answer | Error): void;
}

/** What became of one call in the corridor. Arguments are no part of it. */
export interface DecidedCall {
  readonly callId: string;
  readonly server: string;
  readonly tool: string;
  /** whether the tool is one the server lists: other names are whatever a caller writes */
  readonly known: boolean;
  readonly class: string;
  readonly verdict: string;
  readonly enforced: 'forwarded' | 'refused';
  readonly code: string;
  readonly rule: string;
  readonly mode: string;
}
