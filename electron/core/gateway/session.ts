import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import { Cancel, type CancelSignal } from '../ports/cancel.js';
import type { CallReply, Forward } from '../ports/corridor.js';
import type { Answer, Caller, OwnReply, RequestId } from '../ports/messages.js';
import type { Operation, TracedSession } from '../ports/telemetry.js';
import { FateUnknown, NeverSent, type SessionOwner, type UpstreamLink } from '../ports/upstreams.js';
import type { DownstreamChannel, Exchange } from './channel.js';
import { createClientRequests, type ClientRequests } from './client-requests.js';
import { createClientTasks, type ClientTasks } from './client-tasks.js';
import {
  INTERNAL_ERROR,
  INVALID_REQUEST,
  isRequestId,
  sameId,
  METHOD_NOT_FOUND,
  type BadMessage,
  type Incoming,
  type IncomingNotification,
  type IncomingRequest,
  type IncomingResponse,
} from './envelope.js';
import { handOn, serverAsks, serverTells } from './from-server.js';
import type { Hub } from './hub.js';
import { methods } from './methods.js';
import type { Parking } from './parking.js';
import { createSlots, type Slotted } from './slots.js';
import { errorBytes, resultBytes, spliceId, spliceText, splitAtId } from './wire.js';

/** One conversation with one client: what is in flight, which servers it touched, what it subscribed to. Knows no transport. */
export interface Session {
  readonly caller: Caller;
  /** the server of mirror mode, `''` for the aggregate */
  readonly route: string;
  /** eras differ in how requests are related to sessions, and in how a server asks the client something */
  readonly era: 'handshake' | 'stateless';
  readonly protocolVersion: string;
  readonly capabilities: JsonObject;
  readonly channel: DownstreamChannel;
  /** names of the capabilities that `initialize` was answered with */
  readonly offers: ReadonlySet<string>;
  readonly startedAtMs: number;
  /** requests to the client */
  readonly requests: ClientRequests;
  readonly clientTasks: ClientTasks;
  /** uri -> server */
  readonly subscriptions: Map<string, string>;
  readonly inFlight: readonly Call[];
  /** the session as servers see it */
  readonly owner: SessionOwner;
  /** servers whose lists were looked for with this session's abilities */
  readonly met: Set<string>;
  logLevel: string | undefined;
  /** Takes one message. `exchange` is where the answer to a request goes. Returns at once. */
  receive(message: Incoming, exchange: Exchange): void;
  /** the session's link to a server, connecting when needed; throws `NeverSent` when that fails */
  link(server: string): Promise<UpstreamLink>;
  links(): UpstreamLink[];
  /** how a governed call reaches its server */
  forward(server: string, method: string, call: Call): Forward;
  /** whether calls wait here for answers of the client, and go on without those who sent them */
  readonly parks: boolean;
  /** the exchange of a request that is still in flight, by its `requestKey` */
  exchangeOf(requestKey: string | undefined): Exchange | undefined;
  /** the same request for telemetry, while that is on */
  operationOf(requestKey: string | undefined): Operation | undefined;
  readonly traced: TracedSession;
  /** aborted by `part` */
  readonly parting: CancelSignal;
  /** The client has said its last word (MCP lifecycle, shutdown: over stdio it closes its input). What runs goes on, no person is asked any more. */
  part(): void;
  /** Ends everything in flight and gives the links back; the channel stays to its owner. `why` is what waiting requests are answered with. */
  end(why?: string): void;
}

/** One request of the client, while it runs. */
export interface Call extends Slotted {
  readonly request: IncomingRequest;
  readonly params: JsonObject;
  readonly requestKey: string;
  readonly exchange: Exchange;
  readonly abort: Cancel;
  readonly progressToken: RequestId | undefined;
  /** present while telemetry is on */
  readonly operation: Operation | undefined;
}

export interface SessionStart {
  readonly caller: Caller;
  readonly route: string;
  readonly protocolVersion: string;
  readonly clientInfo: JsonObject;
  readonly capabilities: JsonObject;
  readonly channel: DownstreamChannel;
  readonly offers: ReadonlySet<string>;
  /** for the era without a handshake: how servers ask the client */
  readonly parking?: Parking;
}

const maxInFlight = 1000;
/** as the official SDKs say it of a connection that closed */
const SESSION_ENDED = -32000;
const hasEnded = 'The session has ended.';

