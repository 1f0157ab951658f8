import { isJsonObject } from '../../../shared/json/json.js';
import type { CallReply } from '../ports/corridor.js';
import { INVALID_PARAMS } from './envelope.js';
import { NeverSent } from '../ports/upstreams.js';
import { govern, governedList, withMember } from './govern.js';
import { listed } from './listed.js';
import { invalidParams } from './own-replies.js';
import type { Hub } from './hub.js';
import { namedBy, type NameTarget } from './names.js';
import type { Call, Session } from './session.js';

export const listPrompts = (hub: Hub, session: Session, call: Call): Promise<CallReply> =>
  governedList(hub, session, call, 'prompts', 'prompts');

export async function getPrompt(hub: Hub, session: Session, call: Call): Promise<CallReply> {
  const { name, arguments: args } = call.params;
  if (typeof name !== 'string') return invalidParams('"name" must be a string');
  if (args !== undefined && !isJsonObject(args)) return invalidParams('"arguments" must be an object');
  const target = await findPrompt(hub, session, name);
  if (target === undefined) return { kind: 'error', code: INVALID_PARAMS, message: `Unknown prompt: ${name}` };
  const params = target.name === name ? call.params : withMember(call.params, 'name', target.name);
  const reply = await govern(hub, session, call, { server: target.server, method: 'prompts/get', tool: target.name, params });
  const hidden = target.name !== name && reply.kind === 'error' && reply.message === `Unknown prompt: ${target.name}`;
  return hidden ? { kind: 'error', code: INVALID_PARAMS, message: `Unknown prompt: ${name}` } : reply;
}

/** What a client's name of a prompt stands for: one that is listed. A prompt that was left out of the list for what it says is not got by its name either. */
export async function findPrompt(hub: Hub, session: Session, name: string): Promise<NameTarget | undefined> {
  const problem = await listed(hub, session.route, session);
  if (problem !== undefined) throw new NeverSent(problem);
  const target = namedBy(session, hub, 'prompts', name);
  return target !== undefined &&
    hub.servers.has(target.server) &&
    hub.upstreams.lists(target.server)?.prompts.some((prompt) => prompt['name'] === target.name) === true
    ? target
    : undefined;
}
