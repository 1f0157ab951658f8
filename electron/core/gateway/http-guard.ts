import type { ClientDirectory } from '../ports/corridor.js';
import type { HttpAsk } from './http-reply.js';

export type Admission =
  | { readonly ok: true; readonly client: string }
  | { readonly ok: false; readonly status: number; readonly message: string; readonly headers?: Record<string, string> };

/** headers that must not stand twice: two readers could each believe another one */
const single = new Set([
  'host',
  'origin',
  'authorization',
  'content-type',
  'content-length',
  'content-encoding',
  'mcp-session-id',
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
  'last-event-id',
]);

/**
 * Who may speak at all, on every method and every path: our own Host exactly (against DNS rebinding), and the same in an absolute address; no
 * foreign Origin (against web pages), a known bearer token (RFC 6750). Nothing of the body is read before.
 */
export function admit(request: HttpAsk, port: number, clients: ClientDirectory): Admission {
  // as many names as lines: none stands twice
  const twice = request.rawHeaders.length === 2 * Object.keys(request.headers).length ? undefined : repeated(request.rawHeaders);
  if (twice !== undefined) return { ok: false, status: 400, message: `The header ${twice} stands twice.` };
  const own = `127.0.0.1:${port}`;
  const named = absolute.exec(request.url ?? '')?.[0].toLowerCase();
  if (request.headers.host !== own || (named !== undefined && named !== `http://${own}`))
    return { ok: false, status: 403, message: `This gateway answers to the host ${own} only.` };
  const origin = request.headers.origin;
  if (origin !== undefined && origin !== `http://${own}`) return { ok: false, status: 403, message: 'Web pages may not use this gateway.' };
  const token = /^Bearer +([^\s]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const client = token === undefined ? undefined : clients.byToken(token);
  if (client !== undefined) return { ok: true, client: client.name };
  return {
    ok: false,
    status: 401,
    message: 'The token is missing, unknown or blocked. Connect this application in Toolgate.',
    headers: { 'www-authenticate': 'Bearer realm="toolgate"' },
  };
}

/** the beginning of a target in absolute form (RFC 9112 3.2.2), up to the path: proxies and some libraries write it so */
const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i;

function repeated(rawHeaders: readonly string[]): string | undefined {
  let seen: Set<string> | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase();
    if (!single.has(name)) continue;
    seen ??= new Set();
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

/** The route of a request's target: `''` for `/mcp`, a server's name for `/mcp/<name>`, undefined for anything else. */
export function routeOf(url: string): string | undefined {
  const query = url.indexOf('?');
  const whole = query === -1 ? url : url.slice(0, query);
  const path = whole.startsWith('/') ? whole : whole.replace(absolute, '');
  if (path === '/mcp') return '';
  if (!path.startsWith('/mcp/') || path.includes('/', 5)) return undefined;
  const encoded = path.slice(5);
  if (!encoded.includes('%')) return encoded || undefined;
  try {
    return decodeURIComponent(encoded) || undefined;
  } catch {
    return undefined;
  }
}
