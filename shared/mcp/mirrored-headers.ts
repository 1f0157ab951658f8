import { ExactNumber, isJsonObject, type JsonObject, type JsonValue } from '../json/json.js';
import { httpToken } from '../model/names.js';

/**
 * What of a request stands in HTTP headers too (2026-07-28, streamable HTTP, request metadata; for tasks: ext-tasks, routing headers):
 * its method, the name it is about, and the arguments that a tool's schema marks.
 */
const named: ReadonlyMap<string, string> = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
  ['resources/subscribe', 'uri'],
  ['resources/unsubscribe', 'uri'],
  ['tasks/get', 'taskId'],
  ['tasks/update', 'taskId'],
  ['tasks/cancel', 'taskId'],
  ['tasks/result', 'taskId'],
]);

/** What stands in `Mcp-Name` for a request; undefined where nothing does. */
export function nameOf(method: string, params: JsonObject | undefined): JsonValue | undefined {
  const member = named.get(method);
  return member === undefined ? undefined : params?.[member];
}

/** A value as it may stand in a header; what may not is written in base64 between the marks the protocol has for it. */
export const toHeader = (text: string): string =>
  /^(?! )[\x20-\x7e]*(?<! )$/.test(text) && !text.startsWith('=?base64?') ? text : `=?base64?${encodeBase64(text)}?=`;

/** The value of a header as it is meant; undefined for one that says nothing or stands twice. */
export function fromHeader(value: string | readonly string[] | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  const coded = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/.exec(value)?.[1];
  return coded === undefined ? value : decodeBase64(coded);
}

export interface MirroredArgument {
  /** in lower case: `mcp-param-region` */
  readonly header: string;
  /** members that lead to the value in the arguments */
  readonly path: readonly string[];
}

/** Keys whose values are data, not schemas. */
const dataKeys = new Set(['const', 'enum', 'default', 'examples', 'example']);
const kinds = new Set(['string', 'integer', 'boolean', 'number']);

/** The arguments that `x-mcp-header` marks in a tool's schema. A string is why its marks are not valid; such a tool must not be offered over HTTP. */
export function mirroredArguments(inputSchema: JsonValue | undefined): readonly MirroredArgument[] | string {
  const found: MirroredArgument[] = [];
  let wrong: string | undefined;
  const visit = (node: JsonValue | undefined, path: readonly string[] | undefined): void => {
    if (Array.isArray(node)) return node.forEach((item: JsonValue) => visit(item, undefined));
    if (!isJsonObject(node)) return;
    if (Object.hasOwn(node, 'x-mcp-header')) wrong ??= take(node, path);
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties' && isJsonObject(value))
        for (const [name, child] of Object.entries(value)) visit(child, path === undefined ? undefined : [...path, name]);
      else if (!dataKeys.has(key)) visit(value, undefined);
    }
  };
  const take = (node: JsonObject, path: readonly string[] | undefined): string | undefined => {
    const name = node['x-mcp-header'];
    if (typeof name !== 'string' || !httpToken.test(name)) return 'x-mcp-header is no name of a header';
    if (path === undefined || path.length === 0) return `x-mcp-header ${name} does not stand at an argument`;
    if (typeof node['type'] !== 'string' || !kinds.has(node['type']))
      return `x-mcp-header ${name} stands at an argument that is no text, number or truth value`;
    const header = `mcp-param-${name.toLowerCase()}`;
    if (found.some((other) => other.header === header)) return `x-mcp-header ${name} stands twice`;
    found.push({ header, path });
    return undefined;
  };
  visit(inputSchema, []);
  return wrong ?? found;
}

/** The argument that a header is for; undefined where there is no value, or one that has no text. */
export function mirroredValue(args: JsonValue | undefined, path: readonly string[]): string | number | boolean | ExactNumber | undefined {
  let value = args;
  for (const key of path) value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof ExactNumber) return value;
  return undefined;
}

export const mirroredText = (value: string | number | boolean | ExactNumber): string =>
  value instanceof ExactNumber ? value.digits : String(value);

/** Whether a header says what the argument says: numbers by value, everything else by text. */
export function saysTheSame(header: string, value: string | number | boolean | ExactNumber): boolean {
  return (
    header === mirroredText(value) ||
    (typeof value === 'number' && /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(header) && Number(header) === value)
  );
}

const encodeBase64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));

function decodeBase64(coded: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(atob(coded), (character) => character.charCodeAt(0)),
    );
  } catch {
    return undefined;
  }
}
