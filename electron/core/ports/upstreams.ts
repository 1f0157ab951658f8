import type { JsonObject } from '../../../shared/json/json.js';
import type { Result } from '../../../shared/result.js';
import type { CancelSignal } from './cancel.js';
import type { Passage } from './corridor.js';
import type { Answer, OwnReply, ServerMessage } from './messages.js';

/** One session of one client, as an upstream needs to see it. */
export interface SessionOwner {
  readonly client: string;
  readonly session: string;
  /** what the client said in `initialize`; passed on to servers, never used to decide */
  readonly clientInfo: JsonObject;
  readonly capabilities: JsonObject;
  readonly protocolVersion: string;
  /**
   * A notification from the server. `relatedTo` is the `requestKey` of the caller's request it belongs to, where the transport
   * tells (HTTP stream) or where only one can be meant (stdio, exclusive connection); undefined for the standalone stream.
   */
  notified(server: string, message: ServerMessage, relatedTo: string | undefined): void;
  /** A request from the server (sampling, elicitation, roots, ping is answered by the upstream itself). */
  asked(server: string, message: ServerMessage, relatedTo: string | undefined, signal: AbortSignal): Promise<OwnReply>;
  /** The server may not be shared any more: what the session has under way goes on, its next request needs a link of its own. */
  parted(server: string): void;
}

export interface RequestOptions {
  /** the caller's name for this request, unique within its session; used to relate server messages to it */
  readonly requestKey: string;
  readonly timeoutMs: number;
  /** aborted when the caller cancelled: the upstream sends `notifications/cancelled` and the promise rejects with `CallCancelled` */
  readonly signal: CancelSignal;
  /** what `stringify` makes of the params, where somebody has written that already */
  readonly paramsText?: string | undefined;
  /** Whom the request asks whether it may leave, and before it is made again; when not, the promise rejects with what `leave` threw, or `CallCancelled`. */
  readonly passage?: Passage | undefined;
  /** present when the caller gave a progress token; called with the notification's params, the caller's token already restored by the gateway */
  readonly onProgress?: ((params: JsonObject) => void) | undefined;
  /** the server closed the stream of this request and goes on with it; the rest is fetched after `retryMs` (MCP 2025-11-25, SEP-1699) */
  readonly onPaused?: ((retryMs: number) => void) | undefined;
  /** told the id that the request goes out under, before it does; for telemetry */
  readonly sentAs?: ((id: number) => void) | undefined;
  /** extra fields of `params._meta` are never touched, except `progressToken`, which the upstream replaces by its own */
}

/** A live connection to a server, for one session. Several sessions may share the same process behind it. */
export interface UpstreamLink {
  readonly server: string;
  /** the server's answer to `initialize`, whole */
  readonly initializeResult: JsonObject;
  /** Sends exactly `params`, re-serialised. Never retried, never replayed. Rejects with one of the faults below. */
  request(method: string, params: JsonObject | undefined, options: RequestOptions): Promise<Answer>;
  notify(method: string, params: JsonObject | undefined): void;
  /** the server was told to tell of this resource, and is told again by itself when it was started again */
  tells(uri: string): boolean;
  release(): void;
}

/** What a server last answered to its list methods: whole entries, unknown fields kept, all pages, in the server's order. */
export interface ServerLists {
  readonly server: string;
  readonly initializeResult: JsonObject;
  readonly tools: readonly JsonObject[];
  readonly prompts: readonly JsonObject[];
  readonly resources: readonly JsonObject[];
  readonly resourceTemplates: readonly JsonObject[];
  readonly atMs: number;
  /** true when paging was cut (cap, repeated cursor, error on a later page) */
  readonly partial: boolean;
  /** a line for each entry that could not be read and stands in no list; such a tool cannot be called */
  readonly leftOut: readonly string[];
}

/** What a server listed to clients of some abilities: it may offer more, or something else, to those that can be asked back. */
export interface Offering {
  has(list: 'tools' | 'prompts' | 'resources' | 'resourceTemplates', name: string): boolean;
}

export interface Upstreams {
  /** Connects (and starts the server when needed). One clear failure when it cannot. */
  acquire(server: string, owner: SessionOwner): Promise<Result<UpstreamLink>>;
  /** last lists, from memory; undefined until the server was listed once */
  lists(server: string): ServerLists | undefined;
  /** Whether a server has said what it offers to clients that can be asked what this one can: some offer those more, or something else. */
  knows(server: string, owner: SessionOwner): boolean;
  /** Which entries of `lists` were listed to such a client; undefined: all of them, or it is not known. The same object until that changes. */
  offering(server: string, owner: SessionOwner): Offering | undefined;
  /** takes the lists again (starting the server when needed), as the server answers to such a client; concurrent calls share one */
  refresh(server: string, owner?: SessionOwner): Promise<Result<ServerLists>>;
}

/** The request never left: nothing was sent to the server. Limits may be given back. */
export class NeverSent extends Error {}
/** The request left and its fate is not known (server died, stream broke). Never retried. */
export class FateUnknown extends Error {}
/** The server did say something, and nothing that could be passed on: an HTTP status that is no success, a text that is no answer. */
export class NoAnswer extends FateUnknown {}
/** The server refused the request for its credentials (401, 403): by its own word nothing was carried out. Limits do not take its word. */
export class AccessRefused extends FateUnknown {}
/** What let the call through does not any more, or it could not be written down: it was not sent, and the connection is as good as before. */
export class HeldBack extends Error {}
export class CallTimedOut extends Error {}
export class CallCancelled extends Error {}
/** The answer was larger than allowed; only this call fails. */
export class AnswerTooLarge extends Error {}
