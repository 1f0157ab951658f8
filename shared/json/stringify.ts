import { ExactNumber, isJsonObject, type JsonObject, type JsonValue } from './json.js';
import { keptText } from './kept-text.js';

/** JSON text of a parsed value, `ExactNumber`s digit for digit, members that are `undefined` left out. Linear in size; never throws for a JsonValue. */
export function stringify(value: JsonValue): string {
  const kept = isJsonObject(value) ? keptText(value) : undefined;
  return kept ?? (holdsExact(value) ? write(value) : JSON.stringify(value));
}

/** As `stringify`, for an object one of whose members was written already: `text` is what `stringify` makes of `member`. */
export function stringifyWith(object: JsonObject, member: JsonValue, text: string): string {
  let members = '';
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${value === member ? text : stringify(value)}`;
  }
  return `{${members}}`;
}

function holdsExact(value: JsonValue | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof ExactNumber) return true;
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) if (holdsExact(item)) return true;
    return false;
  }
  for (const key in value) if (holdsExact((value as Record<string, JsonValue>)[key])) return true;
  return false;
}

function write(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof ExactNumber) return value.digits;
  if (!holdsExact(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(write).join(',')}]`;
  const members: string[] = [];
  for (const [key, member] of Object.entries(value)) if (member !== undefined) members.push(`${JSON.stringify(key)}:${write(member)}`);
  return `{${members.join(',')}}`;
}
