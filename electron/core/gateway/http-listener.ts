import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonArray } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { noBatches, readBatch, receiveBatch } from './batch.js';
import { nowhere } from './channel.js';
import {
  INTERNAL_ERROR,
  INVALID_REQUEST,
  METHOD_NOT_FOUND,
  readEnvelope,
  unreadable,
  type BadMessage,
  type Incoming,
  type IncomingRequest,
} from './envelope.js';
import { createHttpChannel, type Accepts, type HttpChannel } from './http-channel.js';
import { openDoor } from './http-door.js';
import { examine, examineBody, tooLarge, type Guest, type Turned } from './http-guest.js';
import { acceptsStream, sendJson, type HttpAsk, type HttpReply } from './http-reply.js';
import type { Hub } from './hub.js';
import { portHolder } from './port-holder.js';
import { readBody } from './read-body.js';
import type { Doors } from './doors.js';
import type { Session } from './session.js';
import { createStatelessDoor } from './stateless-door.js';
import { mismatch } from './mirrored-headers.js';
import { HEADER_MISMATCH, isStateless, saysOther } from './stateless-request.js';
import { watched, type Unread } from './unread.js';
import { batchVersion, latestVersion } from './versions.js';
import { errorBytes, resultBytes } from './wire.js';

export interface HttpListener {
  readonly port: number;
  readonly url: string;
  /** forgets the HTTP session behind this one */
  ended(session: Session): void;
  close(): Promise<void>;
}

interface HttpSession {
  readonly session: Session;
  readonly channel: HttpChannel;
  usedAtMs: number;
}

/** an HTTP session nobody uses is forgotten after this; its client then gets 404 and starts anew */
const idleMs = 24 * 60 * 60 * 1000;
const sweepMs = 10 * 60 * 1000;
const maxSessionsOfClient = 256;

/**
 * MCP over streamable HTTP (2025-03-26 to 2025-11-25) on 127.0.0.1, and nothing else: `/mcp` and `/mcp/<server>`. Port 0 takes any.
 * A port that is taken fails with its holder, where that can be told.
 */
