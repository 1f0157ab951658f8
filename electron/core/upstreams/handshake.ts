import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { answerBody } from './answer-body.js';
import type { RpcPeer } from './rpc-peer.js';

const offeredVersion = '2025-11-25';
const spoken = new Set([offeredVersion, '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07']);

/**
 * `initialize` and `notifications/initialized` (2025-11-25, lifecycle). Answers the server's whole result, untouched. Fails with one line when the
 * server answers an error, something unreadable, or a protocol version that Toolgate does not speak.
 */
export async function shakeHands<By>(
  peer: RpcPeer<By>,
  capabilities: JsonObject,
  version: string,
  timeoutMs: number,
): Promise<Result<JsonObject>> {
  const params: JsonObject = {
    protocolVersion: offeredVersion,
    capabilities,
    clientInfo: { name: 'toolgate', title: 'Toolgate', version },
  };
  const answer = answerBody(await peer.request('initialize', params, { timeoutMs }));
  if (!answer.ok) return fail('server.initialize', `it refused to start a session: ${answer.error.message}`);
  const { protocolVersion, capabilities: offered } = answer.value;
  if (typeof protocolVersion !== 'string' || !spoken.has(protocolVersion)) {
    return fail(
      'server.version',
      `it speaks protocol version ${JSON.stringify(protocolVersion ?? null).slice(0, 40)}, which Toolgate does not`,
    );
  }
  if (offered !== undefined && !isJsonObject(offered)) return fail('server.initialize', 'its capabilities are no object');
  const ready = peer.ready(protocolVersion);
  peer.tell('notifications/initialized', undefined);
  await ready;
  return ok(answer.value);
}

const relayed = ['roots', 'sampling', 'elicitation', 'tasks'] as const;

/** The client capabilities that make a server ask things of a client, as the client stated them: all that is declared to a server. */
export function relayedCapabilities(client: JsonObject): JsonObject {
  const declared: Record<string, JsonObject> = {};
  for (const name of relayed) {
    const stated = client[name];
    if (isJsonObject(stated)) declared[name] = stated;
  }
  return declared;
}
