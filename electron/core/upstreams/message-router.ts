import type { Logger } from '../ports/logger.js';
import type { OwnReply, ServerMessage } from '../ports/messages.js';
import type { Waiting } from './rpc-peer.js';
import { relate, type Hold, type Slot } from './server-slot.js';

export interface RouterEvents {
  listsChanged(slot: Slot, method: string): void;
  /** the server asks things of clients on a connection that does not tell which call it is about; `asked` where only one can be meant */
  asksClients(asked: Hold | undefined): void;
}

/** Brings what a server says by itself to the sessions it concerns, and to nobody where that cannot be told. */
export function createMessageRouter(server: string, logger: Logger, events: RouterEvents) {
  return {
    notified(slot: Slot, message: ServerMessage, related: Waiting<Hold> | undefined): void {
      if (/^notifications\/(?:tools|prompts|resources)\/list_changed$/.test(message.method))
        return events.listsChanged(slot, message.method);
      if (related?.by !== undefined) return related.by.owner.notified(server, message, related.requestKey);
      if (message.method === 'notifications/message') {
        const to = relate(slot, undefined);
        if (to !== undefined) return to.hold.owner.notified(server, message, to.requestKey);
        // with calls of several sessions under way it may hold data of any of them
        for (const call of slot.peer?.waiting() ?? []) if (call.by !== undefined) return logger.info('upstream.log.unrelated', { server });
      }
      for (const hold of slot.holds) hold.owner.notified(server, message, undefined);
    },

    asked(slot: Slot, message: ServerMessage, related: Waiting<Hold> | undefined, signal: AbortSignal): Promise<OwnReply> {
      const to = relate(slot, related);
      if (related?.by === undefined) events.asksClients(to?.hold);
      if (to === undefined) {
        logger.warn('upstream.asked.unrelated', { server, method: message.method });
        return Promise.resolve({
          kind: 'error',
          code: -32601,
          message: 'Toolgate cannot tell which of several sessions this request is for',
        });
      }
      const reply = to.hold.owner.asked(server, message, to.requestKey, signal);
      if (message.method === 'roots/list') slot.rootsAsked = reply;
      return reply;
    },
  };
}
export type MessageRouter = ReturnType<typeof createMessageRouter>;
