import { canonical } from '../../../shared/json/canonical.js';
import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import { createSessionKeys } from '../../../shared/limits/session-key.js';
import type { Doors } from './doors.js';
import { errorBytes, resultBytes } from './wire.js';
import { INTERNAL_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, type Incoming, type IncomingRequest } from './envelope.js';
import { acceptsStream, sendJson, type HttpAsk, type HttpReply } from './http-reply.js';
import type { Hub } from './hub.js';
import { greet } from './initialize.js';
import { TASKS_EXTENSION } from './tasks.js';
import type { Session } from './session.js';
import { createStatelessExchange } from './stateless-exchange.js';
import { subscribeAll, unsubscribeAll } from './stateless-subscriptions.js';
import { createStatelessChannel, type StatelessChannel } from './stateless-listen.js';
import { argumentMismatch } from './mirrored-headers.js';
import {
  allVersions,
  metaPrefix,
  lacksCapability,
  readSender,
  saysOther,
  statusOf,
  type Mistake,
  type Sender,
} from './stateless-request.js';

interface Standing {
  readonly session: Session;
  readonly channel: StatelessChannel;
  usedAtMs: number;
}

/** the requests of this era; those of the other one do not exist here */
const methods = new Set([
  'tools/list',
  'tools/call',
  'prompts/list',
  'prompts/get',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'completion/complete',
]);
/** of the extension for tasks; only for clients that say they know it */
const taskMethods = new Set(['tasks/get', 'tasks/update', 'tasks/cancel']);
const idleMs = 30 * 60_000;
const maxStanding = 64;

/** Serves requests of the era without a handshake. One client's activity counts as one session until it was idle for 30 minutes. */
export interface StatelessDoor {
  take(message: Incoming, request: HttpAsk, response: HttpReply, client: string, route: string): Promise<void>;
  /** forgets the session */
  ended(session: Session): void;
}

