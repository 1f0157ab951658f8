import { patch } from '@decimalturn/toml-patch';
import { parse, TomlError } from 'smol-toml';
import { ok, type Result } from '../../../../shared/result.js';
import { badFile, eolOf, isMap, plain, withEntry, type Doc, type OpenDoc, type Path, type Plain, type PlainMap } from './format.js';

/** TOML 1.0. Read by one library, edited by another: what the second makes of a text, the first must read as intended. */
export const openToml: OpenDoc = (text) => {
  try {
    return ok(tomlDoc(text, plain(parse(text)) as PlainMap));
  } catch (error) {
    if (error instanceof TomlError)
      return badFile(`this is not TOML (${(error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '')})`, {
        line: error.line,
        column: error.column,
      });
    return badFile('this is not TOML', { line: 1, column: 1 }) as Result<Doc>;
  }
};

function tomlDoc(text: string, value: PlainMap): Doc {
  return {
    value,
    replace: (at, name, entry) => patched(text, value, at, name, entry),
    remove: (at, name) => patched(text, value, at, name, undefined),
    add(at, name, entry) {
      const table = isMap(entry) ? appended(text, at, name, entry) : undefined;
      // A table written in braces is closed: nothing can be added to it from outside.
      return table !== undefined && openToml(table).ok ? table : patched(text, value, at, name, entry);
    },
  };
}

/** Changes values where they stand; comments and order stay. */
function patched(text: string, value: PlainMap, at: Path, name: string, entry: Plain | undefined): string {
  return patch(text, withEntry(value, at, name, entry));
}

const bare = (key: string): string => (/^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key));

/** A new table goes to the end, where no other table can swallow its keys. */
function appended(text: string, at: Path, name: string, entry: PlainMap): string {
  const eol = eolOf(text);
  const gap = text === '' ? '' : text.endsWith('\n') ? eol : `${eol}${eol}`;
  const lines = [`[${[...at, name].map(bare).join('.')}]`, ...Object.entries(entry).map(([key, item]) => `${bare(key)} = ${inline(item)}`)];
  return `${text}${gap}${lines.join(eol)}${eol}`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null && !(value instanceof Date))
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${bare(key)} = ${inline(item)}`)
      .join(', ')} }`;
  // A JSON string is a TOML basic string, but for DEL.
  return typeof value === 'string' ? JSON.stringify(value).replaceAll('\u007f', '\\u007F') : String(value);
}
