import { AccessRefused, NoAnswer, type FateUnknown } from '../ports/upstreams.js';

export interface HttpHead {
  readonly status: number;
  /** lower-case name; the first value of a name counts */
  readonly header: (name: string) => string | undefined;
}

export interface ExchangeSink {
  /** before anything is written: from here on the request may have reached the server */
  leaving(): void;
  head(head: HttpHead): void;
  data(chunk: Buffer): void;
  end(): void;
  /** ends the exchange instead of `end` */
  broke(error: Error): void;
}

/**
 * Kept-alive connections to one origin. Redirects are never followed here, timeouts are the caller's. Nothing of an MCP client's own headers ever
 * comes this way.
 */
export interface HttpClient {
  /** Sends one request, never twice, never to another origin. Answers what aborts it. One that cannot be written is told as `broke`, too. */
  exchange(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | undefined,
    sink: ExchangeSink,
  ): () => void;
  destroy(): void;
}

/** what a configured header may not set: they belong to the connection or to the protocol */
const ours = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'keep-alive',
  'te',
  'trailer',
  'expect',
  'content-type',
  'accept',
  'accept-encoding',
  'mcp-session-id',
  'mcp-protocol-version',
  'last-event-id',
]);

/** What goes with every request to a server: the configured headers, the credentials in its address, no compression; names in lower case. */
export function standingHeaders(url: URL, configured: Readonly<Record<string, string>>): Record<string, string> {
  // named, because without it any coding may be sent (RFC 9110 12.5.3)
  const standing: Record<string, string> = { 'accept-encoding': 'identity' };
  if (url.username !== '' || url.password !== '')
    standing.authorization = `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}`;
  for (const [name, value] of Object.entries(configured)) if (!ours.has(name.toLowerCase())) standing[name.toLowerCase()] = value;
  return standing;
}

export const maxConnections = 256;
export const keepAliveMs = 10_000;
export const connectMs = 15_000;

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name cannot be looked up at the moment',
  ETIMEDOUT: 'no connection within the time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection within 15 s',
  ECONNRESET: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain holds a self-signed certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** Every request asks for an answer as it is, so nobody reads a compressed one. */
export const isCompressed = (head: HttpHead): boolean => !/^(?:identity)?$/i.test(head.header('content-encoding') ?? '');
export const isEventStream = (head: HttpHead): boolean =>
  head.status === 200 && /^text\/event-stream/i.test(head.header('content-type') ?? '');
export const compressedInWords = (host: string): string => `${host} sends its answers compressed, which it was not asked for`;

/** A network fault in words. */
export function faultInWords(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? code ?? error.message.slice(0, 200);
}

/** What an answer that is no success means for its request. */
export function statusFault(host: string, status: number, retryAfter: string | undefined, body: string): FateUnknown {
  const line = `${host} answered ${statusInWords(status, retryAfter, body)}`;
  return status === 401 || status === 403 ? new AccessRefused(line) : new NoAnswer(line);
}

/** An HTTP status in words, with what to do where that is known. `body` is the beginning of what the server wrote. */
export function statusInWords(status: number, retryAfter: string | undefined, body: string): string {
  const meaning: Record<number, string> = {
    401: 'it asks for sign-in',
    403: 'it refuses access',
    404: 'there is nothing at this address',
    405: 'this address is no MCP endpoint',
    408: 'it waited too long',
    413: 'the request is too large for it',
    429: 'too many requests',
  };
  const what =
    meaning[status] ??
    (status >= 500
      ? 'it failed'
      : status >= 300 && status < 400
        ? 'it redirects elsewhere, which is not followed'
        : 'an unexpected answer');
  const wait =
    retryAfter === undefined ? '' : `; try again ${/^\d+$/.test(retryAfter) ? `in ${retryAfter} s` : `after ${retryAfter.slice(0, 40)}`}`;
  const said = wordsIn(body);
  return `HTTP ${status}, ${what}${wait}${said === '' ? '' : `: ${said}`}`;
}

/** What a server says of a refusal, in one line of at most 200 characters. An error page is of no use to anybody. */
function wordsIn(body: string): string {
  let said: unknown = /^\s*[<{[]/.test(body) ? undefined : body;
  try {
    const parsed = JSON.parse(body) as { error?: { message?: unknown } | string; message?: unknown } | null;
    said = typeof parsed?.error === 'string' ? parsed.error : (parsed?.error?.message ?? parsed?.message);
  } catch {
    // plain words, or none
  }
  return typeof said === 'string'
    ? said
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim()
        .slice(0, 200)
    : '';
}