export function createStatelessDoor(hub: Hub, doors: Doors): StatelessDoor {
  const standing = new Map<string, Standing>();
  const keys = createSessionKeys(hub.clock, () => hub.ids.next('ses'));
  let serial = 0;
  /** ids are the client's own and may repeat over its requests: the session gets ones that do not */
  const newId = (): string => `s${++serial}`;

  function standingOf(client: string, route: string, sender: Sender): Standing {
    const now = hub.clock.monotonicMs();
    for (const old of [...standing.values()]) {
      if (now - old.usedAtMs > idleMs && old.session.inFlight.length === 0 && !old.channel.listening) doors.close(old.session);
    }
    const name = keys.stateless(client);
    // what a client says of itself is a part: servers are asked with exactly that
    const key = canonical([client, route, name, sender.clientInfo, sender.capabilities]);
    const known = standing.get(key);
    if (known !== undefined) {
      known.usedAtMs = now;
      return known;
    }
    const own = [...standing.values()].filter(({ session }) => session.caller.client === client);
    const oldest = own.sort((a, b) => a.usedAtMs - b.usedAtMs)[0];
    if (own.length >= maxStanding && oldest !== undefined) doors.close(oldest.session);
    const channel = createStatelessChannel();
    const session = doors.openStateless({ client, name, route, sender, channel });
    const fresh = { session, channel, usedAtMs: now };
    standing.set(key, fresh);
    return fresh;
  }

  const fail = (
    response: HttpReply,
    id: IncomingRequest['id'] | null,
    status: number,
    code: number,
    message: string,
    data?: Parameters<typeof errorBytes>[3],
  ): void => sendJson(response, status, errorBytes(id, code, message, data));

  async function discover(message: IncomingRequest, response: HttpReply, route: string): Promise<void> {
    const greeting = await greet(hub, route, { ...message, params: {} });
    if (typeof greeting === 'string') return fail(response, message.id, 200, INTERNAL_ERROR, greeting);
    const { capabilities, instructions, serverInfo } = greeting.result;
    const result: JsonObject = {
      resultType: 'complete',
      supportedVersions: [...allVersions],
      capabilities: isJsonObject(capabilities) ? ofThisEra(capabilities) : {},
      ...(instructions === undefined ? {} : { instructions }),
      ttlMs: 0,
      cacheScope: 'private',
      _meta: { [`${metaPrefix}serverInfo`]: serverInfo ?? { name: 'toolgate', version: hub.version } },
    };
    sendJson(response, 200, resultBytes(message.id, result));
  }

  return {
    async take(message, request, response, client, route) {
      if (message.kind === 'bad') return fail(response, message.id, 400, message.code, message.message);
      // without sessions there is nothing a notification could be about
      if (message.kind !== 'request') return void response.writeHead(202).end();
      const sender = readSender(request.headers, message);
      const refused = (mistake: Mistake): void => fail(response, message.id, 400, mistake.code, mistake.message, mistake.data);
      if ('code' in sender) return refused(sender);
      const following = taskMethods.has(message.method);
      if (following && !declaresTasks(sender)) return refused(lacksCapability({ extensions: { [TASKS_EXTENSION]: {} } }));
      if (message.method === 'server/discover') return discover(message, response, route);
      const listens = message.method === 'subscriptions/listen';
      if (!listens && !following && !methods.has(message.method))
        return fail(
          response,
          message.id,
          statusOf(METHOD_NOT_FOUND),
          METHOD_NOT_FOUND,
          `Method not found: ${message.method.slice(0, 200)}`,
        );
      const takesStream = acceptsStream(request);
      const { session, channel } = standingOf(client, route, sender);
      const wrong = message.method === 'tools/call' ? await argumentMismatch(hub, session, request.headers, message.params) : undefined;
      if (wrong !== undefined) return refused(saysOther(wrong));
      if (listens) {
        const notifications = message.params?.['notifications'];
        if (!takesStream) return fail(response, message.id, 406, INVALID_REQUEST, 'This request is answered with text/event-stream only.');
        let stop = (): void => {};
        const exchange = createStatelessExchange(
          hub.clock,
          response,
          { id: message.id, method: message.method, wantsLogs: false, acceptsStream: takesStream },
          () => stop(),
        );
        const filter = isJsonObject(notifications) ? notifications : {};
        const uris = await subscribeAll(session, filter['resourceSubscriptions'], newId);
        const leave = channel.listen(
          message.id,
          filter,
          uris,
          (bytes) => exchange.push(bytes),
          () => exchange.answer(resultBytes(message.id, {})),
        );
        stop = () => {
          leave();
          unsubscribeAll(session, uris, channel.wants, newId);
        };
        if (!exchange.open) return stop();
        // lists are kept fresh only for servers that run: a client that listens wants to hear of them
        void greet(hub, route, { ...message, params: {} });
        return;
      }
      const id = newId();
      const exchange = createStatelessExchange(
        hub.clock,
        response,
        { id: message.id, method: message.method, wantsLogs: sender.wantsLogs, acceptsStream: takesStream },
        () =>
          session.receive(
            { kind: 'notification', method: 'notifications/cancelled', params: { requestId: id, reason: 'the client closed the stream' } },
            exchange,
          ),
      );
      // closing the stream cancels, also while the lists were looked for
      if (exchange.open) session.receive({ ...message, id }, exchange);
    },
    ended(session) {
      for (const [key, one] of standing) if (one.session === session) standing.delete(key);
    },
  };
}

function declaresTasks({ capabilities }: Sender): boolean {
  const { extensions } = capabilities;
  return isJsonObject(extensions) && isJsonObject(extensions[TASKS_EXTENSION]);
}

/** What the other era's capabilities come to in this one. */
function ofThisEra(capabilities: JsonObject): JsonObject {
  const { tasks: _, ...rest } = capabilities;
  return rest;
}
