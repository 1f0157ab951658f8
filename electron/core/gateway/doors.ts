import type { JsonObject } from '../../../shared/json/json.js';
import type { DownstreamChannel } from './channel.js';
import type { Caller } from '../ports/messages.js';
import { INTERNAL_ERROR, type IncomingRequest } from './envelope.js';
import type { Hub } from './hub.js';
import { greet, saysOf } from './initialize.js';
import { createParking } from './parking.js';
import { createSession, type Session } from './session.js';
import { statelessVersion, type Sender } from './stateless-request.js';
import { negotiate } from './versions.js';

/** How transports open and close sessions. */
export interface Doors {
  /** Answers `initialize` and opens a session on `channel`. A string is why it cannot be opened. */
  open(
    client: string,
    route: string,
    request: IncomingRequest,
    channel: DownstreamChannel,
  ): Promise<{ session: Session; result: JsonObject } | string>;
  /** Opens what stands for a client's activity in the era without a handshake. `name` is its public name. */
  openStateless(of: { client: string; name: string; route: string; sender: Sender; channel: DownstreamChannel }): Session;
  /** `why` is what its waiting requests are answered with, where it is not just over */
  close(session: Session, why?: string): void;
}

export interface OpenSession {
  readonly session: Session;
  readonly says: string;
}

export function createDoors(hub: Hub, sessions: Map<Session, OpenSession>, ended: (session: Session) => void): Doors {
  const open = async (caller: Caller, route: string, request: IncomingRequest, channel: DownstreamChannel): ReturnType<Doors['open']> => {
    const { client } = caller;
    const greeting = await greet(hub, route, request);
    if (typeof greeting === 'string') return greeting;
    const { result, says, ...rest } = greeting;
    // the session's public name stands in the log; the id that opens it over HTTP is another one and never leaves the transport
    const session = createSession(hub, {
      ...rest,
      caller,
      route,
      channel,
      offers: new Set(Object.keys(result['capabilities'] ?? {})),
    });
    sessions.set(session, { session, says });
    hub.clients.seen(client, says);
    hub.logger.info('gateway.session.opened', {
      client,
      route,
      session: session.caller.session,
      protocolVersion: session.protocolVersion,
    });
    return { session, result };
  };

  return {
    async open(client, route, request, channel) {
      const caller = { client, session: hub.ids.next('ses') };
      const { id, method, params } = request;
      const protocolVersion = negotiate(params?.['protocolVersion']);
      const operation = hub.telemetry?.()?.received({ ...caller, protocolVersion, transport: channel.kind, method, params, id });
      const failed = (message: string) => operation?.finished({ kind: 'error', code: INTERNAL_ERROR, message });
      try {
        const opened = await open(caller, route, request, channel);
        if (typeof opened === 'string') failed(opened);
        else operation?.finished({ kind: 'result', result: opened.result });
        return opened;
      } catch (fault) {
        failed(String(fault));
        throw fault;
      }
    },
    openStateless({ client, name, route, sender: { clientInfo, capabilities }, channel }) {
      const session = createSession(hub, {
        caller: { client, session: name },
        route,
        protocolVersion: statelessVersion,
        clientInfo,
        capabilities,
        channel,
        offers: new Set(['tools', 'prompts', 'resources']),
        parking: createParking(hub.clock),
      });
      const says = saysOf(clientInfo);
      sessions.set(session, { session, says });
      hub.clients.seen(client, says);
      hub.logger.info('gateway.session.opened', { client, route, session: name, protocolVersion: statelessVersion });
      return session;
    },
    close(session, why) {
      if (!sessions.delete(session)) return;
      session.end(why);
      session.channel.close();
      ended(session);
      // without a handshake several of these stand for one activity of a client, which goes on until the last of them ends
      if (![...sessions.keys()].some(({ caller }) => caller.client === session.caller.client && caller.session === session.caller.session))
        hub.sessionEnded?.(session.caller);
      hub.logger.info('gateway.session.closed', { client: session.caller.client, session: session.caller.session });
    },
  };
}
