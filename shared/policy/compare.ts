import { type JsonArray, type JsonObject, type JsonValue } from '../json/json.js';
import { compareNumbers, isNumber, isWhole } from './numbers.js';
import { allOf, anyOf, tri, type Tri } from './tri.js';

export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

function typeOf(value: JsonValue): JsonType {
  if (value === null) return 'null';
  if (isNumber(value)) return 'number';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' ? 'object' : (typeof value as 'boolean' | 'string');
}

/** Deep equality without coercion. Values of different types cannot be compared: unknown, so that `["x"]` never slips past a rule on `"x"`. */
export function equal(a: JsonValue, b: JsonValue): Tri {
  const type = typeOf(a);
  if (type !== typeOf(b)) return 'unknown';
  switch (type) {
    case 'number': {
      const order = compareNumbers(a, b);
      return order === undefined ? 'unknown' : tri(order === 0);
    }
    case 'array': {
      const left = a as JsonArray;
      const right = b as JsonArray;
      return left.length !== right.length
        ? 'no'
        : allOf(
            left.map((_, i) => i),
            (i) => equal(left[i] ?? null, right[i] ?? null),
          );
    }
    case 'object': {
      const left = a as JsonObject;
      const right = b as JsonObject;
      const keys = Object.keys(left);
      if (keys.length !== Object.keys(right).length || keys.some((key) => !Object.prototype.hasOwnProperty.call(right, key))) return 'no';
      return allOf(keys, (key) => equal(left[key] ?? null, right[key] ?? null));
    }
    default:
      return tri(a === b);
  }
}

/** in one of `list`: unknown where no element has a type it could be compared with */
export function isIn(value: JsonValue, list: JsonArray): Tri {
  const type = typeOf(value);
  const comparable = list.filter((element) => typeOf(element) === type);
  return comparable.length === 0 ? 'unknown' : anyOf(comparable, (element) => equal(value, element));
}

export function contains(value: JsonValue, part: JsonValue): Tri {
  if (typeof value === 'string') return typeof part === 'string' ? tri(value.includes(part)) : 'unknown';
  if (!Array.isArray(value)) return 'unknown';
  // a list of texts stands for a text in some servers: what the text would contain is doubt here
  const hidden = (element: JsonValue): boolean =>
    typeof element === 'string' && typeof part === 'string' && element !== part && element.includes(part);
  return anyOf(value as JsonArray, (element) => (hidden(element) ? 'unknown' : equal(element, part)));
}

/** code points of a string, elements of an array */
export function lengthOf(value: JsonValue): number | undefined {
  if (typeof value === 'string') {
    let count = 0;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code >= 0xd800 && code < 0xdc00 && (value.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
      count++;
    }
    return count;
  }
  return Array.isArray(value) ? value.length : undefined;
}

export const typeNames = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;
export function hasType(value: JsonValue, name: JsonValue): Tri {
  if (name === 'integer') return tri(isNumber(value) && isWhole(value));
  return tri(typeOf(value) === name);
}
