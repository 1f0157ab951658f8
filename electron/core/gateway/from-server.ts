import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import type { CancelSignal } from '../ports/cancel.js';
import type { Answer, OwnReply, ServerMessage } from '../ports/messages.js';
import type { DecidedCall, Operation } from '../ports/telemetry.js';
import { CallCancelled, CallTimedOut } from '../ports/upstreams.js';
import type { Corridor } from '../ports/corridor.js';
import type { Urgency } from './channel.js';
import { INTERNAL_ERROR, INVALID_PARAMS, METHOD_NOT_FOUND, type IncomingResponse } from './envelope.js';
import type { Hub } from './hub.js';
import { isQuieter } from './log-levels.js';
import type { Session } from './session.js';
import { isWithin } from './sub-resource.js';
import { notificationBytes, ownAnswer } from './wire.js';

/** Passes a server's notification on to the session it is for. List changes come another way: once for all sessions. */
export function serverTells(
  hub: Hub,
  session: Session,
  server: string,
  { method, params }: ServerMessage,
  relatedTo: string | undefined,
): void {
  const deliver = (said: JsonObject | undefined, urgency: Urgency) => {
    const exchange = session.exchangeOf(relatedTo);
    handOn(hub, session, { server, method, params, said, during: session.operationOf(relatedTo) }, (bytes) => {
      if (exchange) exchange.push(bytes);
      else session.channel.push(bytes, urgency);
    });
  };
  switch (method) {
    case 'notifications/message':
      if (!isQuieter(params?.['level'], session.logLevel)) deliver(session.route === '' ? labelled(params, server) : params, 'lossy');
      return;
    case 'notifications/resources/updated': {
      const uri = params?.['uri'];
      if (typeof uri === 'string' && isSubscribed(session, server, uri)) deliver(params, 'keep');
      return;
    }
    case 'notifications/tasks/status': {
      // a server tells all who share a connection: what a task says is for the client that started it
      const taskId = params?.['taskId'];
      const isOwn = typeof taskId === 'string' && hub.tasks.find(session.caller.client, server, taskId).length > 0;
      if (isOwn || relatedTo !== undefined) deliver(params, 'keep');
      return;
    }
    case 'notifications/elicitation/complete':
      return deliver(params, 'keep');
  }
}

/** A notification of a server on its way to a client. */
interface Told extends Omit<ServerMessage, 'id'> {
  readonly server: string;
  /** its params as the client reads them */
  readonly said: JsonObject | undefined;
  /** the call that it belongs to */
  readonly during: Operation | undefined;
}

/** Pushes a server's notification to the client. */
export function handOn(
  hub: Hub,
  session: Pick<Session, 'traced' | 'protocolVersion'>,
  { server, method, params, said, during }: Told,
  push: (bytes: Buffer) => void,
): void {
  const operation = hub.telemetry?.()?.received({ ...session.traced, method, params, id: undefined, from: server, during });
  const hop = operation?.sending({ server, method, protocolVersion: session.protocolVersion }, said);
  push(notificationBytes(method, hop?.params ?? said));
  hop?.done();
  operation?.finished();
}

function isSubscribed({ subscriptions }: Session, server: string, uri: string): boolean {
  if (subscriptions.get(uri) === server) return true;
  for (const [whole, owner] of subscriptions) if (owner === server && isWithin(uri, whole)) return true;
  return false;
}

function labelled(params: JsonObject | undefined, server: string): JsonObject {
  const logger = params?.['logger'];
  return Object.assign(Object.create(null) as object, params, {
    logger: typeof logger === 'string' ? `${server}/${logger}` : server,
  }) as JsonObject;
}

/** Puts a server's request to the client, after the rules. Declines what the client did not say it can do. */
export async function serverAsks(
  hub: Hub,
  session: Session,
  server: string,
  message: ServerMessage,
  relatedTo: string | undefined,
  signal: AbortSignal,
): Promise<OwnReply> {
  const { method } = message;
  const params: JsonObject = message.params ?? (Object.create(null) as JsonObject);
  const lacking = cannot(session, server, method, params);
  if (lacking !== undefined) return lacking;
  const operation = hub
    .telemetry?.()
    ?.received({ ...session.traced, method, params: message.params, id: message.id, from: server, during: session.operationOf(relatedTo) });
  const reply = await passOn(hub, session, server, message, params, { relatedTo, signal, operation });
  operation?.finished(reply);
  return reply;
}

