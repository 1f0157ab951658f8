import { ExactNumber, isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import type { RequestId } from '../ports/messages.js';
import { findVariant } from './known-keys.js';

export const PARSE_ERROR = -32700;
export const INVALID_REQUEST = -32600;
export const METHOD_NOT_FOUND = -32601;
export const INVALID_PARAMS = -32602;
export const INTERNAL_ERROR = -32603;

export interface IncomingRequest {
  readonly kind: 'request';
  readonly id: RequestId;
  readonly method: string;
  readonly params: JsonObject | undefined;
}
export interface IncomingNotification {
  readonly kind: 'notification';
  readonly method: string;
  readonly params: JsonObject | undefined;
}
export interface IncomingResponse {
  readonly kind: 'response';
  readonly id: RequestId;
  /** exactly one of the two is there */
  readonly result: JsonValue | undefined;
  readonly error: JsonObject | undefined;
}
/** Not acceptable: answered with `code` and `message` under `id` (null where none could be read). */
export interface BadMessage {
  readonly kind: 'bad';
  readonly id: RequestId | null;
  readonly code: number;
  readonly message: string;
}
export type Incoming = IncomingRequest | IncomingNotification | IncomingResponse | BadMessage;

/** Sorts one parsed message (JSON-RPC 2.0, MCP base protocol). Arrays, null ids and look-alike member names are refused. */
export function readEnvelope(value: JsonValue): Incoming {
  if (Array.isArray(value)) return bad(null, 'Invalid Request: batches are not part of this protocol version');
  if (!isJsonObject(value)) return bad(null, 'Invalid Request: a message is a JSON object');
  const id = value['id'];
  const validId = isRequestId(id) ? id : null;
  const variant = findVariant(value);
  if (variant !== undefined) return bad(validId, `Invalid Request: ${variant}`);
  if (value['jsonrpc'] !== '2.0') return bad(validId, 'Invalid Request: "jsonrpc" must be "2.0"');
  if (id !== undefined && validId === null) return bad(null, 'Invalid Request: "id" must be a string or an integer');
  return value['method'] === undefined ? readResponse(value, validId) : readCall(value, validId);
}

function readCall(value: JsonObject, id: RequestId | null): Incoming {
  const { method } = value;
  // clients of languages with a null write what they leave out as null
  const params = value['params'] ?? undefined;
  if (typeof method !== 'string') return bad(id, 'Invalid Request: "method" must be a string');
  if (value['result'] !== undefined || value['error'] !== undefined)
    return bad(id, 'Invalid Request: a message is a request or a response, not both');
  if (params !== undefined && !isJsonObject(params)) return bad(id, 'Invalid Request: "params" must be an object');
  const meta = params?.['_meta'] ?? undefined;
  if (meta !== undefined && !isJsonObject(meta)) return bad(id, 'Invalid Request: "_meta" must be an object');
  return id === null ? { kind: 'notification', method, params } : { kind: 'request', id, method, params };
}

function readResponse(value: JsonObject, id: RequestId | null): Incoming {
  const { result, error } = value;
  if (id === null || (result === undefined) === (error === undefined)) return bad(id, 'Invalid Request: neither a request nor a response');
  if (error !== undefined && !isJsonObject(error)) return bad(id, 'Invalid Request: "error" must be an object');
  return { kind: 'response', id, result, error };
}

const bad = (id: RequestId | null, message: string): BadMessage => ({ kind: 'bad', id, code: INVALID_REQUEST, message });

/** Ids and progress tokens: strings, integers of any size. Fractions and null are none. */
export const isRequestId = (id: JsonValue | undefined): id is RequestId =>
  typeof id === 'string' || (typeof id === 'number' && Number.isInteger(id)) || (id instanceof ExactNumber && /^-?\d+$/.test(id.digits));

/** A key under which 1 and "1" differ and big integers keep their digits. */
export const idKey = (id: RequestId): string => (typeof id === 'string' ? `s${id}` : `n${id instanceof ExactNumber ? id.digits : id}`);

/** 1 and "1" are two ids. */
export const sameId = (a: RequestId, b: RequestId): boolean =>
  a === b || (a instanceof ExactNumber && b instanceof ExactNumber && a.digits === b.digits);
