import type { JsonObject } from '../../../shared/json/json.js';
import type { CancelSignal } from './cancel.js';
import type { Answer, Caller, OwnReply } from './messages.js';
import type { DecidedCall } from './telemetry.js';

/** One thing a caller wants from a server. `params` is the object that is judged, shown and sent: nobody else holds another copy. */
export interface CallIntent {
  readonly caller: Caller;
  readonly server: string;
  /** `tools/call`, `resources/read`, `prompts/get`, `completion/complete`, `sampling/createMessage`, `elicitation/create` … */
  readonly method: string;
  /** the server's own name of the tool or prompt, or the URI of the resource; `''` for lists */
  readonly tool: string;
  readonly params: JsonObject;
  /** present when the caller gave a progress token: tells it that the call waits for a person */
  readonly tellWaiting?: ((step: number, message: string) => void) | undefined;
  /** told once, when the record of the call is opened; for telemetry */
  readonly decided?: ((what: DecidedCall) => void) | undefined;
  /** aborted when the caller cancels or goes away */
  readonly signal: CancelSignal;
  /** aborted when the caller has said its last word: what runs gets its answer to the end, but no person is asked for it any more */
  readonly parting?: CancelSignal | undefined;
  /** Whoever forwards it asks `Passage.leave` before anything of it is sent. Absent: its record is written down before `forward` is called. */
  readonly asksToLeave?: boolean | undefined;
}

/** What a call still asks on its way to the server. */
export interface Passage {
  /** Asked right before its first byte is sent: its record survives kill -9 when this returns. Throws when it must not be sent any more. */
  leave(): void;
  /** asked before the call is made again with what the server wanted to know first; false: it is not */
  mayGoOn(): boolean;
}

/**
 * Sends `params` to the server. Called at most once per intent, with the same object the intent carries. `paramsText`: what `stringify` makes of
 * it, where the log has written that already.
 */
export type Forward = (
  params: JsonObject,
  timeoutMs: number,
  signal: CancelSignal,
  paramsText?: string,
  passage?: Passage,
) => Promise<Answer>;

export type CallReply = { readonly kind: 'answer'; readonly answer: Answer } | OwnReply;

/** The one way from a caller to a server. Every fault on the way ends in a refusal; exactly one log record per intent. */
export interface Corridor {
  handle(intent: CallIntent, forward: Forward): Promise<CallReply>;
  /**
   * The way of a request that only continues or ends what a call has let through (tasks, log level, end of a subscription). `intent.tool`: the tool
   * that started a task, the URI of a subscription, else `''`. One record too; no rule asks and no limit counts.
   */
  follow(intent: CallIntent, forward: Forward): Promise<CallReply>;
  /** whether a name is in the lists this caller gets (not hidden, not changed, not quarantined, class known) */
  shows(caller: Caller, server: string, kind: 'tool' | 'prompt' | 'resource', name: string): boolean;
}

/** What the gateway needs to know of the configured servers. */
export interface ServerDirectory {
  /** enabled servers with their aggregate prefixes, in order */
  list(): readonly { readonly name: string; readonly slug: string }[];
  has(name: string): boolean;
}

/** Decides who a bearer token or a local socket belongs to. Constant-time; unknown or blocked answers undefined. */
export interface ClientDirectory {
  byToken(token: string): { readonly name: string } | undefined;
  seen(client: string, says: string): void;
  /**
   * For the local socket, where a token never travels: HMAC-SHA256 of `message` under the key SHA-256(token as UTF-8), 32 bytes.
   * `undefined` for an unknown or blocked client.
   */
  proofFor(client: string, message: Uint8Array): Uint8Array | undefined;
}
