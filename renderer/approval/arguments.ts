import { ExactNumber, isJsonObject, type JsonValue } from '../../shared/json/json.js';
import { parseStrict } from '../../shared/json/parse-strict.js';

/** One argument as it is shown. `text` is complete: decoded where it is a string, else JSON with every digit as it will be sent. */
export interface ShownArgument {
  readonly name: string;
  readonly kind: 'string' | 'json' | 'short';
  readonly text: string;
}

export type ShownArguments =
  { readonly ok: true; readonly list: readonly ShownArgument[] } | { readonly ok: false; readonly message: string; readonly text: string };

const SHORT = 120;

/** The arguments of a call from their exact JSON text. A text that is no object is shown as it stands. */
export function shownArguments(argumentsText: string): ShownArguments {
  const parsed = parseStrict(argumentsText, { maxDepth: 256 });
  if (!parsed.ok) return { ok: false, message: parsed.error.message, text: argumentsText };
  if (!isJsonObject(parsed.value)) return { ok: true, list: [shown('', parsed.value)] };
  return { ok: true, list: Object.entries(parsed.value).map(([name, value]) => shown(name, value ?? null)) };
}

function shown(name: string, value: JsonValue): ShownArgument {
  if (typeof value === 'string') return { name, kind: value.length <= SHORT && !value.includes('\n') ? 'short' : 'string', text: value };
  const flat = pretty(value, '');
  return { name, kind: flat.length <= SHORT && !flat.includes('\n') ? 'short' : 'json', text: flat };
}

/** JSON with two spaces, numbers digit for digit. */
export function pretty(value: JsonValue, indent: string): string {
  if (value instanceof ExactNumber) return value.digits;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return items.length === 0 ? '[]' : `[\n${items.map((item) => inner + pretty(item, inner)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value as Readonly<Record<string, JsonValue>>);
  return members.length === 0
    ? '{}'
    : `{\n${members.map(([key, member]) => `${inner}${JSON.stringify(key)}: ${pretty(member, inner)}`).join(',\n')}\n${indent}}`;
}

/** A line as it is shown. `n` is its number; what continues a line that was cut has none. */
export interface Line {
  readonly text: string;
  readonly n?: number;
}

export interface Folded {
  /** lines from the top, and from the bottom; together with `hidden` all of them */
  readonly head: readonly Line[];
  readonly tail: readonly Line[];
  readonly hidden: number;
  /** how many of the hidden lines hold nothing but white space */
  readonly blank: number;
  readonly lines: number;
}

const HEAD = 8;
const TAIL = 4;
const LONGEST = 1200;
const MOST_NUMBERED = 10_000;

/** A line feed at the end ends the last line; it begins no other. */
export const lineCount = (text: string): number => text.replace(/\n$/, '').split('\n').length;

/** What of a long text is shown at first: its beginning and its end, so that neither can be pushed out of sight. Very long lines count as several. */
export function foldText(text: string): Folded {
  const lines = linesOf(text);
  if (lines.length <= HEAD + TAIL + 2) return { head: lines, tail: [], hidden: 0, blank: 0, lines: lines.length };
  const middle = lines.slice(HEAD, -TAIL);
  return {
    head: lines.slice(0, HEAD),
    tail: lines.slice(-TAIL),
    hidden: middle.length,
    blank: middle.filter(({ text: line }) => line.trim() === '').length,
    lines: lines.length,
  };
}

/** All lines of a text, together the text. Beyond the first many the rest is one piece without numbers. */
export function numbered(text: string): readonly Line[] {
  const lines = text.split('\n');
  const first = lines.slice(0, MOST_NUMBERED).map(lineAt);
  return lines.length > MOST_NUMBERED ? [...first, { text: lines.slice(MOST_NUMBERED).join('\n') }] : first;
}

/** What follows the last line feed is no line where it is empty. */
const lineAt = (text: string, index: number, all: readonly string[]): Line =>
  text === '' && index > 0 && index === all.length - 1 ? { text } : { text, n: index + 1 };

function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((one, index, all) => {
    const line = lineAt(one, index, all);
    if (one.length <= LONGEST) return [line];
    const parts: Line[] = [{ ...line, text: one.slice(0, LONGEST) }];
    for (let at = LONGEST; at < one.length; at += LONGEST) parts.push({ text: one.slice(at, at + LONGEST) });
    return parts;
  });
}
