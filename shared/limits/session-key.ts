/**
 * The session that limits count by. An MCP session or a bridge connection is one; without any, one client's activity until it was
 * idle for 30 minutes. A client that opens more than 10 in an hour shares the last one's counts, so that new sessions buy no room.
 */
export interface SessionKeys {
  /** a stateful session: the same id gives the same key for as long as it is open */
  of(client: string, sessionId: string): string;
  /** a call of a client that has no session */
  stateless(client: string): string;
  closed(client: string, sessionId: string): void;
}

const IDLE_MS = 30 * 60_000;
const HOUR_MS = 60 * 60_000;
const MAX_PER_HOUR = 10;

/** `monotonicMs` never goes back. `next` makes a new name. */
export function createSessionKeys(clock: { monotonicMs(): number }, next: () => string): SessionKeys {
  interface Client {
    readonly sessions: Map<string, string>;
    opened: number[];
    last: string | undefined;
    stateless: { readonly key: string; seenMs: number } | undefined;
  }
  const clients = new Map<string, Client>();
  const clientOf = (name: string): Client => {
    const known = clients.get(name);
    if (known) return known;
    const made: Client = { sessions: new Map(), opened: [], last: undefined, stateless: undefined };
    clients.set(name, made);
    return made;
  };
  const open = (client: Client): string => {
    const nowMs = clock.monotonicMs();
    client.opened = client.opened.filter((atMs) => nowMs - atMs <= HOUR_MS);
    if (client.last !== undefined && client.opened.length >= MAX_PER_HOUR) return client.last;
    client.opened.push(nowMs);
    client.last = next();
    return client.last;
  };
  return {
    of(name, sessionId) {
      const client = clientOf(name);
      const known = client.sessions.get(sessionId);
      if (known !== undefined) return known;
      const key = open(client);
      client.sessions.set(sessionId, key);
      return key;
    },
    stateless(name) {
      const client = clientOf(name);
      const nowMs = clock.monotonicMs();
      const current = client.stateless;
      if (current !== undefined && nowMs - current.seenMs <= IDLE_MS) current.seenMs = nowMs;
      else client.stateless = { key: open(client), seenMs: nowMs };
      return client.stateless?.key ?? '';
    },
    closed(name, sessionId) {
      clients.get(name)?.sessions.delete(sessionId);
    },
  };
}
