import { createHash } from 'node:crypto';
import { ExactNumber, type JsonObject, type JsonValue } from '../../../shared/json/json.js';

/**
 * Canonical JSON text (RFC 8785), the same as `canonical` gives, but without recursion: a schema 10,000 deep is hashed like any
 * other. Members that are `undefined` are left out.
 */
export function canonicalDeep(root: JsonValue): string {
  const parts: string[] = [];
  // a string on the stack is text to write, anything boxed is a value to spell out
  const stack: (string | { readonly value: JsonValue })[] = [{ value: root }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    if (typeof entry === 'string') {
      parts.push(entry);
      continue;
    }
    const { value } = entry;
    if (typeof value !== 'object' || value === null) parts.push(JSON.stringify(value));
    else if (value instanceof ExactNumber) parts.push(value.digits);
    else if (Array.isArray(value)) {
      const items = value as readonly JsonValue[];
      parts.push('[');
      stack.push(']');
      for (let at = items.length - 1; at >= 0; at -= 1) {
        stack.push({ value: items[at] ?? null });
        if (at > 0) stack.push(',');
      }
    } else {
      const object = value as JsonObject;
      const keys = Object.keys(object)
        .filter((key) => object[key] !== undefined)
        .sort();
      parts.push('{');
      stack.push('}');
      for (let at = keys.length - 1; at >= 0; at -= 1) {
        const key = keys[at] ?? '';
        stack.push({ value: object[key] ?? null }, `${at > 0 ? ',' : ''}${JSON.stringify(key)}:`);
      }
    }
  }
  return parts.join('');
}

/** SHA-256 of a canonical text, hex. */
export const hashOfText = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
