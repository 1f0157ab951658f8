import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import type { CallReply } from '../ports/corridor.js';
import type { OwnReply } from '../ports/messages.js';
import { INVALID_PARAMS } from './envelope.js';
import { govern, withMember } from './govern.js';
import { listed } from './listed.js';
import { invalidCursor, invalidParams, unavailable } from './own-replies.js';
import type { Hub } from './hub.js';
import { namedBy } from './names.js';
import type { Call, Session } from './session.js';
import { learnTask } from './tasks.js';

export async function listTools(hub: Hub, session: Session, call: Call): Promise<CallReply> {
  const problem = await listed(hub, session.route, session);
  if (problem !== undefined) return unavailable(problem);
  await hub.views.prepare(session.owner, session.route, 'tools');
  const page = hub.views.page(session.owner, session.route, 'tools', call.params['cursor']);
  return page === undefined ? invalidCursor : { kind: 'answer', answer: page };
}

/** A call is judged, shown and sent as the object in `call.params`; only the aggregate's name is replaced by the server's own. */
export function callTool(hub: Hub, session: Session, call: Call): CallReply | Promise<CallReply> {
  const { name, arguments: args, task } = call.params;
  if (typeof name !== 'string') return invalidParams('"name" must be a string');
  if (args !== undefined && args !== null && !isJsonObject(args)) return invalidParams('"arguments" must be an object');
  // null is none; what is judged is what is sent: without them
  const given = args === null ? withMember(call.params, 'arguments', undefined) : call.params;
  const ready = session.route === '' ? hub.toolNames.find(name) : { server: session.route, name };
  if (
    ready !== undefined &&
    task === undefined &&
    session.met.has(ready.server) &&
    hub.upstreams.lists(ready.server) !== undefined &&
    hub.servers.has(ready.server)
  )
    return send(hub, session, call, ready, name, given);
  return callLater(hub, session, call, { name, given, server: ready?.server });
}

async function callLater(
  hub: Hub,
  session: Session,
  call: Call,
  { name, given, server }: { name: string; given: JsonObject; server: string | undefined },
): Promise<CallReply> {
  const problem = await listed(hub, session.route, session, server);
  const target = namedBy(session, hub, 'tools', name);
  if (target === undefined || !hub.servers.has(target.server)) return unknownTool(name);
  const reply = await send(hub, session, call, target, name, given);
  if (problem !== undefined && isUnknownTool(reply)) return unavailable(problem);
  return reply;
}

function send(
  hub: Hub,
  session: Session,
  call: Call,
  target: { server: string; name: string },
  name: string,
  given: JsonObject,
): Promise<CallReply> {
  const params = target.name === name ? given : withMember(given, 'name', target.name);
  const governed = govern(hub, session, call, { server: target.server, method: 'tools/call', tool: target.name, params });
  const mayBeTask = given['task'] !== undefined || session.era === 'stateless';
  if (!mayBeTask && target.name === name) return governed;
  return governed.then((reply) => {
    if (mayBeTask) learnTask(hub, session, { server: target.server, tool: target.name }, reply);
    // the corridor knows the server's own name; the client knows the one it called
    return target.name !== name && isUnknownTool(reply) ? unknownTool(name) : reply;
  });
}

const unknownTool = (name: string): OwnReply => ({ kind: 'error', code: INVALID_PARAMS, message: `Unknown tool: ${name}` });
const isUnknownTool = (reply: CallReply): boolean =>
  reply.kind === 'error' && reply.code === INVALID_PARAMS && reply.message.startsWith('Unknown tool: ');
