import { ExactNumber, type JsonValue } from './json.js';

/**
 * Freezes a parsed value all the way down and returns it. What was judged and shown is then the very object that is sent:
 * whoever tries to change it in between gets a TypeError, and the call is refused.
 */
export function freezeDeep<T extends JsonValue>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  if (value instanceof ExactNumber) return value;
  if (Array.isArray(value)) for (const item of value as readonly JsonValue[]) freezeDeep(item);
  else for (const key of Object.keys(value)) freezeDeep((value as Record<string, JsonValue>)[key] as JsonValue);
  return value;
}
