import type { Words } from './words.js';

/** Where a change or an answer came from, in the person's language; a door that this version does not know by its own name. */
export const doorName = (t: Words, door: string): string => t(`door.${door}` as 'door.window', { defaultValue: door });
