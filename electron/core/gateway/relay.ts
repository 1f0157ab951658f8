import type { JsonObject } from '../../../shared/json/json.js';
import type { CallReply } from '../ports/corridor.js';
import type { Answer, OwnReply } from '../ports/messages.js';
import { AnswerTooLarge, CallCancelled, CallTimedOut, FateUnknown, NeverSent } from '../ports/upstreams.js';
import { unavailable } from './govern.js';
import type { Hub } from './hub.js';
import type { Call, Session } from './session.js';

/** Passes on a request that no rule governs, because it only continues or ends what one has let through. */
export async function relay(hub: Hub, session: Session, call: Call, server: string, params: JsonObject = call.params): Promise<CallReply> {
  const answer = await request(hub, session, call, server, params);
  return 'bytes' in answer ? { kind: 'answer', answer } : answer;
}

export async function request(hub: Hub, session: Session, call: Call, server: string, params: JsonObject): Promise<Answer | OwnReply> {
  const stopped = hub.corridor.stopped(call.request.method);
  if (stopped !== undefined) return stopped;
  try {
    return await session.forward(server, call.request.method, call)(params, hub.options().callTimeoutMs, call.abort.signal);
  } catch (fault) {
    if (fault instanceof NeverSent) return unavailable(fault.message);
    if (fault instanceof FateUnknown) return unavailable(`The server ${server} went away before it answered.`);
    if (fault instanceof CallTimedOut) return unavailable(`The server ${server} did not answer in time.`);
    if (fault instanceof AnswerTooLarge) return unavailable(`The answer of the server ${server} is too large.`);
    if (fault instanceof CallCancelled) return unavailable('Cancelled.');
    throw fault;
  }
}
