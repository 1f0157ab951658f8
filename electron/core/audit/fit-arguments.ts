import type { JsonObject } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import { unbounded, type Bounds, type Redactor } from './redactor.js';

/** arguments longer than this (UTF-16 units of JSON text) are stored shortened */
export const maxArgumentsText = 64 * 1024;

const tighter: readonly Bounds[] = [
  { text: 16_384, items: 1000, depth: 64 },
  { text: 4096, items: 200, depth: 16 },
  { text: 512, items: 40, depth: 8 },
  { text: 80, items: 10, depth: 4 },
];

/**
 * Valid JSON text of at most `maxArgumentsText` units, secrets taken out. Long strings and lists are cut and say how much is missing;
 * what still does not fit is replaced by a note of its size. `whole`: the arguments as JSON text. `unmarked` as for `Redactor.json`.
 */
export function fitArguments(value: JsonObject, whole: string, redactor: Redactor, unmarked: boolean): string {
  if (whole.length <= maxArgumentsText) {
    const redacted = redactor.json(value, unbounded, unmarked);
    const text = redacted === value ? whole : stringify(redacted);
    if (text.length <= maxArgumentsText) return text;
  }
  for (const bounds of tighter) {
    const text = stringify(redactor.json(value, bounds, unmarked));
    if (text.length <= maxArgumentsText) return text;
  }
  return JSON.stringify({ '⟦shortened⟧': `${whole.length} characters of arguments` });
}
