import type { JsonObject } from '../../../shared/json/json.js';
import type { CallReply } from './corridor.js';
import type { Answer, RequestId } from './messages.js';

/** What is told of requests and notifications, where someone wants spans and metrics of them. Nothing in here throws or waits. */
export interface Telemetry {
  /** A request or notification has come in, from a client or, for `from`, from a server that has something to ask or tell the client. */
  received(request: ReceivedRequest): Operation;
  /** The gate says something to a server by itself: nobody's request stands behind it. */
  sending(to: Destination, params: JsonObject | undefined): Hop;
  /** A server has told the gate itself something, which goes on to nobody as it is. */
  heard(from: Destination): void;
  /** The gate has told a client something by itself. */
  told(client: TracedSession, method: string): void;
  /** a session with a handshake is over */
  sessionEnded(session: TracedSession, lastedMs: number): void;
  /** the same with a server; `fault` where nobody wanted it to end */
  serverSessionEnded(session: { readonly server: string; readonly protocolVersion: unknown }, lastedMs: number, fault?: Error): void;
}

/** one server and what is said, to it or by it */
export interface Destination {
  readonly server: string;
  readonly method: string;
  readonly protocolVersion: unknown;
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
  /** the sender's own id, where it is still known; a notification has none */
  readonly id: RequestId | undefined;
  /** the server that asks */
  readonly from?: string;
  /** the request of the client during which it asks */
  readonly during?: Operation | undefined;
}

/** One request, from its arrival to its answer, or one notification. */
export interface Operation {
  /** what the rules said of it */
  decided(what: DecidedCall): void;
  /** It goes on. `params` carry this hop's trace context in `_meta`; all else in them is the same. */
  sending(to: Destination, params: JsonObject | undefined): Hop;
  /** without a reply: a notification */
  finished(reply?: CallReply): void;
}

export interface Hop {
  readonly params: JsonObject | undefined;
  /**
   * the id that it goes out under, once one was given; the last counts where it is sent again with what was asked for. What goes
   * out as a part of something else (a question in an `input_required`) has none.
   */
  sentAs(id: number): void;
  /** without an outcome: a notification */
  done(outcome?: Answer | Error): void;
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
