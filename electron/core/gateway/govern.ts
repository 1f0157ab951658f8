import type { JsonObject } from '../../../shared/json/json.js';
import type { CallReply, Forward } from '../ports/corridor.js';
import { NeverSent } from '../ports/upstreams.js';
import type { Hub } from './hub.js';
import { hasCapability, listed } from './listed.js';
import { invalidCursor, methodNotFound } from './own-replies.js';
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
  // a way around the connection asks nobody
  const asksToLeave = what.method === 'tools/call' && !session.parks;
  return hub.corridor.handle(
    {
      caller: session.caller,
      server: what.server,
      method: what.method,
      tool: what.tool,
      params: what.params,
      signal: abort.signal,
      parting: session.parting,
      asksToLeave,
      decided: operation === undefined ? undefined : (decided) => operation.decided(decided),
      tellWaiting:
        progressToken === undefined
          ? undefined
          : (step, message) => exchange.push(notificationBytes('notifications/progress', { progressToken, progress: step, message })),
    },
    around(session.forward(what.server, what.method, call)),
  );
}

/** A governed list: each server's share passes the corridor by itself; a server that refuses or fails is left out of the aggregate. */
export async function governedList(hub: Hub, session: Session, call: Call, kind: ListKind, capability: string): Promise<CallReply> {
  const problem = await listed(hub, session.route, session);
  if (problem !== undefined) throw new NeverSent(problem);
  const { caller, owner, route } = session;
  const cursor = call.params['cursor'];
  if (hub.views.page(owner, route, kind, cursor) === undefined) return invalidCursor;
  const servers = hub.views.servers(route).filter(({ lists }) => hasCapability(lists.initializeResult, capability));
  if (route !== '' && servers.length === 0) return methodNotFound;
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

export const withMember = (params: JsonObject, member: string, value: JsonObject[string]): JsonObject =>
  Object.assign(Object.create(null) as object, params, { [member]: value }) as JsonObject;
