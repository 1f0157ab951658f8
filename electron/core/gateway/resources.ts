import { NeverSent } from '../ports/upstreams.js';
import type { CallReply } from '../ports/corridor.js';
import { govern, governedList } from './govern.js';
import { hasCapability, listed } from './listed.js';
import { invalidParams, methodNotFound } from './own-replies.js';
import type { Hub } from './hub.js';
import { relay } from './relay.js';
import type { Call, Session } from './session.js';
import { ownAnswer } from './wire.js';

export const listResources = (hub: Hub, session: Session, call: Call): Promise<CallReply> =>
  governedList(hub, session, call, 'resources', 'resources');
export const listTemplates = (hub: Hub, session: Session, call: Call): Promise<CallReply> =>
  governedList(hub, session, call, 'resourceTemplates', 'resources');

export async function readResource(hub: Hub, session: Session, call: Call): Promise<CallReply> {
  const target = await targetOf(hub, session, call);
  return 'kind' in target
    ? target
    : govern(hub, session, call, { ...target, method: 'resources/read', tool: target.uri, params: call.params });
}

export async function subscribe(hub: Hub, session: Session, call: Call): Promise<CallReply> {
  const target = await targetOf(hub, session, call);
  if ('kind' in target) return target;
  const { server, uri } = target;
  const { subscriptions } = session;
  let isNew = false;
  const what = { server, method: 'resources/subscribe', tool: uri, params: call.params };
  const reply = await govern(hub, session, call, what, (forward) => async (...sent) => {
    // a new connection is told of the subscriptions that were there before
    await session.link(server);
    isNew = !subscriptions.has(uri) && subscriptions.size < maxSubscriptions;
    // now, because the first update may come right behind the answer, or before it
    if (isNew) subscriptions.set(uri, server);
    return forward(...sent);
  });
  if (isNew && !(reply.kind === 'answer' && reply.answer.kind === 'result')) subscriptions.delete(uri);
  return reply;
}

const maxSubscriptions = 10_000;

/** Ends a subscription; a server shared by sessions is told only when the last of them has ended its own. */
export async function unsubscribe(hub: Hub, session: Session, call: Call): Promise<CallReply> {
  const target = await targetOf(hub, session, call);
  if ('kind' in target) return target;
  const server = session.subscriptions.get(target.uri) ?? target.server;
  session.subscriptions.delete(target.uri);
  const still = hub.subscribedElsewhere(session, server, target.uri);
  return relay(hub, session, call, {
    server,
    tool: target.uri,
    ...(still ? { forward: () => Promise.resolve(ownAnswer('result', '{}')) } : {}),
  });
}

/** The server a URI belongs to. URIs are never rewritten (MCP resources are identified by URI alone). */
async function targetOf(hub: Hub, session: Session, call: Call): Promise<CallReply | { server: string; uri: string }> {
  const { uri } = call.params;
  if (typeof uri !== 'string') return invalidParams('"uri" must be a string');
  const problem = await listed(hub, session.route, session);
  if (problem !== undefined) throw new NeverSent(problem);
  if (session.route !== '') {
    const able = hub.views.servers(session.route).some(({ lists }) => hasCapability(lists.initializeResult, 'resources'));
    return able ? { server: session.route, uri } : methodNotFound;
  }
  const server = session.subscriptions.get(uri) ?? hub.views.ownerOfUri(session.owner, '', uri);
  return server === undefined ? { kind: 'error', code: -32002, message: 'Resource not found', data: { uri } } : { server, uri };
}
