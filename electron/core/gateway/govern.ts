import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import type { CallReply, Forward } from '../ports/corridor.js';
import type { OwnReply } from '../ports/messages.js';
import { NeverSent, type SessionOwner } from '../ports/upstreams.js';
import { INTERNAL_ERROR, INVALID_PARAMS, METHOD_NOT_FOUND } from './envelope.js';
import { atMost, type Hub } from './hub.js';
import type { Call, Session } from './session.js';
import { notificationBytes } from './wire.js';
import type { ListKind } from './views.js';

/** Sends one call of the client down the corridor, and nowhere else. */
export function govern(
  hub: Hub,
  session: Session,
  call: Call,
  what: { server: string; method: string; tool: string; params: JsonObject },
  around: (forward: Forward) => Forward = (forward) => forward,
): Promise<CallReply> {
  const { progressToken, exchange, abort, operation } = call;
  return hub.corridor.handle(
    {
      caller: session.caller,
      server: what.server,
      method: what.method,
      tool: what.tool,
      params: what.params,
      signal: abort.signal,
      parting: session.parting,
      decided: operation === undefined ? undefined : (decided) => operation.decided(decided),
      tellWaiting:
        progressToken === undefined
          ? undefined
          : (step, message) => exchange.push(notificationBytes('notifications/progress', { progressToken, progress: step, message })),
    },
    around(session.forward(what.server, what.method, call)),
  );
}

/** how long one server that does not come up may hold up the lists of the others */
const patienceMs = 10_000;

/**
 * Sees to it that the servers of a route, or `only` that one, were listed once, and for a session as a client of its abilities is answered. In
 * mirror mode answers why not, where nothing is known; in aggregate mode what cannot be listed is left out and comes later by `list_changed`.
 */
export async function listed(hub: Hub, route: string, session?: Session, only?: string): Promise<string | undefined> {
  const names = only !== undefined ? [only] : route === '' ? hub.servers.list().map(({ name }) => name) : [route];
  const missing = names.filter(
    (name) => hub.upstreams.lists(name) === undefined || (session !== undefined && !hub.upstreams.knows(name, session.owner)),
  );
  const refreshed = Promise.all(missing.map((server) => refresh(hub, server, session?.owner)));
  let problem: string | undefined;
  if (route !== '' && hub.upstreams.lists(route) === undefined) [problem] = await refreshed;
  else if (missing.length > 0) await atMost(hub.clock, patienceMs, refreshed);
  for (const name of names) session?.met.add(name);
  return problem;
}

async function refresh(hub: Hub, server: string, owner: SessionOwner | undefined): Promise<string | undefined> {
  try {
    const result = await hub.upstreams.refresh(server, owner);
    if (result.ok) return undefined;
    hub.logger.warn('gateway.list.failed', { server, code: result.error.code });
    return result.error.fix === undefined ? result.error.message : `${result.error.message}. ${result.error.fix}`;
  } catch (fault) {
    hub.logger.error('gateway.list.failed', { server, fault: String(fault) });
    return `The server ${server} could not be listed.`;
  }
}

/** A governed list: each server's share passes the corridor by itself; a server that refuses or fails is left out of the aggregate. */
export async function governedList(hub: Hub, session: Session, call: Call, kind: ListKind, capability: string): Promise<CallReply> {
  const problem = await listed(hub, session.route, session);
  if (problem !== undefined) throw new NeverSent(problem);
  const { caller, owner, route } = session;
  const cursor = call.params['cursor'];
  if (hub.views.page(owner, route, kind, cursor) === undefined) return invalidCursor;
  const servers = hub.views.servers(route).filter(({ lists }) => hasCapability(lists.initializeResult, capability));
  if (route !== '' && servers.length === 0) return { kind: 'error', code: METHOD_NOT_FOUND, message: 'Method not found' };
  const allowed = new Set<string>();
  const replies = await Promise.all(
    servers.map(async ({ name }) => {
      const reply = await hub.corridor.handle(
        {
          caller,
          server: name,
          method: call.request.method,
          tool: '',
          params: call.params,
          signal: call.abort.signal,
          parting: session.parting,
        },
        async () => {
          const page = hub.views.page(owner, route, kind, cursor);
          if (page === undefined) throw new NeverSent('the list is gone');
          return page;
        },
      );
      if (reply.kind === 'answer') allowed.add(name);
      return reply;
    }),
  );
  if (route !== '') return replies[0] ?? invalidCursor;
  const page = hub.views.page(owner, route, kind, cursor, allowed);
  return page === undefined ? invalidCursor : { kind: 'answer', answer: page };
}

export const invalidCursor: OwnReply = { kind: 'error', code: INVALID_PARAMS, message: 'Invalid cursor' };
export const invalidParams = (message: string): OwnReply => ({
  kind: 'error',
  code: INVALID_PARAMS,
  message: `Invalid params: ${message}`,
});
export const unavailable = (message: string): OwnReply => ({ kind: 'error', code: INTERNAL_ERROR, message });

export function hasCapability(initializeResult: JsonObject, capability: string): boolean {
  const capabilities = initializeResult['capabilities'];
  return isJsonObject(capabilities) && capabilities[capability] !== undefined;
}

export const withMember = (params: JsonObject, member: string, value: JsonObject[string]): JsonObject =>
  Object.assign(Object.create(null) as object, params, { [member]: value }) as JsonObject;