export function createSession(hub: Hub, start: SessionStart): Session {
  const inFlight = createSlots<Call>();
  const linking = new Map<string, Promise<UpstreamLink>>();
  const linked = new Map<string, UpstreamLink>();
  const parting = new Cancel();
  let serial = 0;
  let ended = false;

  const owner: SessionOwner = {
    client: start.caller.client,
    session: start.caller.session,
    clientInfo: start.clientInfo,
    capabilities: start.capabilities,
    protocolVersion: start.protocolVersion,
    notified: (server, message, relatedTo) => serverTells(hub, session, server, message, relatedTo),
    asked: (server, message, relatedTo, signal) => serverAsks(hub, session, server, message, relatedTo, signal),
    parted(server) {
      const link = linked.get(server);
      if (link === undefined) return;
      unlink(server, link);
      // who is to be told of something hears of it on the new connection only
      if ([...session.subscriptions.values()].includes(server)) void session.link(server).catch(() => {});
    },
  };

  const session: Session = {
    ...start,
    owner,
    met: new Set(),
    era: start.parking === undefined ? 'handshake' : 'stateless',
    startedAtMs: hub.clock.nowMs(),
    requests:
      start.parking?.requests ??
      createClientRequests(hub.clock, (bytes, relatedTo) => {
        const exchange = session.exchangeOf(relatedTo);
        if (exchange) exchange.push(bytes);
        else start.channel.push(bytes, 'now');
      }),
    clientTasks: createClientTasks(),
    subscriptions: new Map(),
    inFlight: inFlight.items,
    logLevel: undefined,

    receive(message, exchange) {
      if (ended) return message.kind === 'request' ? exchange.answer(errorBytes(message.id, SESSION_ENDED, hasEnded)) : exchange.drop();
      switch (message.kind) {
        case 'request':
          return begin(message, exchange);
        case 'notification':
          return told(message);
        case 'response':
          return void session.requests.answered(message);
        case 'bad':
          return refuse(message, exchange);
      }
    },

    async link(server) {
      const ready = linked.get(server);
      if (ready) return ready;
      let pending = linking.get(server);
      if (!pending) {
        pending = connect(server).finally(() => linking.delete(server));
        linking.set(server, pending);
      }
      return pending;
    },
    links: () => [...linked.values()],

    forward(server, method, call) {
      const direct = send(server, method, call);
      return start.parking?.forward({ client: start.caller.client, server, method, requestKey: call.requestKey, call }, direct) ?? direct;
    },

    parks: start.parking !== undefined,

    exchangeOf: (requestKey) =>
      requestKey === undefined
        ? undefined
        : (start.parking?.carrier(requestKey)?.exchange ?? inFlight.items.find((call) => call.requestKey === requestKey)?.exchange),
    operationOf: (requestKey) =>
      requestKey === undefined ? undefined : inFlight.items.find((call) => call.requestKey === requestKey)?.operation,
    traced: {
      client: start.caller.client,
      session: start.parking === undefined ? start.caller.session : undefined,
      protocolVersion: start.protocolVersion,
      transport: start.channel.kind,
    },
    parting,
    part: () => parting.abort(),

    end(why = hasEnded) {
      if (ended) return;
      ended = true;
      for (const call of [...inFlight.items]) {
        inFlight.remove(call);
        call.abort.abort();
        call.exchange.answer(errorBytes(call.request.id, SESSION_ENDED, why));
      }
      session.requests.end();
      if (session.era === 'handshake') hub.telemetry?.()?.sessionEnded(session.traced, hub.clock.nowMs() - session.startedAtMs);
      for (const link of linked.values()) {
        dropSubscriptions(link);
        link.release();
      }
      linked.clear();
    },
  };

  const send =
    (server: string, method: string, call: Call): Forward =>
    (params, timeoutMs, signal, paramsText, passage) => {
      const over = (link: UpstreamLink): Promise<Answer> => {
        const { progressToken, exchange, requestKey } = call;
        const hop = call.operation?.sending({ server, method, protocolVersion: link.initializeResult['protocolVersion'] }, params);
        const answer = link.request(method, hop?.params ?? params, {
          requestKey,
          timeoutMs,
          signal,
          paramsText: hop === undefined ? paramsText : undefined,
          sentAs: hop?.sentAs,
          passage,
          onPaused: (retryMs) => exchange.pause?.(retryMs),
          onProgress:
            progressToken === undefined
              ? undefined
              : (progress) => {
                  // a call that was parked goes on for whoever took it up again
                  const to = start.parking?.carrier(requestKey) ?? call;
                  if (to.progressToken === undefined) return;
                  const said = Object.assign(Object.create(null) as object, progress, { progressToken: to.progressToken }) as JsonObject;
                  const told = { server, method: 'notifications/progress', params: progress, said, during: call.operation };
                  handOn(hub, session, told, (bytes) => to.exchange.push(bytes));
                },
        });
        if (hop !== undefined)
          answer.then(hop.done, (fault: unknown) => hop.done(fault instanceof Error ? fault : new Error(String(fault))));
        return answer.catch((fault: unknown) => {
          // the next call gets a new link; this one is never repeated
          if (fault instanceof NeverSent || fault instanceof FateUnknown) unlink(server, link);
          throw fault;
        });
      };
      const link = linked.get(server);
      if (link === undefined) return session.link(server).then(over);
      try {
        return over(link);
      } catch (fault) {
        return Promise.reject(fault instanceof Error ? fault : new Error(String(fault)));
      }
    };

  async function connect(server: string): Promise<UpstreamLink> {
    const result = await hub.upstreams.acquire(server, owner);
    if (!result.ok)
      throw new NeverSent(result.error.fix === undefined ? result.error.message : `${result.error.message}. ${result.error.fix}`);
    const link = result.value;
    if (ended) {
      link.release();
      throw new NeverSent('the session has ended');
    }
    linked.set(server, link);
    restore(link);
    return link;
  }

  /** A new connection knows nothing of the log level and the subscriptions of the one before. */
  function restore(link: UpstreamLink): void {
    const again = (method: string, params: JsonObject) => void quietly(link, method, params);
    if (session.logLevel !== undefined && can(link, 'logging')) again('logging/setLevel', { level: session.logLevel });
    for (const [uri, server] of session.subscriptions)
      if (server === link.server && !link.tells(uri)) again('resources/subscribe', { uri });
  }

  function dropSubscriptions(link: UpstreamLink): void {
    for (const [uri, server] of session.subscriptions) {
      if (server === link.server && !hub.subscribedElsewhere(session, server, uri)) void quietly(link, 'resources/unsubscribe', { uri });
    }
  }

  async function quietly(link: UpstreamLink, method: string, params: JsonObject): Promise<void> {
    try {
      await link.request(method, params, { requestKey: `own${++serial}`, timeoutMs: 10_000, signal: new Cancel() });
    } catch (error) {
      hub.logger.info('gateway.housekeeping.failed', { server: link.server, method, error: String(error) });
    }
  }

  function unlink(server: string, link: UpstreamLink): void {
    if (linked.get(server) !== link) return;
    linked.delete(server);
    link.release();
  }

  function refuse({ id, code, message, question }: BadMessage, exchange: Exchange): void {
    const wasAnswer = question !== undefined && session.requests.answered(noAnswer(question));
    exchange.answer(errorBytes(wasAnswer ? null : id, code, message));
  }

  function find(id: RequestId): Call | undefined {
    for (const call of inFlight.items) if (sameId(call.request.id, id)) return call;
    return undefined;
  }

  function begin(request: IncomingRequest, exchange: Exchange): void {
    if (find(request.id))
      return exchange.answer(errorBytes(request.id, INVALID_REQUEST, 'Invalid Request: a request with this id is still running'));
    if (inFlight.items.length >= maxInFlight)
      return exchange.answer(
        errorBytes(request.id, INTERNAL_ERROR, `More than ${maxInFlight} requests of this session are running. Wait for answers first.`),
      );
    const method = methods.get(request.method);
    if (method === undefined)
      return exchange.answer(errorBytes(request.id, METHOD_NOT_FOUND, `Method not found: ${request.method.slice(0, 200)}`));
    const params = request.params ?? none;
    const meta = params['_meta'];
    const token = isJsonObject(meta) ? meta['progressToken'] : undefined;
    const call: Call = {
      slot: -1,
      request,
      params,
      requestKey: `r${++serial}`,
      exchange,
      abort: new Cancel(),
      progressToken: isRequestId(token) ? token : undefined,
      // the era without a handshake has given the request an id of the gate's own before it came here
      operation: hub
        .telemetry?.()
        ?.received({ ...session.traced, method: request.method, params, id: session.era === 'handshake' ? request.id : undefined }),
    };
    inFlight.add(call);
    const finish = (reply: CallReply) => {
      call.operation?.finished(reply);
      // cancelled or ended in the meantime: there is nobody to answer
      if (inFlight.remove(call)) answerWith(exchange, reply, request.id);
    };
    let reply: CallReply | Promise<CallReply>;
    try {
      reply = method(hub, session, call);
    } catch (fault) {
      return finish(broken(fault, request.method));
    }
    if (reply instanceof Promise) void reply.then(finish, (fault: unknown) => finish(broken(fault, request.method)));
    else finish(reply);
  }

  function broken(fault: unknown, method: string): OwnReply {
    if (fault instanceof NeverSent) return { kind: 'error', code: INTERNAL_ERROR, message: fault.message };
    hub.logger.error('gateway.request.failed', {
      method,
      client: start.caller.client,
      fault: fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault),
    });
    return { kind: 'error', code: INTERNAL_ERROR, message: 'The request failed inside Toolgate. Its log says why.' };
  }

  function told({ method, params }: IncomingNotification): void {
    // other names are whatever a client writes, and nothing comes of them
    const operation = notifications.has(method)
      ? hub.telemetry?.()?.received({ ...session.traced, method, params, id: undefined })
      : undefined;
    const passOn = (link: UpstreamLink, said: JsonObject | undefined): void => {
      const hop = operation?.sending({ server: link.server, method, protocolVersion: link.initializeResult['protocolVersion'] }, said);
      link.notify(method, hop?.params ?? said);
      hop?.done();
    };
    if (method === 'notifications/cancelled') {
      const id = params?.['requestId'];
      const call = isRequestId(id) ? find(id) : undefined;
      if (call) {
        inFlight.remove(call);
        call.abort.abort();
        call.exchange.drop();
      }
    } else if (method === 'notifications/roots/list_changed') {
      for (const link of linked.values()) passOn(link, params);
    } else if (method === 'notifications/progress') {
      const origin = session.requests.progress(params);
      const link = origin && linked.get(origin.server);
      if (link) passOn(link, origin.params);
    } else if (method === 'notifications/tasks/status') {
      const link = linked.get(session.clientTasks.ownerOf(params?.['taskId']) ?? '');
      if (link) passOn(link, params);
    }
    // everything else is dropped: `initialized` ends here because each server has a handshake of its own
    operation?.finished();
  }

  return session;
}

