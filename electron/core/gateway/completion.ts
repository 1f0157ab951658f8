import { isJsonObject } from '../../../shared/json/json.js';
import type { CallReply } from '../ports/corridor.js';
import { govern, withMember } from './govern.js';
import { listed } from './listed.js';
import { invalidParams } from './own-replies.js';
import type { Hub } from './hub.js';
import { findPrompt } from './prompts.js';
import type { Call, Session } from './session.js';

/** Completion goes to the server whose prompt or resource template it is about. What is hidden has none: a name that can be completed is there. */
export async function complete(hub: Hub, session: Session, call: Call): Promise<CallReply> {
  const { ref } = call.params;
  if (!isJsonObject(ref)) return invalidParams('"ref" must be an object');
  const { type, name, uri } = ref;
  const method = 'completion/complete';
  if (type === 'ref/prompt' && typeof name === 'string') {
    const target = await findPrompt(hub, session, name);
    if (target === undefined || !hub.corridor.shows(session.caller, target.server, 'prompt', target.name))
      return invalidParams(`there is no prompt ${name}`);
    const params = target.name === name ? call.params : withMember(call.params, 'ref', withMember(ref, 'name', target.name));
    return govern(hub, session, call, { server: target.server, method, tool: target.name, params });
  }
  if (type === 'ref/resource' && typeof uri === 'string') {
    await listed(hub, session.route, session);
    const server = session.route === '' ? hub.views.ownerOfUri(session.owner, '', uri) : session.route;
    if (server === undefined || !hub.corridor.shows(session.caller, server, 'resource', uri))
      return invalidParams(`there is no resource ${uri}`);
    return govern(hub, session, call, { server, method, tool: uri, params: call.params });
  }
  return invalidParams('"ref" names neither a prompt nor a resource');
}
