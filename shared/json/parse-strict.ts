import { fail, ok, type Result } from '../result.js';
import { ExactNumber, type JsonObject, type JsonValue } from './json.js';

/**
 * Parses JSON (RFC 8259) so that no other parser can read the text differently: duplicate keys at any depth, a BOM, lone surrogates,
 * bytes that are no UTF-8, numbers beyond the range of a double and nesting over `maxDepth` (default 64) are refused.
 * Objects have a null prototype; numbers whose digits a double would change become `ExactNumber`. Linear in size.
 * Fails with `json.syntax`, `json.duplicate`, `json.depth`, `json.number` or `json.text`.
 */
export function parseStrict(input: string | Uint8Array, options: { readonly maxDepth?: number } = {}): Result<JsonValue> {
  try {
    const text = typeof input === 'string' ? input : decode(input);
    if (!isWellFormed(text)) throw new Refusal('json.text', 'a lone surrogate is no character');
    return ok(createReader(text, options.maxDepth ?? 64)());
  } catch (error) {
    if (error instanceof Refusal) return fail(error.code, error.message);
    throw error;
  }
}

class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const fatalUtf8 = () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string {
  // Buffer's decoder is several times faster; it writes U+FFFD for bad bytes, so only texts that hold one are decoded again, strictly.
  const text = typeof Buffer === 'undefined' ? undefined : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (text !== undefined && !text.includes('\uFFFD')) return text;
  try {
    return fatalUtf8().decode(bytes);
  } catch {
    throw new Refusal('json.text', 'the bytes are not UTF-8');
  }
}

const native = (String.prototype as { isWellFormed?: () => boolean }).isWellFormed;
/** Node 18 has no `isWellFormed`; in a `u` pattern only lone surrogates are of category Cs. */
const isWellFormed = (text: string): boolean => (native ? native.call(text) : !/\p{Cs}/u.test(text));

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** strings longer than this are measured by `indexOf` and read by the engine's own parser */
const LONG = 48;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

function createReader(text: string, maxDepth: number): () => JsonValue {
  let at = 0;
  let depth = 0;

  return () => {
    const value = readValue();
    skipSpace();
    if (at < text.length) throw syntax();
    return value;
  };

  function readValue(): JsonValue {
    skipSpace();
    const code = text.charCodeAt(at);
    if (code === QUOTE) return readString();
    if (code === 0x7b) return readObject();
    if (code === 0x5b) return readArray();
    if (code === 0x74) return readWord('true', true);
    if (code === 0x66) return readWord('false', false);
    if (code === 0x6e) return readWord('null', null);
    return readNumber();
  }

  function readObject(): JsonObject {
    const object: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
    enter();
    if (text.charCodeAt(at) === 0x7d) return leave(object);
    for (;;) {
      skipSpace();
      if (text.charCodeAt(at) !== QUOTE) throw syntax();
      const key = readString();
      if (key in object) throw new Refusal('json.duplicate', `the key ${JSON.stringify(key.slice(0, 80))} stands twice in one object`);
      skipSpace();
      if (text.charCodeAt(at) !== 0x3a) throw syntax();
      at++;
      object[key] = readValue();
      skipSpace();
      const code = text.charCodeAt(at);
      if (code === 0x7d) return leave(object);
      if (code !== 0x2c) throw syntax();
      at++;
    }
  }

  function readArray(): JsonValue[] {
    const array: JsonValue[] = [];
    enter();
    if (text.charCodeAt(at) === 0x5d) return leave(array);
    for (;;) {
      array.push(readValue());
      skipSpace();
      const code = text.charCodeAt(at);
      if (code === 0x5d) return leave(array);
      if (code !== 0x2c) throw syntax();
      at++;
    }
  }

  function enter(): void {
    if (++depth > maxDepth) throw new Refusal('json.depth', `nesting is deeper than ${maxDepth}`);
    at++;
    skipSpace();
  }

  function leave<T>(value: T): T {
    depth--;
    at++;
    return value;
  }

  function readString(): string {
    const start = at + 1;
    const near = Math.min(start + LONG, text.length);
    for (let i = start; i < near; i++) {
      const code = text.charCodeAt(i);
      if (code === QUOTE) {
        at = i + 1;
        return text.slice(start, i);
      }
      if (code === BACKSLASH) break;
      if (code < 0x20) throw syntax(i);
    }
    return readLongString(start);
  }

  function readLongString(start: number): string {
    let end = text.indexOf('"', start);
    while (end !== -1 && isEscaped(start, end)) end = text.indexOf('"', end + 1);
    if (end === -1) throw syntax(start);
    at = end + 1;
    let value: string;
    try {
      value = JSON.parse(text.slice(start - 1, end + 1)) as string;
    } catch {
      throw syntax(start);
    }
    // the text is well formed, so only a \u escape can have made a lone surrogate
    if (!isWellFormed(value)) throw new Refusal('json.text', 'a lone surrogate is no character');
    return value;
  }

  /** An odd run of backslashes before a quote makes it part of the string. */
  function isEscaped(start: number, quote: number): boolean {
    let i = quote - 1;
    while (i >= start && text.charCodeAt(i) === BACKSLASH) i--;
    return (quote - 1 - i) % 2 === 1;
  }

  function readNumber(): number | ExactNumber {
    const start = at;
    let value = 0;
    let i = start;
    for (let code = text.charCodeAt(i); code >= 0x30 && code <= 0x39; code = text.charCodeAt(++i)) value = value * 10 + code - 0x30;
    const next = text.charCodeAt(i);
    const plain = i > start && i - start <= 15 && next !== 0x2e && next !== 0x65 && next !== 0x45 && (text.charCodeAt(start) !== 0x30 || i - start === 1);
    if (plain) {
      at = i;
      return value;
    }
    NUMBER.lastIndex = start;
    const token = NUMBER.exec(text)?.[0];
    if (token === undefined) throw syntax();
    at = start + token.length;
    const number = Number(token);
    if (!Number.isFinite(number)) throw new Refusal('json.number', `the number ${token.slice(0, 40)} is out of range`);
    return keepsDigits(token, number) ? number : new ExactNumber(token);
  }

  function readWord<T>(word: string, value: T): T {
    if (!text.startsWith(word, at)) throw syntax();
    at += word.length;
    return value;
  }

  function skipSpace(): void {
    for (let code = text.charCodeAt(at); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; code = text.charCodeAt(++at));
  }

  function syntax(position = at): Refusal {
    return new Refusal('json.syntax', position >= text.length ? 'the JSON ends too early' : `no JSON at position ${position}`);
  }
}

/** Whether writing `number` again gives the same decimal value as `token`. */
function keepsDigits(token: string, number: number): boolean {
  const written = String(number);
  if (written === token) return true;
  const [a, b] = [decimal(token), decimal(written)];
  return a.digits === b.digits && a.exponent === b.exponent;
}

/** `0.digits * 10^exponent`, digits without zeros at either end; zero has no digits. */
function decimal(token: string): { digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = token.replace(/^-/, '').split(/[eE]/);
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  let first = 0;
  while (first < all.length && all.charCodeAt(first) === 0x30) first++;
  let last = all.length;
  while (last > first && all.charCodeAt(last - 1) === 0x30) last--;
  const digits = all.slice(first, last);
  return { digits, exponent: digits === '' ? 0 : Number(power) + whole.length - first };
}
