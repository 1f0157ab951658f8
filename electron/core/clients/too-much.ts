import type { FormatName } from './application.js';
import type { Plain } from './formats/format.js';

/** the reader of YAML compares every key with every other of its map: a megabyte of keys takes half a minute */
const MAX_YAML = 256 * 1024;
const MAX_TOML = 4 * 1024 * 1024;
/** each costs about a hundred bytes and a third of a microsecond, several times over while a file is changed */
const MAX_JSON_VALUES = 500_000;

/** Whether reading a text would take seconds or gigabytes. Counted, not read. */
export function holdsTooMuch(format: FormatName, text: string): boolean {
  if (format === 'yaml') return text.length > MAX_YAML;
  if (format === 'toml') return text.length > MAX_TOML;
  return text.length > MAX_JSON_VALUES && jsonValues(text) > MAX_JSON_VALUES;
}

/** About as many as there are commas and opening brackets outside of strings. */
function jsonValues(text: string): number {
  let count = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') inString = !inString;
    else if (char === '\n') inString = false;
    else if (!inString) count += char === ',' || char === '[' || char === '{' ? 1 : 0;
    else if (char === '\\') i++;
  }
  return count;
}

export function isDeeperThan(depth: number, value: Plain): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((item: Plain) => isDeeperThan(depth - 1, item));
}
