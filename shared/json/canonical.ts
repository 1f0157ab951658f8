import { ExactNumber, type JsonValue } from './json.js';

/**
 * Canonical JSON text (RFC 8785): members sorted by UTF-16 code units, no spaces, numbers as ECMAScript writes them.
 * An `ExactNumber` keeps its digits, so equal texts always mean equal values. Members that are `undefined` are left out.
 */
export function canonical(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof ExactNumber) return value.digits;
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(canonical).join(',')}]`;
  const object = value as { readonly [key: string]: JsonValue | undefined };
  let members = '';
  for (const key of sorted(Object.keys(object))) {
    const member = object[key];
    if (member !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonical(member)}`;
  }
  return `{${members}}`;
}

/** Whether the canonical text is the text that `stringify` writes: every object's members stand in order already. */
export function isCanonical(value: JsonValue | undefined): boolean {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return true;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).every(isCanonical);
  const object = value as { readonly [key: string]: JsonValue | undefined };
  let before: string | undefined;
  for (const key of Object.keys(object)) {
    if (before !== undefined && before > key) return false;
    before = key;
    if (!isCanonical(object[key])) return false;
  }
  return true;
}

/** Names that are in order already cost no sorting. */
function sorted(names: string[]): string[] {
  for (let i = 1; i < names.length; i++) if ((names[i - 1] as string) > (names[i] as string)) return names.sort();
  return names;
}