export async function openHttp(hub: Hub, doors: Doors, unread: Unread, port: number): Promise<Result<HttpListener>> {
  const sessions = new Map<string, HttpSession>();
  const stateless = createStatelessDoor(hub, doors);
  let bound = port;
  let stopSweep: () => void = () => {};

  const server = createServer(
    {
      ServerResponse: watched(unread),
      connectionsCheckingInterval: 5000,
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 120_000,
      noDelay: true,
    },
    (request, response) => {
      serve(request, response).catch((fault: unknown) => {
        // the sender broke off, or something is wrong in here: either way nothing was forwarded by this function itself
        if (request.complete) hub.logger.error('gateway.http.failed', { fault: String(fault) });
        if (!response.headersSent)
          refuse(request, response, { status: 500, message: 'The request failed inside Toolgate.', code: INTERNAL_ERROR });
      });
    },
  );

  const door = openDoor<Guest>(server, {
    clock: hub.clock,
    admit(head) {
      const guest = examine(head, bound, hub);
      return 'status' in guest || examineBody(head, hub.options().maxRequestBytes) !== undefined ? undefined : guest;
    },
    behind: unread.behind,
    take(guest, head, body, reply) {
      try {
        received(head, reply, guest, body);
      } catch (fault) {
        broken(fault, reply);
      }
    },
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const guest = examine(request, bound, hub);
    if ('status' in guest) return refuse(request, response, guest);
    switch (request.method) {
      case 'POST':
        return post(request, response, guest);
      case 'GET':
        return listen(request, response, guest);
      case 'DELETE':
        return end(request, response, guest);
      default:
        return refuse(request, response, {
          status: 405,
          message: 'This method is not used here.',
          code: INVALID_REQUEST,
          headers: { allow: 'GET, POST, DELETE' },
        });
    }
  }

  /** A session belongs to one client and one route; to anybody else it does not exist. */
  function find(request: HttpAsk, client: string, route: string): HttpSession | number {
    const id = request.headers['mcp-session-id'];
    if (typeof id !== 'string') return 400;
    const found = sessions.get(id);
    if (!found || found.session.caller.client !== client || found.session.route !== route) return 404;
    found.usedAtMs = hub.clock.monotonicMs();
    return found;
  }

  async function post(request: IncomingMessage, response: ServerResponse, guest: Guest): Promise<void> {
    const maxBytes = hub.options().maxRequestBytes;
    const turned = examineBody(request, maxBytes);
    if (turned !== undefined) return refuse(request, response, turned);
    const body = await readBody(request, maxBytes);
    if (body === undefined) return refuse(request, response, tooLarge(maxBytes));
    received(request, response, guest, body);
  }

  /** One message, whichever way it came in. */
  function received(request: HttpAsk, response: HttpReply, { client, route }: Guest, body: Buffer): void {
    const parsed = parseStrict(body, { keepTexts: true });
    const found = find(request, client, route);
    if (!parsed.ok) return refuseMessage(unreadable(body, parsed.error.message), found, response);
    if (Array.isArray(parsed.value)) return batch(request, response, parsed.value as JsonArray, found);
    const message = readEnvelope(parsed.value);
    if (isStateless(request.headers, message)) return later(stateless.take(message, request, response, client, route), response);
    if (message.kind === 'bad') return refuseMessage(message, found, response);
    const wrong = message.kind === 'response' ? undefined : mismatch(request.headers, message.method, message.params, false);
    if (wrong !== undefined)
      return sendJson(response, 400, errorBytes(message.kind === 'request' ? message.id : null, HEADER_MISMATCH, saysOther(wrong).message));
    if (message.kind === 'request' && message.method === 'initialize') return later(greet(response, message, client, route), response);
    if (typeof found === 'number') return noSession(response, message, found);
    take(found, message, request, response);
  }

  function refuseMessage(message: BadMessage, found: HttpSession | number, response: HttpReply): void {
    if (typeof found !== 'number') found.session.receive(message, nowhere);
    sendJson(response, 400, errorBytes(message.id, message.code, message.message));
  }

  const later = (work: Promise<void>, response: HttpReply): void => void work.catch((fault: unknown) => broken(fault, response));

  function broken(fault: unknown, response: HttpReply): void {
    hub.logger.error('gateway.http.failed', { fault: String(fault) });
    if (!response.headersSent) sendJson(response, 500, errorBytes(null, INTERNAL_ERROR, 'The request failed inside Toolgate.'));
  }

  function take({ session, channel }: HttpSession, message: Incoming, request: HttpAsk, response: HttpReply): void {
    if (message.kind === 'request') return session.receive(message, channel.exchange(response, accepts(request, session)));
    session.receive(message, nowhere);
    response.writeHead(202).end();
  }

  function batch(request: HttpAsk, response: HttpReply, items: JsonArray, found: HttpSession | number): void {
    if (typeof found === 'number' || found.session.protocolVersion !== batchVersion)
      return sendJson(response, 400, errorBytes(null, INVALID_REQUEST, noBatches));
    const messages = readBatch(items);
    if (typeof messages === 'string') return sendJson(response, 400, errorBytes(null, INVALID_REQUEST, messages));
    for (const one of messages) {
      const wrong =
        one.kind === 'request' || one.kind === 'notification' ? mismatch(request.headers, one.method, one.params, false) : undefined;
      if (wrong !== undefined) return sendJson(response, 400, errorBytes(null, HEADER_MISMATCH, saysOther(wrong).message));
    }
    const open = () => found.channel.exchange(response, acceptsStream(request) ? 'stream' : 'json');
    if (!receiveBatch(found.session, messages, open)) response.writeHead(202).end();
  }

  async function greet(response: HttpReply, message: IncomingRequest, client: string, route: string): Promise<void> {
    const channel = createHttpChannel(hub.clock);
    const opened = await doors.open(client, route, message, channel);
    if (typeof opened === 'string') return sendJson(response, 200, errorBytes(message.id, INTERNAL_ERROR, opened));
    makeRoom(client);
    const id = hub.ids.token();
    sessions.set(id, { session: opened.session, channel, usedAtMs: hub.clock.monotonicMs() });
    sendJson(response, 200, resultBytes(message.id, opened.result), { 'mcp-session-id': id });
  }

  function noSession(response: HttpReply, message: Incoming, status: number): void {
    const id = message.kind === 'request' ? message.id : null;
    if (message.kind === 'request' && message.method === 'server/discover')
      return sendJson(response, 400, errorBytes(id, METHOD_NOT_FOUND, 'Method not found: server/discover'));
    const { code, message: why } = noSuchSession(status);
    sendJson(response, status, errorBytes(id, code, status === 404 ? why : 'Bad Request: Server not initialized'));
  }

  function listen(request: IncomingMessage, response: ServerResponse, { client, route }: Guest): void {
    if (!acceptsStream(request))
      return refuse(request, response, { status: 406, message: 'This address answers GET with text/event-stream only.' });
    const found = find(request, client, route);
    if (typeof found === 'number') return refuse(request, response, noSuchSession(found));
    const last = request.headers['last-event-id'];
    if (!found.channel.listen(response, typeof last === 'string' ? last : undefined))
      refuse(request, response, { status: 400, message: 'The Last-Event-ID is none of this session.' });
  }

  function end(request: IncomingMessage, response: ServerResponse, { client, route }: Guest): void {
    const found = find(request, client, route);
    if (typeof found === 'number') return refuse(request, response, noSuchSession(found));
    doors.close(found.session);
    response.writeHead(200).end();
  }

  /** One client cannot fill the memory with sessions it has forgotten: its longest idle one makes room. */
  function makeRoom(client: string): void {
    const own = [...sessions.values()].filter(({ session }) => session.caller.client === client);
    if (own.length < maxSessionsOfClient) return;
    const idle = own.filter(isIdle).sort((a, b) => a.usedAtMs - b.usedAtMs)[0] ?? own[0];
    if (idle) doors.close(idle.session);
  }

  const isIdle = ({ session, channel }: HttpSession) => session.inFlight.length === 0 && !channel.listening;

  function sweep(): void {
    const now = hub.clock.monotonicMs();
    for (const entry of [...sessions.values()]) if (isIdle(entry) && now - entry.usedAtMs > idleMs) doors.close(entry.session);
    stopSweep = hub.clock.after(sweepMs, sweep);
  }

  const listening = await bind(server, port);
  if (!listening.ok) return listening;
  bound = listening.value;
  sweep();
  return ok({
    port: bound,
    url: `http://127.0.0.1:${bound}/mcp`,
    ended(session) {
      stateless.ended(session);
      for (const [id, entry] of sessions) if (entry.session === session) sessions.delete(id);
    },
    close() {
      stopSweep();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        door.close();
      });
    },
  });
}

