import type { ExactNumber, JsonObject, JsonValue } from '../../../shared/json/json.js';

/** Who calls: established by token or socket only, never by what the caller says of itself. */
export interface Caller {
  readonly client: string;
  /** an MCP session, a bridge connection, or for stateless clients one client's activity until 30 minutes idle */
  readonly session: string;
}

export type RequestId = string | number | ExactNumber;

/** A JSON-RPC response as the server sent it: never parsed unless something must look at it. */
export interface Answer {
  /** the whole message, without a line end */
  readonly bytes: Buffer;
  /** where the value of the envelope's `id` stands in `bytes`; the gateway splices the caller's own id in */
  readonly idStart: number;
  readonly idEnd: number;
  readonly kind: 'result' | 'error';
  /** Of a large one: it was passed on and nobody reads it any more. Its memory goes at once, and `bytes` is empty. */
  readonly release?: (() => void) | undefined;
}

/** A message that a server sent by itself (request or notification), parsed. */
export interface ServerMessage {
  readonly id?: RequestId;
  readonly method: string;
  readonly params: JsonObject | undefined;
}

/** Outcome of a request that Toolgate answers itself. */
export type OwnReply =
  | { readonly kind: 'result'; readonly result: JsonObject }
  | { readonly kind: 'error'; readonly code: number; readonly message: string; readonly data?: JsonValue };
