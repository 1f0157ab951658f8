import type { JsonObject, JsonValue } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import type { Answer, RequestId } from '../ports/messages.js';

/** Messages as bytes, without a line end. Nothing here looks into an answer. */

export const resultBytes = (id: RequestId, result: JsonObject): Buffer => resultTextBytes(id, stringify(result));

/** As `resultBytes`, for a result whose JSON text is ready. */
const resultTextBytes = (id: RequestId, result: string): Buffer =>
  Buffer.from(`{"jsonrpc":"2.0","id":${stringify(id)},"result":${result}}`);

export function errorBytes(id: RequestId | null, code: number, message: string, data?: JsonValue): Buffer {
  return Buffer.from(stringify({ jsonrpc: '2.0', id, error: { code, message, data } }));
}

export const notificationBytes = (method: string, params: JsonObject | undefined): Buffer =>
  Buffer.from(stringify({ jsonrpc: '2.0', method, params }));

export const requestBytes = (id: RequestId, method: string, params: JsonObject | undefined): Buffer =>
  Buffer.from(stringify({ jsonrpc: '2.0', id, method, params }));

const HEAD = Buffer.from('{"jsonrpc":"2.0","id":');
const NO_ID = Buffer.from('0');

/** An answer made here, in the shape that the corridor passes on. */
export function ownAnswer(kind: Answer['kind'], valueText: string): Answer {
  return {
    kind,
    bytes: Buffer.concat([HEAD, NO_ID, Buffer.from(`,"${kind}":${valueText}}`)]),
    idStart: HEAD.length,
    idEnd: HEAD.length + NO_ID.length,
  };
}

/** The answer under the caller's own id; every other byte stays as the server sent it. */
export function spliceId(answer: Answer, id: RequestId): Buffer {
  const text = stringify(id);
  const idBytes = Buffer.byteLength(text);
  const { bytes, idStart, idEnd } = answer;
  const out = Buffer.allocUnsafe(bytes.length - (idEnd - idStart) + idBytes);
  bytes.copy(out, 0, 0, idStart);
  out.write(text, idStart);
  bytes.copy(out, idStart + idBytes, idEnd);
  return out;
}

/** As `spliceId`, as text with one character per byte: it becomes part of a larger text without being copied first. Undefined for an id beyond ASCII. */
export function spliceText({ bytes, idStart, idEnd }: Answer, id: RequestId): string | undefined {
  const text = stringify(id);
  if (typeof id === 'string' && !/^[\x20-\x7e]*$/.test(text)) return undefined;
  return bytes.toString('latin1', 0, idStart) + text + bytes.toString('latin1', idEnd);
}

/** As `spliceId` in two parts, the second of them the answer's own bytes: a list of a thousand tools is not copied for every client. */
export function splitAtId({ bytes, idStart, idEnd }: Answer, id: RequestId): [Buffer, Buffer] {
  return [Buffer.concat([bytes.subarray(0, idStart), Buffer.from(stringify(id))]), bytes.subarray(idEnd)];
}

/** A message on one line. In JSON, line ends stand only between tokens, so a space says the same. Servers behind HTTP may send several lines. */
export function oneLine(bytes: Buffer): Buffer {
  if (!bytes.includes(10) && !bytes.includes(13)) return bytes;
  const copy = Buffer.from(bytes);
  for (let i = 0; i < copy.length; i++) if (copy[i] === 10 || copy[i] === 13) copy[i] = 32;
  return copy;
}