function accepts(request: HttpAsk, session: Session): Accepts {
  if (!acceptsStream(request)) return 'json';
  return session.protocolVersion === latestVersion && request.headers.accept?.startsWith('text/event-stream') === true
    ? 'stream-first'
    : 'stream';
}

/** the codes of the official SDKs */
const noSuchSession = (status: number): Turned & { readonly code: number } =>
  status === 404
    ? { status, code: -32001, message: 'Session not found' }
    : { status, code: -32000, message: 'The header Mcp-Session-Id is missing.' };

/** A refusal before the message layer: the rest of the request is thrown away and the connection is closed. */
function refuse(request: IncomingMessage, response: ServerResponse, { status, message, code = -32000, headers }: Turned): void {
  request.resume();
  sendJson(response, status, errorBytes(null, code, message), { connection: 'close', ...headers });
}

function bind(server: Server, port: number): Promise<Result<number>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE')
        return resolve(fail('gateway.listen', `port ${port} cannot be opened: ${error.message}`, 'choose another port in the settings'));
      const holder = portHolder(port);
      resolve(
        fail(
          'gateway.port',
          holder === undefined ? `port ${port} is taken by another program` : `port ${port} is taken by ${holder}`,
          'end that program, or choose another port in the settings',
        ),
      );
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(ok((server.address() as AddressInfo).port)));
  });
}
