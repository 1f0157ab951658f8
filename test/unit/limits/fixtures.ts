import type { StampStore } from '../../../electron/core/ports/stores.js';
import type { LimitCharge } from '../../../shared/policy/types.js';

export interface MemoryStore extends StampStore {
  readonly rows: { key: string; callId: string; atMs: number; amount: number }[];
  writes: number;
  broken: boolean;
}

export function memoryStore(): MemoryStore {
  const store: MemoryStore = {
    rows: [],
    writes: 0,
    broken: false,
    load: (sinceMs) => store.rows.filter((row) => row.atMs >= sinceMs).sort((a, b) => a.atMs - b.atMs),
    add(stamps) {
      if (store.broken) throw new Error('disk full');
      store.writes++;
      store.rows.push(...stamps);
    },
    remove(callId) {
      store.rows.splice(0, store.rows.length, ...store.rows.filter((row) => row.callId !== callId));
    },
    prune(beforeMs) {
      store.rows.splice(0, store.rows.length, ...store.rows.filter((row) => row.atMs >= beforeMs));
    },
  };
  return store;
}

export const charge = (over: Partial<LimitCharge> = {}): LimitCharge => ({
  pointer: '/tools/t/limits/0',
  counter: 't',
  key: JSON.stringify(['grant', 'c', '', 's', 'tool', 't', over.windowMs ?? 60_000]),
  windowMs: 60_000,
  max: 30,
  amount: 1,
  onExceed: 'deny',
  ...over,
});
