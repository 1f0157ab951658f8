import { isJsonObject, type JsonValue } from './json.js';

/** One reference token of a JSON pointer (RFC 6901), escaped. */
const escapeToken = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

/** A JSON pointer made of its tokens: `pointer('tools', 'a/b')` is `/tools/a~1b`, `pointer()` is the whole document. */
export const pointer = (...tokens: readonly (string | number)[]): string =>
  tokens.map((token) => `/${escapeToken(String(token))}`).join('');

/** The tokens of a pointer, unescaped; `undefined` when the text is no pointer. */
export function parsePointer(text: string): string[] | undefined {
  if (text === '') return [];
  if (!text.startsWith('/') || /~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands at `text` in `document`: own members and array places only. `undefined` where there is nothing. */
export function getPointer(document: JsonValue, text: string): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const token of parsePointer(text) ?? [undefined]) {
    if (token === undefined) return undefined;
    if (Array.isArray(value)) value = /^(0|[1-9][0-9]*)$/.test(token) ? (value as readonly JsonValue[])[Number(token)] : undefined;
    else if (isJsonObject(value) && Object.hasOwn(value, token)) value = value[token];
    else return undefined;
  }
  return value;
}
