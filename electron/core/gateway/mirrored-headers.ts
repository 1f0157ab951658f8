import type { HttpHeaders } from './http-reply.js';
import {
  fromHeader,
  mirroredArguments,
  mirroredValue,
  nameOf,
  saysTheSame,
  type MirroredArgument,
} from '../../../shared/mcp/mirrored-headers.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { listed } from './listed.js';
import type { Hub } from './hub.js';
import { namedBy } from './names.js';
import type { Session } from './session.js';

/**
 * The header that says something else than the body, if there is one: two readers must not see two requests. In the era without a handshake the
 * headers must be there (2026-07-28, server validation); in the other one they need not, and are held against the body where they are.
 */
export function mismatch(headers: HttpHeaders, method: string, params: JsonObject | undefined, required: boolean): string | undefined {
  const said = headers['mcp-method'];
  if (said !== undefined || required) if (said !== method) return 'Mcp-Method';
  const name = nameOf(method, params);
  if (name === undefined || (headers['mcp-name'] === undefined && !required)) return undefined;
  return fromHeader(headers['mcp-name']) === name ? undefined : 'Mcp-Name';
}

/** The same for the arguments that the tool's schema marks with `x-mcp-header`; other `Mcp-Param-…` headers mean nothing and go nowhere. */
export async function argumentMismatch(
  hub: Hub,
  session: Session,
  headers: HttpHeaders,
  params: JsonObject | undefined,
): Promise<string | undefined> {
  const name = params?.['name'];
  if (typeof name !== 'string') return undefined;
  await listed(hub, session.route);
  const target = namedBy(session, hub, 'tools', name);
  const tool = target && hub.upstreams.lists(target.server)?.tools.find((one) => one['name'] === target.name);
  for (const { header, path } of marked(tool?.['inputSchema'])) {
    const value = mirroredValue(params?.['arguments'], path);
    const said = headers[header];
    if (value === undefined ? said !== undefined : !saysTheSame(fromHeader(said) ?? '\u0000', value)) return header;
  }
  return undefined;
}

const known = new WeakMap<object, readonly MirroredArgument[]>();

/** A schema is read once. One whose marks are not valid has none. */
function marked(schema: JsonValue | undefined): readonly MirroredArgument[] {
  if (!isJsonObject(schema)) return [];
  let found = known.get(schema);
  if (found === undefined) {
    const read = mirroredArguments(schema);
    found = typeof read === 'string' ? [] : read;
    known.set(schema, found);
  }
  return found;
}
