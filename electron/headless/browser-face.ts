import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { CONTENT_SECURITY_POLICY, MEDIA_TYPES } from '../../shared/web.js';
import { parseUrl } from '../../shared/parse-url.js';
import { fail, ok, type Result } from '../../shared/result.js';
import type { Core } from '../core/public.js';

const MAX_COMMAND_BYTES = 16 * 1024 * 1024;
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

export interface BrowserFace {
  /** with the one-time token; good for one browser, once */
  readonly url: string;
  /** a fresh one-time address for another browser */
  newUrl(): string;
  close(): Promise<void>;
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * The same interface in a browser on loopback: static files, `POST /session`, `POST /command`, `GET /signal` (server-sent events). Its own
 * port, apart from MCP; Host and Origin are checked exactly. A one-time token in the fragment of the address, which no server and no log
 * sees, becomes a key that the page sends as `Authorization`. No cookie: browsers share those among all ports of 127.0.0.1, so that any
 * other local page would be handed it.
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
    return `${origin}/#token=${token}`;
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
    const asks =
      request.method === 'POST' ? POSTS[url.pathname] : request.method === 'GET' && url.pathname === '/signal' ? signals : undefined;
    // Everything else is the interface itself, the same for everybody.
    if (asks === undefined)
      return request.method === 'GET' || request.method === 'HEAD'
        ? file(url.pathname, response)
        : refuse(response, 405, 'no such method here');
    if (asks !== signIn && !knows(request))
      return refuse(response, 401, 'open the address that `toolgate serve --ui` printed; it works once, in one browser');
    void Promise.resolve(asks(request, response)).catch(() => request.destroy());
  });

  const signIn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const token = await bodyOf(request);
    if (token === undefined) return refuse(response, 403, 'wrong origin');
    if (!oneTime.delete(hash(stringIn(token, 'token')).toString('hex')))
      return refuse(response, 401, 'this address was used already; restart `toolgate serve --ui` for a new one');
    const key = randomBytes(32).toString('base64url');
    sessions.add(hash(key).toString('hex'));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ key }));
  };

  const knows = (request: IncomingMessage): boolean => {
    const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (key === undefined) return false;
    const given = hash(key);
    for (const known of sessions) if (timingSafeEqual(given, Buffer.from(known, 'hex'))) return true;
    return false;
  };

  const command = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    if (body === undefined) return refuse(response, 403, 'wrong origin');
    const name = stringIn(body, 'name');
    if (name === '') return refuse(response, 400, 'a command is {name, input}');
    const result = await options.core.dispatch(name, body['input'], { door: 'browser' });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  };

  /** The body, where this very page sent it as JSON: no form and no other page can do that. */
  const bodyOf = async (request: IncomingMessage): Promise<Record<string, unknown> | undefined> => {
    if (request.headers.origin !== origin || request.headers['content-type'] !== 'application/json') return undefined;
    return parseObject((await readBody(request)) ?? '');
  };

  const signals = (request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const end = options.core.board.subscribe((signal) => {
      // a page that sleeps or does not read comes back by itself and asks for everything
      if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
      else response.write(`data: ${JSON.stringify(signal)}\n\n`);
    });
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
    if (inside.includes('\0') || !path.startsWith(options.root + sep) || statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
      return refuse(response, 404, 'no such file');
    response.writeHead(200, { 'content-type': MEDIA_TYPES[extname(path)] ?? 'application/octet-stream' });
    // a file that cannot be read to its end, or that nobody waits for any more, ends this answer and nothing else
    pipeline(createReadStream(path), response, () => undefined);
  };

  const POSTS: Readonly<Record<string, typeof command>> = { '/session': signIn, '/command': command };

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

/** `{}` for what is no object */
function parseObject(body: string): Record<string, unknown> {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const stringIn = (object: Record<string, unknown>, name: string): string => {
  const value = object[name];
  return typeof value === 'string' ? value : '';
};

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
