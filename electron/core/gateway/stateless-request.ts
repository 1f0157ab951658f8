import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import type { HttpHeaders } from './http-reply.js';
import { INVALID_PARAMS, type Incoming, type IncomingRequest } from './envelope.js';
import { mismatch } from './mirrored-headers.js';
import { isKnownVersion, versions } from './versions.js';

/** The era without a handshake (2026-07-28): every request says of itself who asks, in `_meta` and again in headers. */
export const statelessVersion = '2026-07-28';
export const metaPrefix = 'io.modelcontextprotocol/';
export const HEADER_MISMATCH = -32020;
const MISSING_CAPABILITY = -32021;
const UNSUPPORTED_VERSION = -32022;
/** every version that can be spoken at an address of ours, newest first */
export const allVersions: readonly string[] = [statelessVersion, ...versions];

/** What a request says of whoever sends it. Passed on, never used to decide. */
export interface Sender {
  readonly clientInfo: JsonObject;
  readonly capabilities: JsonObject;
  readonly wantsLogs: boolean;
}
export interface Mistake {
  readonly code: number;
  readonly message: string;
  readonly data?: JsonValue;
}

/** Whether a message belongs to this era: its version in the headers or in the envelope, or its headers with no version of the other era; and no session. */
export function isStateless(headers: HttpHeaders, message: Incoming): boolean {
  if (headers['mcp-session-id'] !== undefined) return false;
  const version = headers['mcp-protocol-version'];
  if (version === statelessVersion) return true;
  if (message.kind === 'request' && typeof metaOf(message.params)[`${metaPrefix}protocolVersion`] === 'string') return true;
  return headers['mcp-method'] !== undefined && !(typeof version === 'string' && isKnownVersion(version));
}

/** Reads who sends a request, after its headers were held against its body: two readers must not see two requests (2026-07-28, streamable HTTP). */
export function readSender(headers: HttpHeaders, { method, params }: IncomingRequest): Sender | Mistake {
  const meta = metaOf(params);
  const version = meta[`${metaPrefix}protocolVersion`];
  const capabilities = meta[`${metaPrefix}clientCapabilities`];
  const clientInfo = meta[`${metaPrefix}clientInfo`];
  const level = meta[`${metaPrefix}logLevel`];
  const wrong = mismatch(headers, method, params, true);
  if (wrong === 'Mcp-Method') return saysOther(wrong);
  if (typeof version !== 'string') return lacks('protocolVersion');
  if (headers['mcp-protocol-version'] !== version) return saysOther('MCP-Protocol-Version');
  if (version !== statelessVersion)
    return {
      code: UNSUPPORTED_VERSION,
      message: `Unsupported protocol version: ${version.slice(0, 40)}`,
      data: { supported: [...allVersions], requested: version },
    };
  if (!isJsonObject(capabilities)) return lacks('clientCapabilities');
  if (wrong !== undefined) return saysOther(wrong);
  return { capabilities, clientInfo: isJsonObject(clientInfo) ? clientInfo : {}, wantsLogs: level !== undefined };
}

const metaOf = (params: JsonObject | undefined): JsonObject => {
  const meta = params?.['_meta'];
  return isJsonObject(meta) ? meta : {};
};
const lacks = (member: string): Mistake => ({ code: INVALID_PARAMS, message: `Invalid params: _meta lacks ${metaPrefix}${member}` });
export const lacksCapability = (requiredCapabilities: JsonObject): Mistake => ({
  code: MISSING_CAPABILITY,
  message: 'The client does not support what this needs.',
  data: { requiredCapabilities },
});
export const saysOther = (header: string): Mistake => ({ code: HEADER_MISMATCH, message: `The header ${header} does not match the body.` });

/** The HTTP status that goes with a JSON-RPC error in this era. */
export function statusOf(code: number | undefined): number {
  if (code === undefined) return 200;
  if (code === -32601) return 404;
  return code <= HEADER_MISMATCH && code > -32030 ? 400 : 200;
}
