import { MAX_WINDOW_MS } from '../../../shared/policy/language.js';
import type { StampStore } from '../ports/stores.js';
import { JUMP_MS } from './limit-clock.js';

/** What the last process left: stamps by key, each with the time it counts from now on, never in the loosening direction. */
export interface LoadedKey {
  readonly key: string;
  readonly windowMs: number;
  readonly stamps: { atMs: number; amount: number }[];
}

/** Everything that may still count, with the rows that are no stamps: jumps of the clock, extensions. */
export type StoredStamps = ReturnType<StampStore['load']>;
export function readStamps(store: StampStore, nowMs: number): StoredStamps {
  const sinceMs = nowMs - 2 * MAX_WINDOW_MS;
  const stored = store.load(sinceMs);
  const jumpedMs = jumpsIn(stored);
  // what was counted before a clock that had been far behind is as old as it was then
  return jumpedMs === 0 ? stored : store.load(sinceMs - jumpedMs);
}

/** ms by which the clock jumped ahead in all */
export function jumpsIn(stored: StoredStamps): number {
  let ms = 0;
  for (const { key, amount } of stored) if (key === CLOCK_KEY) ms += amount;
  return ms;
}

/** Under this key stand jumps of the wall clock: `amount` ms ahead, seen at `atMs`. Stamps from before do not age by them. */
export const CLOCK_KEY = '["clock"]';

/** From what the store has. A stamp from the future (the clock went back) counts from now; jumps and drift never make one older. */
export function loadStamps(stored: StoredStamps, nowMs: number): LoadedKey[] {
  const jumps = stored.filter(({ key }) => key === CLOCK_KEY);
  const byKey = new Map<string, LoadedKey>();
  for (const { key, atMs, amount } of stored) {
    const windowMs = key === CLOCK_KEY ? undefined : windowOf(key);
    if (windowMs === undefined) continue;
    let counts = atMs + JUMP_MS;
    for (const jump of jumps) if (atMs <= jump.atMs - jump.amount + JUMP_MS) counts += jump.amount;
    counts = Math.min(counts, nowMs);
    if (nowMs - counts > windowMs) continue;
    const loaded = byKey.get(key) ?? { key, windowMs, stamps: [] };
    loaded.stamps.push({ atMs: counts, amount });
    byKey.set(key, loaded);
  }
  for (const { stamps } of byKey.values()) stamps.sort((a, b) => a.atMs - b.atMs);
  return [...byKey.values()];
}

export interface KeyParts {
  readonly client: string;
  readonly session: string;
  readonly server: string;
  readonly kind: string;
  readonly name: string;
  readonly windowMs: number;
}

/** Takes a key apart: `[scope, client, session, server, kind, name, windowMs]`; undefined where it is none. */
export function partsOf(key: string): KeyParts | undefined {
  try {
    const parts: unknown = JSON.parse(key);
    if (!Array.isArray(parts) || parts.length !== 7) return undefined;
    const [, client, session, server, kind, name, windowMs] = parts as string[];
    return {
      client: client ?? '',
      session: session ?? '',
      server: server ?? '',
      kind: kind ?? '',
      name: name ?? '',
      windowMs: Number(windowMs),
    };
  } catch {
    return undefined;
  }
}

/** The window in a key, in ms; undefined where it is none. */
export function windowOf(key: string): number | undefined {
  const windowMs = partsOf(key)?.windowMs;
  return windowMs !== undefined && windowMs > 0 && windowMs <= MAX_WINDOW_MS ? windowMs : undefined;
}
