import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { mirroredArguments, mirroredText, mirroredValue, nameOf, toHeader } from '../../../shared/mcp/mirrored-headers.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { answerBody } from './answer-body.js';
import type { RpcPeer } from './rpc-peer.js';

/** The era without a handshake (2026-07-28): every request says of itself what `initialize` used to say once. */
export const statelessVersion = '2026-07-28';
const meta = 'io.modelcontextprotocol/';

/** What a request must carry in `_meta` for whoever it is sent for (2026-07-28, basic protocol). */
export const envelopeFor = (clientInfo: JsonObject, { tasks: _ofTheOtherEra, ...capabilities }: JsonObject): JsonObject => ({
  [`${meta}protocolVersion`]: statelessVersion,
  [`${meta}clientInfo`]: clientInfo,
  [`${meta}clientCapabilities`]: capabilities,
});

/** The params with the envelope, unless they have one of their own: then the caller is of this era and speaks for itself. */
export function enveloped(params: JsonObject | undefined, envelope: JsonObject): JsonObject {
  const own = isJsonObject(params?._meta) ? params._meta : {};
  if (own[`${meta}protocolVersion`] === statelessVersion) return params ?? {};
  return { ...params, _meta: { ...own, ...envelope } };
}

/** Headers that repeat a request's method, the name it is about, and the arguments that the tool's schema marks (2026-07-28, streamable HTTP). */
export function requestHeaders(method: string, params: JsonObject | undefined, inputSchema: JsonValue | undefined): Record<string, string> {
  const name = nameOf(method, params);
  const headers: Record<string, string> = {
    'mcp-protocol-version': statelessVersion,
    'mcp-method': method,
    ...(typeof name === 'string' ? { 'mcp-name': toHeader(name) } : {}),
  };
  const marked = mirroredArguments(inputSchema);
  if (typeof marked === 'string') return headers;
  for (const { header, path } of marked) {
    const value = mirroredValue(params?.arguments, path);
    if (value !== undefined) headers[header] = toHeader(mirroredText(value));
  }
  return headers;
}

/**
 * Asks a server whether it speaks this era. Answers what it says of itself in the shape of an `initialize` result, so that the rest of the house
 * need not know the difference. Fails with one line when it does not.
 */
export async function discover<By>(peer: RpcPeer<By>, envelope: JsonObject, timeoutMs: number): Promise<Result<JsonObject>> {
  peer.speakStateless(envelope);
  const answer = answerBody(await peer.request('server/discover', {}, { timeoutMs }));
  if (!answer.ok) return fail('server.discover', `it refused to say what it offers: ${answer.error.message}`);
  const { supportedVersions, capabilities, instructions, _meta } = answer.value;
  if (!Array.isArray(supportedVersions) || !supportedVersions.includes(statelessVersion)) {
    return fail('server.version', `it speaks ${JSON.stringify(supportedVersions ?? null).slice(0, 80)}, which Toolgate does not`);
  }
  const serverInfo: JsonValue | undefined = isJsonObject(_meta) ? _meta[`${meta}serverInfo`] : undefined;
  return ok({
    protocolVersion: statelessVersion,
    capabilities: isJsonObject(capabilities) ? capabilities : {},
    serverInfo: isJsonObject(serverInfo) ? serverInfo : { name: 'unknown', version: '0' },
    ...(typeof instructions === 'string' ? { instructions } : {}),
  });
}

const listens = { tools: 'toolsListChanged', prompts: 'promptsListChanged', resources: 'resourcesListChanged' } as const;
const listenMs = 25 * 60_000;
/** a standing request that ended sooner hardly stood: the next one waits longer, up to a minute */
const stoodMs = 10_000;
const mostPauseMs = 60_000;

/**
 * Keeps the standing request for list changes open as long as the connection lives; what was missed meanwhile is taken again by `missed`. `pause` and
 * `nowMs` are of a clock that never jumps.
 */
export async function keepListening<By>(
  peer: Pick<RpcPeer<By>, 'request' | 'ended'>,
  capabilities: JsonObject,
  { pause, nowMs }: { readonly pause: (ms: number) => Promise<void>; readonly nowMs: () => number },
  missed: () => void,
): Promise<void> {
  const wanted: Record<string, boolean> = {};
  for (const [kind, member] of Object.entries(listens)) {
    const stated = capabilities[kind];
    if (isJsonObject(stated) && stated.listChanged === true) wanted[member] = true;
  }
  if (Object.keys(wanted).length === 0) return;
  for (let refusals = 0, quick = 0; peer.ended === undefined && refusals < 5;) {
    const sinceMs = nowMs();
    const answered = await peer
      .request('subscriptions/listen', { notifications: wanted }, { timeoutMs: listenMs })
      .catch((fault: unknown) => fault);
    // an error in words is a server that does not offer it; a broken stream or a silent one is taken up again
    if (!(answered instanceof Error)) refusals += 1;
    quick = nowMs() - sinceMs < stoodMs ? quick + 1 : 0;
    await pause(Math.min(mostPauseMs, 1000 * 2 ** quick));
    if (peer.ended === undefined) missed();
  }
}
