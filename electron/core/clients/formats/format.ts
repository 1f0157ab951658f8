import { fail, type Result } from '../../../../shared/result.js';

/** The names that lead to a value; each is one key as it stands, dots and all. */
export type Path = readonly string[];

/** A value as plain data: objects without a prototype, so that `__proto__` is a key like any other. */
export type Plain = null | boolean | number | string | bigint | Date | readonly Plain[] | PlainMap;
export interface PlainMap {
  readonly [key: string]: Plain;
}

/**
 * One configuration text, opened. The edits give the whole new text and touch nothing but the entry they name. A container is a map of
 * entries, or a list whose entries carry their own name in `name`.
 */
export interface Doc {
  readonly value: PlainMap;
  /** where a value stands; undefined where that is not known */
  spotAt?(at: Path): Spot | undefined;
  /** the entry's value as it is written here; undefined where it is not written in one piece */
  wordsOf?(at: Path, name: string): Words | undefined;
  /** the entry's value gives way to this one, in these words where they fit; key, place and surroundings stay */
  replace(at: Path, name: string, value: Plain, words?: Words): string;
  remove(at: Path, name: string): string;
  /** after the last entry; containers that are missing are made, with `list` as a list */
  add(at: Path, name: string, value: Plain, list?: boolean, words?: Words): string;
}

/** A value as somebody wrote it, and the column (from 0) that it began at. */
export interface Words {
  readonly text: string;
  readonly column: number;
}

/** Opens a text of one format. Fails with `BAD_FILE` and `details.line`/`details.column` (from 1) where it is not well-formed. */
export type OpenDoc = (text: string) => Result<Doc>;

export interface Spot {
  readonly line: number;
  readonly column: number;
}

/** Line and column, both from 1, of an offset. */
export function spotOf(text: string, offset: number): Spot {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

export const badFile = (what: string, spot: Spot & { readonly anchor?: string }): Result<never> =>
  fail('BAD_FILE', `line ${spot.line}, column ${spot.column}: ${what}`, 'Correct it there, then try again. Nothing was changed.', {
    ...spot,
  });

export const isMap = (value: unknown): value is PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** The value at a path, undefined where there is none. */
export function valueAt(value: Plain | undefined, at: Path): Plain | undefined {
  let here = value;
  for (const key of at) {
    if (!isMap(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}

/** The entry `name` of a container, be it a map or a list. */
export function entryAt(value: Plain | undefined, at: Path, name: string): Plain | undefined {
  const container = valueAt(value, at);
  if (Array.isArray(container)) return (container as readonly Plain[]).find((item) => isMap(item) && item['name'] === name);
  return isMap(container) && Object.hasOwn(container, name) ? container[name] : undefined;
}

/** What the document should hold after an edit, computed without the text. `entry` undefined: the entry is gone. */
export function withEntry(value: PlainMap, at: Path, name: string, entry: Plain | undefined, list = false): PlainMap {
  const [key, ...rest] = at;
  const copy: Record<string, Plain> = Object.assign(Object.create(null) as Record<string, Plain>, value);
  if (key !== undefined) {
    const inner = Object.hasOwn(copy, key) ? copy[key] : undefined;
    if (rest.length === 0 && (Array.isArray(inner) || (list && !isMap(inner)))) {
      const items = (Array.isArray(inner) ? inner : []) as readonly Plain[];
      const found = items.some((item) => isMap(item) && item['name'] === name);
      copy[key] =
        entry === undefined
          ? items.filter((item) => !(isMap(item) && item['name'] === name))
          : found
            ? items.map((item) => (isMap(item) && item['name'] === name ? entry : item))
            : [...items, entry];
      return copy;
    }
    copy[key] = withEntry(isMap(inner) ? inner : (Object.create(null) as PlainMap), rest, name, entry, list);
    return copy;
  }
  if (entry === undefined) Reflect.deleteProperty(copy, name);
  else copy[name] = entry;
  return copy;
}

/** Equal as data; the order of keys does not count. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Date && b instanceof Date) return a.toString() === b.toString();
  if (typeof a === 'number' && typeof b === 'number') return Object.is(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

/** A copy whose objects have no prototype. */
export function plain(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Date) return (value ?? null) as Plain;
  const copy: Record<string, Plain> = Object.create(null) as Record<string, Plain>;
  for (const [key, item] of Object.entries(value)) copy[key] = plain(item);
  return copy;
}

export const columnAt = (text: string, offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1);

export const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** White space at the start of the line that `offset` is on. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}
