import { withoutLineEnds } from './scan-envelope.js';
import { COMMA, skipSpace, skipValue } from './skip-json.js';

const OPEN_LIST = 91;
const CLOSE_LIST = 93;

/**
 * The messages that a JSON body holds, without raw line ends: one, or those of an array, in which older servers answer (2025-03-26, batching). A byte
 * order mark is passed over (RFC 8259 8.1). What is no such array is handed on whole, to be told as what it is.
 */
export function messagesIn(body: Buffer): Buffer[] {
  const bytes = withoutLineEnds(body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body);
  const start = skipSpace(bytes, 0);
  return (bytes[start] === OPEN_LIST ? itemsOf(bytes, start) : undefined) ?? [bytes];
}

function itemsOf(bytes: Buffer, start: number): Buffer[] | undefined {
  const items: Buffer[] = [];
  for (let at = skipSpace(bytes, start + 1); ; at = skipSpace(bytes, at + 1)) {
    const end = skipValue(bytes, at);
    if (end === -1) return undefined;
    items.push(bytes.subarray(at, end));
    at = skipSpace(bytes, end);
    if (bytes[at] === CLOSE_LIST) return skipSpace(bytes, at + 1) === bytes.length ? items : undefined;
    if (bytes[at] !== COMMA) return undefined;
  }
}
