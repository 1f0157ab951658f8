import { fail, ok, type Result } from '../result.js';
import { bareObject, ExactNumber, type JsonObject, type JsonValue } from './json.js';
import { keepText } from './kept-text.js';

export interface ParseOptions {
  /** levels of nesting, 64 where it is not given */
  readonly maxDepth?: number;
  /** Long objects that stand in the text exactly as they would be written keep it (`kept-text.ts`), and are frozen for that. */
  readonly keepTexts?: boolean;
}

/**
 * Parses JSON (RFC 8259) so that no other parser can read the text differently: duplicate keys at any depth, a BOM, lone surrogates,
 * bytes that are no UTF-8, numbers beyond the range of a double and nesting over `maxDepth` (default 64) are refused.
 * Objects inherit nothing (`bareObject`); numbers whose digits a double would change become `ExactNumber`. Linear in size.
 * Fails with `json.syntax`, `json.duplicate`, `json.depth`, `json.number` or `json.text`.
 */
export function parseStrict(input: string | Uint8Array, options: ParseOptions = {}): Result<JsonValue> {
  try {
    const text = typeof input === 'string' ? input : decode(input);
    if (!isWellFormed(text)) throw new Refusal('json.text', 'a lone surrogate is no character');
    const keptFrom = options.keepTexts === true ? Math.max(longText, text.length / 2) : Infinity;
    return ok(new Reader(text, options.maxDepth ?? 64, keptFrom).read());
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
/** a string longer than this that is most of the text stays a part of it, where nothing is escaped, instead of being copied */
const LARGE = 1024;
const escapedOrControl = /[\u0000-\u001f\\]/;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** Texts of objects longer than this are worth keeping, where they are most of the whole: as long as one is kept, the whole is. */
const longText = 1024;

/** One pass over one text. A class, so that reading a small message costs one object and not a dozen functions. */
class Reader {
  private at = 0;
  private depth = 0;
  private readonly text: string;
  private readonly maxDepth: number;
  private readonly keptFrom: number;
  /** what was read so far that would be written in another way: spaces, escapes, some numbers, names that are numbers and would come first */
  private unlike = 0;

  constructor(text: string, maxDepth: number, keptFrom: number) {
    this.text = text;
    this.maxDepth = maxDepth;
    this.keptFrom = keptFrom;
  }

  read(): JsonValue {
    const value = this.readValue();
    this.skipSpace();
    if (this.at < this.text.length) throw this.syntax();
    return value;
  }

  private readValue(): JsonValue {
    this.skipSpace();
    const code = this.text.charCodeAt(this.at);
    if (code === QUOTE) return this.readString();
    if (code === 0x7b) return this.readObject();
    if (code === 0x5b) return this.readArray();
    if (code === 0x74) return this.readWord('true', true);
    if (code === 0x66) return this.readWord('false', false);
    if (code === 0x6e) return this.readWord('null', null);
    return this.readNumber();
  }

  private readObject(): JsonObject {
    const object = bareObject();
    const start = this.at;
    const unlike = this.unlike;
    this.enter();
    if (this.text.charCodeAt(this.at) === 0x7d) return this.leave(object);
    for (;;) {
      this.skipSpace();
      if (this.text.charCodeAt(this.at) !== QUOTE) throw this.syntax();
      const first = this.text.charCodeAt(this.at + 1);
      if (first >= 0x30 && first <= 0x39) this.unlike++;
      const key = this.readString();
      // no value of JSON is undefined; for every name that is not there yet `in` asks the engine's slow path, a third of all this
      if (object[key] !== undefined)
        throw new Refusal('json.duplicate', `the key ${JSON.stringify(key.slice(0, 80))} stands twice in one object`);
      this.skipSpace();
      if (this.text.charCodeAt(this.at) !== 0x3a) throw this.syntax();
      this.at++;
      object[key] = this.readValue();
      this.skipSpace();
      const code = this.text.charCodeAt(this.at);
      if (code === 0x7d) {
        this.leave(object);
        if (this.at - start >= this.keptFrom && this.unlike === unlike) keepText(object, this.text.slice(start, this.at));
        return object;
      }
      if (code !== 0x2c) throw this.syntax();
      this.at++;
    }
  }

  private readArray(): JsonValue[] {
    const array: JsonValue[] = [];
    this.enter();
    if (this.text.charCodeAt(this.at) === 0x5d) return this.leave(array);
    for (;;) {
      array.push(this.readValue());
      this.skipSpace();
      const code = this.text.charCodeAt(this.at);
      if (code === 0x5d) return this.leave(array);
      if (code !== 0x2c) throw this.syntax();
      this.at++;
    }
  }

  private enter(): void {
    if (++this.depth > this.maxDepth) throw new Refusal('json.depth', `nesting is deeper than ${this.maxDepth}`);
    this.at++;
    this.skipSpace();
  }

  private leave<T>(value: T): T {
    this.depth--;
    this.at++;
    return value;
  }

  private readString(): string {
    const start = this.at + 1;
    const near = Math.min(start + LONG, this.text.length);
    for (let i = start; i < near; i++) {
      const code = this.text.charCodeAt(i);
      if (code === QUOTE) {
        this.at = i + 1;
        return this.text.slice(start, i);
      }
      if (code === BACKSLASH) break;
      if (code < 0x20) throw this.syntax(i);
    }
    return this.readLongString(start);
  }

  private readLongString(start: number): string {
    let end = this.text.indexOf('"', start);
    while (end !== -1 && this.isEscaped(start, end)) end = this.text.indexOf('"', end + 1);
    if (end === -1) throw this.syntax(start);
    this.at = end + 1;
    if (end - start > LARGE && 2 * (end - start) > this.text.length) {
      const part = this.text.slice(start, end);
      if (!escapedOrControl.test(part)) return part;
    }
    let value: string;
    try {
      value = JSON.parse(this.text.slice(start - 1, end + 1)) as string;
    } catch {
      throw this.syntax(start);
    }
    // every escape is longer than what it stands for
    if (value.length !== end - start) this.unlike++;
    // the text is well formed, so only a \u escape can have made a lone surrogate
    if (!isWellFormed(value)) throw new Refusal('json.text', 'a lone surrogate is no character');
    return value;
  }

  /** An odd run of backslashes before a quote makes it part of the string. */
  private isEscaped(start: number, quote: number): boolean {
    let i = quote - 1;
    while (i >= start && this.text.charCodeAt(i) === BACKSLASH) i--;
    return (quote - 1 - i) % 2 === 1;
  }

  private readNumber(): number | ExactNumber {
    const start = this.at;
    let value = 0;
    let i = start;
    for (let code = this.text.charCodeAt(i); code >= 0x30 && code <= 0x39; code = this.text.charCodeAt(++i))
      value = value * 10 + code - 0x30;
    const next = this.text.charCodeAt(i);
    const plain =
      i > start &&
      i - start <= 15 &&
      next !== 0x2e &&
      next !== 0x65 &&
      next !== 0x45 &&
      (this.text.charCodeAt(start) !== 0x30 || i - start === 1);
    if (plain) {
      this.at = i;
      return value;
    }
    NUMBER.lastIndex = start;
    const token = NUMBER.exec(this.text)?.[0];
    if (token === undefined) throw this.syntax();
    this.at = start + token.length;
    const number = Number(token);
    if (!Number.isFinite(number)) throw new Refusal('json.number', `the number ${token.slice(0, 40)} is out of range`);
    if (String(number) !== token) this.unlike++;
    return keepsDigits(token, number) ? number : new ExactNumber(token);
  }

  private readWord<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw this.syntax();
    this.at += word.length;
    return value;
  }

  private skipSpace(): void {
    const start = this.at;
    for (
      let code = this.text.charCodeAt(this.at);
      code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
      code = this.text.charCodeAt(++this.at)
    );
    if (this.at > start) this.unlike++;
  }

  private syntax(position = this.at): Refusal {
    return new Refusal('json.syntax', position >= this.text.length ? 'the JSON ends too early' : `no JSON at position ${position}`);
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
