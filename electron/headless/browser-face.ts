import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { CONTENT_SECURITY_POLICY, MEDIA_TYPES } from '../../shared/web.js';
import { parseUrl } from '../../shared/parse-url.js';
import { fail, ok, type Result } from '../../shared/result.js';
import type { Core } from '../core/core.js';

const MAX_COMMAND_BYTES = 16 * 1024 * 1024;
const COOKIE = 'toolgate-session';

export interface BrowserFace {
  /** with the one-time token; good for one browser, once */
  readonly url: string;
  /** a fresh one-time address for another browser */
  newUrl(): string;
  close(): Promise<void>;
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * The same interface in a browser on loopback: static files, `POST /command`, `GET /signal` (server-sent events). Its own port, apart
 * from MCP; a one-time token becomes a strict same-site cookie; Host and Origin are checked exactly.
 */
export async function openBrowserFace(options: {
  core: Pick<Core, 'dispatch' | 'board'>;
  root: string;
  port?: number;
}): Promise<Result<BrowserFace>> {
  if (!existsSync(join(options.root, 'index.html')))
    return fail('NO_INTERFACE', `the interface is not built in ${options.root}`, 'run `npm run build`');
  const oneTime = new Set<string>();
  const sessions = new Set<string>();
  let origin = '';

  const newUrl = (): string => {
    const token = randomBytes(32).toString('base64url');
    oneTime.add(hash(token).toString('hex'));
    return `${origin}/?token=${token}`;
  };

  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('cache-control', 'no-store');
    if (request.headers.host !== origin.slice('http://'.length)) return refuse(response, 403, 'wrong host');
    if (request.headers.origin !== undefined && request.headers.origin !== origin) return refuse(response, 403, 'wrong origin');
    const url = parseUrl(`${origin}${request.url ?? '/'}`);
    if (url === undefined || url.origin !== origin) return refuse(response, 400, 'no such address');
    const token = url.searchParams.get('token');
    if (request.method === 'GET' && url.pathname === '/' && token !== null) return signIn(response, token);
    if (!knows(request)) return refuse(response, 401, 'open the address that `toolgate serve --ui` printed; it works once, in one browser');
    if (request.method === 'POST' && url.pathname === '/command') return void command(request, response).catch(() => request.destroy());
    if (request.method === 'GET' && url.pathname === '/signal') return signals(request, response);
    if (request.method === 'GET' || request.method === 'HEAD') return file(url.pathname, response);
    return refuse(response, 405, 'no such method here');
  });

  const signIn = (response: ServerResponse, token: string): void => {
    if (!oneTime.delete(hash(token).toString('hex')))
      return refuse(response, 401, 'this address was used already; restart `toolgate serve --ui` for a new one');
    const session = randomBytes(32).toString('base64url');
    sessions.add(hash(session).toString('hex'));
    response.writeHead(303, { location: '/', 'set-cookie': `${COOKIE}=${session}; HttpOnly; SameSite=Strict; Path=/` }).end();
  };

  const knows = (request: IncomingMessage): boolean => {
    const cookie = request.headers.cookie?.split(/;\s*/).find((one) => one.startsWith(`${COOKIE}=`));
    if (cookie === undefined) return false;
    const given = hash(cookie.slice(COOKIE.length + 1));
    for (const known of sessions) if (timingSafeEqual(given, Buffer.from(known, 'hex'))) return true;
    return false;
  };

  const command = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // The cookie is same-site and the body must be JSON: no form and no other page can send this.
    if (request.headers.origin !== origin || request.headers['content-type'] !== 'application/json')
      return refuse(response, 403, 'wrong origin');
    const body = await readBody(request);
    const asked = body === undefined ? undefined : parseCommand(body);
    if (asked === undefined) return refuse(response, 400, 'a command is {name, input}');
    const result = await options.core.dispatch(asked.name, asked.input, { door: 'browser' });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  };

  const signals = (request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const end = options.core.board.subscribe((signal) => void response.write(`data: ${JSON.stringify(signal)}\n\n`));
    const beat = setInterval(() => void response.write(':\n\n'), 15_000);
    request.on('close', () => {
      clearInterval(beat);
      end();
    });
    response.write(':\n\n');
  };

  const file = (pathname: string, response: ServerResponse): void => {
    const inside = normalize(decodeURIComponentOr(pathname, '/none')).replace(/^[/\\]+/, '');
    const path = join(options.root, inside === '' ? 'index.html' : inside);
    if (inside.includes('\0') || !path.startsWith(options.root + sep) || !existsSync(path) || !statSync(path).isFile())
      return refuse(response, 404, 'no such file');
    response.writeHead(200, { 'content-type': MEDIA_TYPES[extname(path)] ?? 'application/octet-stream' });
    createReadStream(path).pipe(response);
  };

  const port = await listen(server, options.port ?? 0);
  if (!port.ok) return port;
  origin = `http://127.0.0.1:${port.value}`;
  return ok({
    url: newUrl(),
    newUrl,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

const refuse = (response: ServerResponse, status: number, why: string): void =>
  void response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${why}\n`);

function decodeURIComponentOr(text: string, otherwise: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return otherwise;
  }
}

function parseCommand(body: string): { name: string; input: unknown } | undefined {
  try {
    const { name, input } = JSON.parse(body) as { name?: unknown; input?: unknown };
    return typeof name === 'string' ? { name, input } : undefined;
  } catch {
    return undefined;
  }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    if (bytes > MAX_COMMAND_BYTES) return undefined;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

function listen(server: Server, port: number): Promise<Result<number>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(
        fail(
          'PORT',
          `the interface cannot listen on 127.0.0.1:${port}: ${error.code === 'EADDRINUSE' ? 'the port is taken' : error.message}`,
        ),
      ),
    );
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? ok(address.port) : fail('PORT', 'no address'));
    });
  });
}
