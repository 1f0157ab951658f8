import { COLON, COMMA, QUOTE, skipSpace, skipString, skipValue } from './skip-json.js';

/** What one JSON-RPC message is, told from its top level alone. */
export type Envelope =
  /** `id` is set when it is an integer such as Toolgate gives out; `idStart`..`idEnd` is where the value stands */
  | {
      readonly kind: 'response';
      readonly id: number | undefined;
      readonly idStart: number;
      readonly idEnd: number;
      readonly outcome: 'result' | 'error';
    }
  /** a request or notification: has a method */
  | { readonly kind: 'message' }
  /** not a JSON object at all: debug output, for example */
  | { readonly kind: 'noise' }
  /**
   * Looks like JSON-RPC and is not. `id` where one could be read, wherever it stands, and nothing says that it is the server's own question: that call
   * is answered with an error.
   */
  | { readonly kind: 'invalid'; readonly id: number | undefined; readonly why: string };

const known = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error']);

/** The integer between two indexes when it is one that Toolgate could have given out: no sign, no leading zero, at most 15 digits. */
function integerAt(bytes: Buffer, from: number, to: number): number | undefined {
  if (to <= from || to - from > 15 || (bytes[from] === 48 && to - from > 1)) return undefined;
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = (bytes[i] as number) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

/**
 * Reads the envelope of a JSON-RPC message without parsing what is in it: walks the members of the top level and skips their values
 * (strings whole, brackets by depth), so nothing nested can pass for the envelope's `id`. For every text that is JSON the walk is
 * exact; two members of one name, names that only resemble an envelope's (`ID`, `\u0069d`), or `method` beside `result` are
 * `invalid`, because two readers could understand them differently.
 */
export function scanEnvelope(bytes: Buffer): Envelope {
  let at = skipSpace(bytes, 0);
  if (bytes[at] !== 123) return { kind: 'noise' };
  let id: number | undefined;
  let idStart = -1;
  let idEnd = -1;
  let outcome: 'result' | 'error' | undefined;
  let hasMethod = false;
  /** something that another reader could take for a method */
  let likeMethod = false;
  let members = 0;
  let wrong: string | undefined;
  const seen: string[] = [];
  const invalid = (why: string): Envelope => {
    if (members === 0) return { kind: 'noise' };
    const isQuestion = (hasMethod || likeMethod) && outcome === undefined;
    return { kind: 'invalid', id: isQuestion ? undefined : id, why: wrong ?? why };
  };

  at = skipSpace(bytes, at + 1);
  while (bytes[at] === QUOTE) {
    const keyEnd = skipString(bytes, at);
    if (keyEnd === -1) return invalid('it breaks off');
    const key = bytes.toString('utf8', at + 1, keyEnd - 1);
    at = skipSpace(bytes, keyEnd);
    if (bytes[at] !== COLON) return invalid('it is not JSON');
    const valueStart = skipSpace(bytes, at + 1);
    const valueEnd = skipValue(bytes, valueStart);
    members += 1;
    if (key === 'id' && idStart === -1 && valueEnd !== -1) {
      idStart = valueStart;
      idEnd = valueEnd;
      id = integerAt(bytes, valueStart, valueEnd);
    }
    if (valueEnd === -1) return invalid('it breaks off');
    const like = known.has(key) ? undefined : resembled(key);
    if (like !== undefined) {
      wrong ??= `it has a member that only resembles one of JSON-RPC's`;
      likeMethod ||= like === 'method';
    }
    if (seen.includes(key)) wrong ??= `it has two members named ${JSON.stringify(key.slice(0, 40))}`;
    else if (seen.length < 64) seen.push(key);
    else wrong ??= 'it has too many members';
    if (key === 'method') hasMethod = true;
    else if (key === 'result' || key === 'error') {
      if (outcome !== undefined && outcome !== key) wrong ??= 'it has a result and an error';
      outcome ??= key;
    }
    at = skipSpace(bytes, valueEnd);
    if (bytes[at] !== COMMA) break;
    at = skipSpace(bytes, at + 1);
    if (bytes[at] !== QUOTE) return invalid('it is not JSON');
  }
  if (bytes[at] !== 125 || skipSpace(bytes, at + 1) !== bytes.length) return invalid('it is not JSON');
  if (wrong !== undefined) return invalid(wrong);
  if (hasMethod) return outcome === undefined ? { kind: 'message' } : invalid('it is a request and an answer at once');
  if (outcome === undefined || idStart === -1) return invalid('it has neither a method nor an answer');
  return { kind: 'response', id, idStart, idEnd, outcome };
}

/** the name of JSON-RPC's that another reader could take this one for; of one that cannot be read at all, `method`: it could be anything */
function resembled(key: string): string | undefined {
  if (/^[a-z_$]+$/.test(key)) return undefined;
  let plain = key;
  if (key.includes('\\')) {
    try {
      plain = JSON.parse(`"${key}"`) as string;
    } catch {
      return 'method';
    }
  }
  const folded = plain.normalize('NFKC').toLowerCase().replaceAll('ı', 'i');
  return known.has(folded) ? folded : undefined;
}

/**
 * What the first bytes of a message say whose rest was thrown away: our integer `id`, `message` for a request or notification, or nothing. Only
 * members of the top level count: the walk ends at the first value that does not end within `head`.
 */
export function readHead(head: Buffer): number | 'message' | undefined {
  let at = skipSpace(head, 0);
  if (head[at] !== 123) return undefined;
  at = skipSpace(head, at + 1);
  let id: number | undefined;
  while (head[at] === QUOTE) {
    const keyEnd = skipString(head, at);
    if (keyEnd === -1) return id;
    const key = head.toString('latin1', at + 1, keyEnd - 1);
    if (key === 'method') return 'message';
    at = skipSpace(head, keyEnd);
    if (head[at] !== COLON) return id;
    const start = skipSpace(head, at + 1);
    const end = skipValue(head, start);
    if (end === -1 || end >= head.length) return id;
    if (key === 'id') id = integerAt(head, start, end);
    at = skipSpace(head, end);
    if (head[at] !== COMMA) return id;
    at = skipSpace(head, at + 1);
  }
  return id;
}

/**
 * Finds our integer `id` in the last bytes of a message that was thrown away: only in the form `…,"id":7}` or
 * `…,"jsonrpc":"2.0","id":7}` / `…,"id":7,"jsonrpc":"2.0"}` that ends the message. A nested object can look the same, so a caller must treat
 * the answer as a guess: right only when such a call is waiting.
 */
export function idInTail(tail: Buffer): number | undefined {
  const match =
    /[}\]"el\d]\s*,(?:\s*"jsonrpc"\s*:\s*"2\.0"\s*,)?\s*"id"\s*:\s*(0|[1-9]\d{0,14})\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$/.exec(
      tail.toString('latin1'),
    );
  return match === null ? undefined : Number(match[1]);
}

/** The same JSON without raw line ends, so that it can stand in any framing: between tokens they become spaces, in strings they are no JSON anyway. */
export function withoutLineEnds(bytes: Buffer): Buffer {
  if (!bytes.includes(10) && !bytes.includes(13)) return bytes;
  const copy = Buffer.from(bytes);
  for (let i = 0; i < copy.length; i++) if (copy[i] === 10 || copy[i] === 13) copy[i] = 32;
  return copy;
}
