import type { JsonObject } from '../../../shared/json/json.js';
import type { CallReply, Forward } from '../ports/corridor.js';
import type { Hub } from './hub.js';
import type { Call, Session } from './session.js';

/**
 * Passes on a request that only continues or ends what a call has let through. `tool`: the one that started a task, or the URI of a subscription.
 * `forward` in place of the server's answer, where the server need not be told.
 */
export function relay(
  hub: Hub,
  session: Session,
  call: Call,
  to: { readonly server: string; readonly tool: string; readonly params?: JsonObject; readonly forward?: Forward },
): Promise<CallReply> {
  const { operation } = call;
  return hub.corridor.follow(
    {
      caller: session.caller,
      server: to.server,
      method: call.request.method,
      tool: to.tool,
      params: to.params ?? call.params,
      signal: call.abort.signal,
      ...(operation === undefined ? {} : { decided: (decided) => operation.decided(decided) }),
    },
    to.forward ?? session.forward(to.server, call.request.method, call),
  );
}