/** what clients tell (MCP 2025-11-25, schema) */
const notifications = new Set([
  'notifications/initialized',
  'notifications/cancelled',
  'notifications/progress',
  'notifications/roots/list_changed',
  'notifications/tasks/status',
]);

/** in place of an answer that cannot be read */
const noAnswer = (id: RequestId): IncomingResponse => ({
  kind: 'response',
  id,
  result: undefined,
  error: { code: INTERNAL_ERROR, message: 'The answer of the client cannot be read.' },
});

const none: JsonObject = Object.freeze(Object.create(null) as JsonObject);

export const can = (link: Pick<UpstreamLink, 'initializeResult'>, capability: string): boolean => {
  const capabilities = link.initializeResult['capabilities'];
  return isJsonObject(capabilities) && capabilities[capability] !== undefined;
};

/** from here on a copy costs more than a second write */
const largeBytes = 64 * 1024;
/** up to here a whole answer goes out as one piece of text */
const textBytes = 16 * 1024;

function answerWith(exchange: Exchange, reply: CallReply, id: RequestId): void {
  if (reply.kind !== 'answer') return exchange.answer(replyBytes(reply, id));
  const { answer } = reply;
  if (answer.bytes.length > largeBytes && exchange.answerParts !== undefined)
    return exchange.answerParts(...splitAtId(answer, id), answer.release);
  const text = answer.bytes.length <= textBytes && exchange.answerText !== undefined ? spliceText(answer, id) : undefined;
  if (text !== undefined) exchange.answerText?.(text);
  else exchange.answer(spliceId(answer, id));
}

function replyBytes(reply: OwnReply, id: RequestId): Buffer {
  if (reply.kind === 'result') return resultBytes(id, reply.result);
  return errorBytes(id, reply.code, reply.message, reply.data);
}
