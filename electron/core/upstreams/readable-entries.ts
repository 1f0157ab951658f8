import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import { COLON, COMMA, QUOTE, skipSpace, skipString, skipValue } from './skip-json.js';

const OPEN_OBJECT = 123;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
/** lines for a person; of more entries nothing is said */
export const MOST_LEFT_OUT = 1000;
/** the envelope, its result, the list */
const LEVELS = 3;

/** more than any model could take in, and as much as is read in one go */
const MAX_ENTRY_BYTES = 1024 * 1024;

/** read in one go before other work gets its turn */
const PIECE_BYTES = 32 * 1024;

/**
 * The result of an answer, its list `result[key]` read entry by entry, so that a long one never holds the loop: entries that nobody may read (nested
 * deeper than `maxDepth`, a key twice, a lone surrogate, larger than 1 MB …) are left out, with a line for each. Undefined where anything but an entry is at fault.
 * Yields about every 32 KB; linear.
 */
export function* readableEntries(
  bytes: Buffer,
  key: string,
  maxDepth: number,
): Generator<void, { readonly result: JsonObject; readonly leftOut: readonly string[] } | undefined> {
  const result = memberAt(bytes, skipSpace(bytes, 0), 'result');
  const list = result === undefined ? undefined : memberAt(bytes, result, key);
  if (list === undefined || bytes[list] !== OPEN_LIST) return undefined;
  const kept: JsonValue[] = [];
  const leftOut: string[] = [];
  let number = 0;
  let at = skipSpace(bytes, list + 1);
  let paused = at;
  while (bytes[at] !== CLOSE_LIST) {
    const end = skipValue(bytes, at);
    if (end === -1) return undefined;
    const entry = bytes.subarray(at, end);
    number += 1;
    const read = entry.length > MAX_ENTRY_BYTES ? undefined : parseStrict(entry, { maxDepth: maxDepth - LEVELS });
    if (read?.ok === true) kept.push(read.value);
    else if (leftOut.length < MOST_LEFT_OUT)
      leftOut.push(`${nameOf(entry) ?? `entry ${number}`}: ${read?.error.message ?? 'it is larger than 1 MB'}`);
    at = skipSpace(bytes, end);
    if (bytes[at] === COMMA) {
      at = skipSpace(bytes, at + 1);
      if (bytes[at] === CLOSE_LIST) return undefined;
    } else if (bytes[at] !== CLOSE_LIST) return undefined;
    if (at - paused > PIECE_BYTES) {
      paused = at;
      yield;
    }
  }
  if (list + bytes.length - at > MAX_ENTRY_BYTES) return undefined;
  const around = parseStrict(Buffer.concat([bytes.subarray(0, list + 1), bytes.subarray(at)]), { maxDepth });
  if (!around.ok || !isJsonObject(around.value) || !isJsonObject(around.value.result)) return undefined;
  return { result: Object.assign(around.value.result, { [key]: kept }), leftOut };
}

/** where the value of the first member of that name begins, in the object that begins at `at` */
function memberAt(bytes: Buffer, at: number, name: string): number | undefined {
  if (bytes[at] !== OPEN_OBJECT) return undefined;
  let start = skipSpace(bytes, at + 1);
  while (bytes[start] === QUOTE) {
    const end = skipString(bytes, start);
    if (end === -1) return undefined;
    const colon = skipSpace(bytes, end);
    if (bytes[colon] !== COLON) return undefined;
    const value = skipSpace(bytes, colon + 1);
    if (bytes.toString('utf8', start + 1, end - 1) === name) return value;
    const comma = skipSpace(bytes, skipValue(bytes, value));
    if (bytes[comma] !== COMMA) return undefined;
    start = skipSpace(bytes, comma + 1);
  }
  return undefined;
}

function nameOf(entry: Buffer): string | undefined {
  const at = memberAt(entry, 0, 'name') ?? memberAt(entry, 0, 'uri') ?? memberAt(entry, 0, 'uriTemplate');
  const end = at === undefined ? -1 : skipValue(entry, at);
  const read = at === undefined || end - at > 1000 ? undefined : parseStrict(entry.subarray(at, end));
  return read?.ok === true && typeof read.value === 'string' ? read.value.slice(0, 80) : undefined;
}
