import type { Caller } from '../ports/messages.js';
import type { ToolFacts } from '../ports/rooms.js';
import { addToTaint, clean, flowInto, joinTaint, readTaint, type Taint } from './flow.js';

/** What a client has seen, in memory and where it survives a restart. */
export interface FlowMemory {
  /** earlier calls because of which this outward call needs a person; empty when there are none */
  into(caller: Caller, labels: ToolFacts['labels']): readonly string[];
  /** Remembers before the call is sent; throws when that cannot be stored. */
  note(caller: Caller, labels: ToolFacts['labels'], name: string): void;
  endSession(caller: Caller): void;
}

/** Texts by client, durable when `save` returns. */
export interface FlowStore {
  load(client: string): string | undefined;
  save(client: string, text: string): void;
}

interface Remembered {
  taint: Taint;
  /** wall clock of the last call */
  usedAtMs: number;
  savedAtMs: number;
}

/** A client that made no call of a labelled tool for this long starts clean: about a night. */
const idleMs = 8 * 60 * 60_000;
const saveUseMs = 10 * 60_000;
const none: readonly string[] = [];

/**
 * Taint of a client, whatever its sessions are: opening another one, ending one and a restart of the gate wash nothing off. After `idleMs`
 * without a call it is forgotten, except by sessions that are still open. Remembers at most `maxSessions` of those.
 * INVARIANT: forgetting never loosens: the taint of a session that is pushed out counts for all of its client from then on.
 */
export function createFlowMemory(nowMs: () => number, store: FlowStore, maxSessions = 1000): FlowMemory {
  const sessions = new Map<string, { readonly client: string; taint: Taint }>();
  const clients = new Map<string, Remembered>();
  const keyOf = (caller: Caller): string => `${caller.client}\u0000${caller.session}`;

  function clientOf(name: string): Remembered {
    const now = nowMs();
    const known = clients.get(name) ?? stored(name, now);
    if (now - known.usedAtMs > idleMs) known.taint = clean;
    known.usedAtMs = Math.max(known.usedAtMs, now);
    clients.set(name, known);
    if (known.taint !== clean && now - known.savedAtMs > saveUseMs) save(name, known);
    return known;
  }
  function stored(name: string, now: number): Remembered {
    const found = readTaint(store.load(name));
    if (found === undefined) return { taint: clean, usedAtMs: now, savedAtMs: now };
    return { taint: found.taint, usedAtMs: found.usedAtMs ?? now, savedAtMs: found.usedAtMs ?? 0 };
  }
  function save(name: string, known: Remembered): void {
    store.save(name, JSON.stringify({ ...known.taint, usedAtMs: known.usedAtMs }));
    known.savedAtMs = known.usedAtMs;
  }
  function share(name: string, taint: Taint): void {
    const known = clientOf(name);
    const joined = joinTaint(known.taint, taint);
    if (sameTaint(joined, known.taint)) return;
    const next: Remembered = { ...known, taint: joined };
    save(name, next);
    clients.set(name, next);
  }

  return {
    into(caller, labels) {
      if (labels.length === 0) return none;
      const shared = clientOf(caller.client).taint;
      return labels.includes('outward') ? flowInto(joinTaint(sessions.get(keyOf(caller))?.taint ?? clean, shared), labels) : none;
    },
    note(caller, labels, name) {
      if (labels.length === 0) return;
      const key = keyOf(caller);
      const before = sessions.get(key)?.taint ?? clean;
      const taint = addToTaint(before, labels, name);
      if (taint === before) return;
      share(caller.client, taint);
      sessions.delete(key);
      sessions.set(key, { client: caller.client, taint });
      if (sessions.size <= maxSessions) return;
      const [oldestKey, oldest] = sessions.entries().next().value as [string, { client: string; taint: Taint }];
      share(oldest.client, oldest.taint);
      sessions.delete(oldestKey);
    },
    endSession: (caller) => void sessions.delete(keyOf(caller)),
  };
}

const sameTaint = (a: Taint, b: Taint): boolean => a.private.length === b.private.length && a.untrusted.length === b.untrusted.length;
