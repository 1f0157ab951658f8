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
  /** our own id of what it was, or may have been, to be the answer to: whoever asked hears at once that there is none */
  readonly question?: RequestId;
}
export type Incoming = IncomingRequest | IncomingNotification | IncomingResponse | BadMessage;

/** Sorts one parsed message (JSON-RPC 2.0, MCP base protocol). Arrays, null ids and look-alike member names are refused. */
export function readEnvelope(value: JsonValue): Incoming {
  if (Array.isArray(value)) return bad(null, 'Invalid Request: batches are not part of this protocol version');
  if (!isJsonObject(value)) return bad(null, 'Invalid Request: a message is a JSON object');
  const id = value['id'];
  const validId = isRequestId(id) ? id : null;
  const variant = findVariant(value);
  const refused = isAnswer(value) ? badAnswer : bad;
  if (variant !== undefined) return refused(validId, `Invalid Request: ${variant}`);
  if (value['jsonrpc'] !== '2.0') return refused(validId, 'Invalid Request: "jsonrpc" must be "2.0"');
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
  if (id === null || (result === undefined) === (error === undefined))
    return { ...badAnswer(id, 'Invalid Request: neither a request nor a response'), id: isAnswer(value) ? null : id };
  if (error !== undefined && !isJsonObject(error)) return badAnswer(id, 'Invalid Request: "error" must be an object');
  return { kind: 'response', id, result, error };
}

const isAnswer = (value: object): boolean => !('method' in value) && ('result' in value || 'error' in value);

/** A message that the strict parser refuses. Read loosely only to tell what it was to be the answer to. */
export function unreadable(bytes: Buffer, why: string): BadMessage {
  const refused: BadMessage = { kind: 'bad', id: null, code: PARSE_ERROR, message: `Parse error: ${why}` };
  if (bytes.includes('"method"')) return refused;
  try {
    const loose: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof loose !== 'object' || loose === null || !isAnswer(loose)) return refused;
    const { id } = loose as { id?: JsonValue };
    return isRequestId(id) ? { ...refused, question: id } : refused;
  } catch {
    return refused;
  }
}

/** `id` is null: it is not the client's own, and could be taken for the answer to one of its requests */
const badAnswer = (id: RequestId | null, message: string): BadMessage =>
  id === null ? bad(null, message) : { ...bad(null, message), question: id };
const bad = (id: RequestId | null, message: string): BadMessage => ({ kind: 'bad', id, code: INVALID_REQUEST, message });

/** Ids and progress tokens: strings, integers of any size. Fractions and null are none. */
export const isRequestId = (id: JsonValue | undefined): id is RequestId =>
  typeof id === 'string' || (typeof id === 'number' && Number.isInteger(id)) || (id instanceof ExactNumber && /^-?\d+$/.test(id.digits));

/** A key under which 1 and "1" differ and big integers keep their digits. */
export const idKey = (id: RequestId): string => (typeof id === 'string' ? `s${id}` : `n${id instanceof ExactNumber ? id.digits : id}`);

/** 1 and "1" are two ids. */
export const sameId = (a: RequestId, b: RequestId): boolean =>
  a === b || (a instanceof ExactNumber && b instanceof ExactNumber && a.digits === b.digits);
