import { freezeDeep } from './freeze.js';
import type { JsonObject } from './json.js';

const texts = new WeakMap<JsonObject, string>();

/**
 * Remembers the JSON text of an object, and freezes the object for it.
 * INVARIANT: `text` is, letter for letter, what writing the object would give. No parser can tell one from the other; only the writing is saved.
 */
export function keepText(object: JsonObject, text: string): void {
  freezeDeep(object);
  texts.set(object, text);
}

export const keptText = (object: JsonObject): string | undefined => texts.get(object);
