import type { Room } from './room.js';

/** For what may fail without harm: it is logged. */
export function harmless<T>(room: Room, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    room.logger.warn('clients.record', { error: String(error) });
    return undefined;
  }
}
