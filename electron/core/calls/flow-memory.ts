import type { Caller } from '../ports/messages.js';
import type { ToolFacts } from '../ports/rooms.js';
import { addToTaint, clean, flowInto, joinTaint, type Taint } from './flow.js';

/** Taint per client and session, in memory. */
export interface FlowMemory {
  /** earlier calls because of which this outward call needs a person; empty when there are none */
  into(caller: Caller, labels: ToolFacts['labels']): readonly string[];
  note(caller: Caller, labels: ToolFacts['labels'], name: string): void;
  endSession(caller: Caller): void;
}

const none: readonly string[] = [];

/**
 * Remembers at most `maxSessions` sessions. INVARIANT: forgetting never loosens: the taint of a session that is pushed out stays
 * with its client and counts for all the client's later sessions.
 */
export function createFlowMemory(maxSessions = 1000): FlowMemory {
  const sessions = new Map<string, { readonly client: string; taint: Taint }>();
  const clients = new Map<string, Taint>();
  const keyOf = (caller: Caller): string => `${caller.client}\u0000${caller.session}`;
  const taintOf = (caller: Caller): Taint => {
    const own = sessions.get(keyOf(caller))?.taint ?? clean;
    const shared = clients.get(caller.client);
    return shared === undefined ? own : joinTaint(own, shared);
  };

  return {
    into: (caller, labels) => (labels.includes('outward') ? flowInto(taintOf(caller), labels) : none),
    note(caller, labels, name) {
      if (labels.length === 0) return;
      const key = keyOf(caller);
      const before = sessions.get(key)?.taint ?? clean;
      const taint = addToTaint(before, labels, name);
      if (taint === before) return;
      sessions.delete(key);
      sessions.set(key, { client: caller.client, taint });
      if (sessions.size <= maxSessions) return;
      const [oldestKey, oldest] = sessions.entries().next().value as [string, { client: string; taint: Taint }];
      sessions.delete(oldestKey);
      clients.set(oldest.client, joinTaint(clients.get(oldest.client) ?? clean, oldest.taint));
    },
    endSession: (caller) => void sessions.delete(keyOf(caller)),
  };
}
