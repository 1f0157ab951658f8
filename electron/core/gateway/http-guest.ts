import { INVALID_REQUEST } from './envelope.js';
import { admit, routeOf } from './http-guard.js';
import type { HttpAsk } from './http-reply.js';
import type { Hub } from './hub.js';
import { statelessVersion } from './stateless-request.js';
import { isKnownVersion } from './versions.js';

/** Who asks, and for which route: `''` for the aggregate, else a server's name. */
export interface Guest {
  readonly client: string;
  readonly route: string;
}

/** Turned away before the message layer. */
export interface Turned {
  readonly status: number;
  readonly message: string;
  readonly code?: number;
  readonly headers?: Record<string, string>;
}

/** Everything about a request that can be told from its head, whatever its method. `port`: the one we listen on. */
export function examine(request: HttpAsk, port: number, hub: Hub): Guest | Turned {
  const admission = admit(request, port, hub.clients);
  if (!admission.ok) return admission;
  const route = routeOf(request.url ?? '');
  if (route === undefined || (route !== '' && !hub.servers.has(route)))
    return { status: 404, message: 'There is nothing at this address.' };
  const version = request.headers['mcp-protocol-version'];
  if (version !== undefined && !isKnownVersion(String(version)) && !mayBeStateless(request))
    return { status: 400, message: `The protocol version ${String(version).slice(0, 40)} is not supported.` };
  return { client: admission.client, route };
}

/** What a POST has to say of its body before any of it is read. */
export function examineBody({ headers }: HttpAsk, maxBytes: number): Turned | undefined {
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    return { status: 415, message: 'The content type must be application/json.' };
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return { status: 415, message: 'Compressed bodies are not accepted.' };
  return Number(headers['content-length'] ?? 0) > maxBytes ? tooLarge(maxBytes) : undefined;
}

export const tooLarge = (maxBytes: number): Turned => ({
  status: 413,
  message: `The message is larger than ${maxBytes} bytes.`,
  code: INVALID_REQUEST,
});

/** a version that is none of the handshake's: requests of the era without one say of themselves what they are, and are answered in its words */
const mayBeStateless = (request: HttpAsk): boolean =>
  request.method === 'POST' &&
  (request.headers['mcp-method'] !== undefined || request.headers['mcp-protocol-version'] === statelessVersion);