interface Asking {
  readonly relatedTo: string | undefined;
  readonly signal: AbortSignal;
  readonly operation: Operation | undefined;
}

async function passOn(
  hub: Hub,
  session: Session,
  server: string,
  { method, params: given }: ServerMessage,
  params: JsonObject,
  { relatedTo, signal, operation }: Asking,
): Promise<OwnReply> {
  const ask = async (said: JsonObject | undefined, timeoutMs: number, forwardSignal: CancelSignal): Promise<IncomingResponse> => {
    const hop = operation?.sending({ server, method, protocolVersion: session.protocolVersion }, said ?? params);
    try {
      const response = await session.requests.ask(server, method, hop?.params ?? said, {
        relatedTo,
        timeoutMs,
        signal: forwardSignal,
        sentAs: hop?.sentAs,
      });
      hop?.done(asAnswer(response));
      return response;
    } catch (fault) {
      hop?.done(fault instanceof Error ? fault : new Error(String(fault)));
      throw fault;
    }
  };
  try {
    let response: IncomingResponse | undefined;
    // what no rule governs: roots, and tasks that the client runs
    const pass: Corridor['handle'] = governed.has(method) ? hub.corridor.handle : hub.corridor.follow;
    const decided = operation === undefined ? {} : { decided: (what: DecidedCall) => operation.decided(what) };
    const reply = await pass(
      { caller: session.caller, server, method, tool: '', params, signal, parting: session.parting, ...decided },
      async (judged, timeoutMs, forwardSignal) => {
        // a request without params stays one
        response = await ask(given === undefined ? undefined : judged, timeoutMs, forwardSignal);
        return asAnswer(response);
      },
    );
    if (reply.kind !== 'answer') return reply;
    if (response === undefined) return { kind: 'error', code: INTERNAL_ERROR, message: 'The client gave no answer.' };
    if (params['task'] !== undefined) session.clientTasks.learn(server, response.result);
    const said = toReply(response);
    return method === 'tasks/list' && said.kind === 'result'
      ? { kind: 'result', result: session.clientTasks.ofServer(server, said.result) }
      : said;
  } catch (fault) {
    if (fault instanceof CallCancelled || fault instanceof CallTimedOut)
      return { kind: 'error', code: INTERNAL_ERROR, message: fault.message };
    hub.logger.error('gateway.ask.failed', { server, method, fault: String(fault) });
    return { kind: 'error', code: INTERNAL_ERROR, message: 'The request to the client failed.' };
  }
}

const asAnswer = ({ result, error }: IncomingResponse): Answer =>
  error === undefined ? ownAnswer('result', stringify(result ?? null)) : ownAnswer('error', stringify(error));

const governed = new Set(['sampling/createMessage', 'elicitation/create']);
const needs = new Map([
  ['sampling/createMessage', 'sampling'],
  ['elicitation/create', 'elicitation'],
  ['roots/list', 'roots'],
  ['tasks/get', 'tasks'],
  ['tasks/result', 'tasks'],
  ['tasks/cancel', 'tasks'],
  ['tasks/list', 'tasks'],
]);

function cannot(session: Session, server: string, method: string, params: JsonObject): OwnReply | undefined {
  const need = needs.get(method);
  if (need === undefined) return { kind: 'error', code: METHOD_NOT_FOUND, message: `Method not found: ${method.slice(0, 200)}` };
  const capability = session.capabilities[need];
  if (!isJsonObject(capability)) return { kind: 'error', code: METHOD_NOT_FOUND, message: `The client does not support ${need}.` };
  // asking through a link is a later addition that a client states for itself (MCP 2025-11-25, elicitation)
  if (method === 'elicitation/create' && params['mode'] === 'url' && !isJsonObject(capability['url'])) {
    return { kind: 'error', code: INVALID_PARAMS, message: 'The client does not support elicitation by URL.' };
  }
  if (need === 'tasks' && method !== 'tasks/list' && session.clientTasks.ownerOf(params['taskId']) !== server)
    return { kind: 'error', code: INVALID_PARAMS, message: 'Invalid params: there is no such task' };
  return undefined;
}

function toReply({ result, error }: IncomingResponse): OwnReply {
  if (isJsonObject(result)) return { kind: 'result', result };
  const { code, message, data } = error ?? {};
  return {
    kind: 'error',
    code: typeof code === 'number' ? code : INTERNAL_ERROR,
    message: typeof message === 'string' ? message : 'The client answered with neither a result nor an error.',
    data,
  };
}
