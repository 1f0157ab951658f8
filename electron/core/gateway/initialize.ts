import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import type { IncomingRequest } from './envelope.js';
import { listed } from './listed.js';
import type { Hub } from './hub.js';
import { negotiate } from './versions.js';

export interface Greeting {
  readonly protocolVersion: string;
  readonly clientInfo: JsonObject;
  readonly capabilities: JsonObject;
  /** what the client says of itself, for people */
  readonly says: string;
  readonly result: JsonObject;
}

/**
 * Answers `initialize` for a route: the mirror of one server's own answer, unknown fields kept, or the union of all servers'.
 * A string is why the one server of a mirror cannot be reached.
 */
export async function greet(hub: Hub, route: string, request: IncomingRequest): Promise<Greeting | string> {
  const params = request.params ?? {};
  const protocolVersion = negotiate(params['protocolVersion']);
  const clientInfo = objectOr(params['clientInfo']);
  const problem = await listed(hub, route);
  if (problem !== undefined) return problem;
  const known = hub.views.servers(route);
  const mirrored = known[0]?.lists.initializeResult;
  if (route !== '' && mirrored === undefined) return `The server ${route} could not be listed.`;
  const result: JsonObject =
    route !== '' && mirrored !== undefined
      ? { ...mirrored, protocolVersion, capabilities: announcing(objectOr(mirrored['capabilities'])) }
      : {
          protocolVersion,
          capabilities: union(
            known.map(({ lists }) => objectOr(lists.initializeResult['capabilities'])),
            known.length < hub.servers.list().length,
          ),
          serverInfo: { name: 'toolgate', title: 'Toolgate', version: hub.version },
          ...instructions(known.map(({ name, lists }) => ({ name, text: lists.initializeResult['instructions'] }))),
        };
  return { protocolVersion, clientInfo, capabilities: objectOr(params['capabilities']), says: saysOf(clientInfo), result };
}

const objectOr = (value: JsonObject[string]): JsonObject => (isJsonObject(value) ? value : {});

/** What a client says of itself, for people. */
export function saysOf({ name, version }: JsonObject): string {
  return [name, version]
    .filter((part) => typeof part === 'string')
    .join(' ')
    .slice(0, 200);
}

/** Lists change with rules, pins and settings too, so the gate always says that they can. */
function announcing(capabilities: JsonObject): JsonObject {
  const out: Record<string, JsonObject[string]> = { ...capabilities };
  for (const kind of ['tools', 'prompts', 'resources'])
    if (out[kind] !== undefined) out[kind] = { ...objectOr(out[kind]), listChanged: true };
  return out;
}

/** `incomplete`: some server is not known yet, so everything is announced that one may turn out to have. */
function union(all: readonly JsonObject[], incomplete: boolean): JsonObject {
  const merged = [
    { tools: {} },
    ...all,
    ...(incomplete ? [{ prompts: {}, resources: { subscribe: true }, completions: {}, logging: {} }] : []),
  ].reduce<JsonObject>(merge, {});
  return announcing(merged);
}

function merge(a: JsonObject, b: JsonObject): JsonObject {
  const out = Object.assign(Object.create(null) as Record<string, JsonObject[string]>, a);
  for (const [key, value] of Object.entries(b)) {
    const before = out[key];
    if (isJsonObject(before) && isJsonObject(value)) out[key] = merge(before, value);
    else if (before === undefined || value === true) out[key] = value;
  }
  return out;
}

function instructions(of: readonly { name: string; text: JsonObject[string] }[]): { instructions?: string } {
  const parts = of.flatMap(({ name, text }) => (typeof text === 'string' && text.trim() !== '' ? [`# ${name}\n\n${text}`] : []));
  return parts.length === 0 ? {} : { instructions: parts.join('\n\n') };
}
