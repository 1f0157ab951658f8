import type { StampStore } from '../ports/stores.js';
import type { LimitClock } from './limit-clock.js';
import { windowOf, type StoredStamps } from './stored-stamps.js';

/** "Allow N more": what a person added to single counts, each for one window from that moment on. Survives kill -9. */
export interface Extensions {
  /** units added to this count now */
  of(key: string): number;
  /** Durable when it returns; throws, and adds nothing, when it cannot be. */
  add(key: string, windowMs: number, by: number): void;
}

interface Extension {
  readonly untilMs: number;
  readonly by: number;
}

const KIND = 'more';
const storedKey = (key: string): string => JSON.stringify([KIND, key]);

/**
 * Kept beside the stamps, as rows of their own. After a restart, doubt about the clock ends an extension early, never late: one from the
 * future is gone, a clock that jumped ahead makes it older. Stamps age no faster than extensions, so no window holds more than both.
 */
export function createExtensions(store: StampStore, time: LimitClock, stored: StoredStamps): Extensions {
  const running = new Map<string, Extension[]>();
  const note = (key: string, extension: Extension): void => void running.set(key, [...(running.get(key) ?? []), extension]);
  for (const row of stored) {
    const key = extendedKey(row.key);
    const windowMs = key === undefined ? undefined : windowOf(key);
    if (key === undefined || windowMs === undefined || row.atMs > time.nowMs() || row.atMs + windowMs < time.nowMs()) continue;
    note(key, { untilMs: row.atMs + windowMs, by: row.amount });
  }
  return {
    of(key) {
      const known = running.get(key);
      if (known === undefined) return 0;
      const alive = known.filter(({ untilMs }) => untilMs >= time.nowMs());
      if (alive.length === 0) running.delete(key);
      else if (alive.length < known.length) running.set(key, alive);
      return alive.reduce((sum, { by }) => sum + by, 0);
    },
    add(key, windowMs, by) {
      const nowMs = time.nowMs();
      const atMs = Math.floor(time.toWall(nowMs));
      store.add([{ key: storedKey(key), callId: `${KIND}:${atMs}`, atMs, amount: by }]);
      note(key, { untilMs: nowMs + windowMs, by });
    },
  };
}

function extendedKey(stored: string): string | undefined {
  if (!stored.startsWith(`["${KIND}",`)) return undefined;
  try {
    const parts: unknown = JSON.parse(stored);
    return Array.isArray(parts) && parts.length === 2 && typeof parts[1] === 'string' ? parts[1] : undefined;
  } catch {
    return undefined;
  }
}
