import { describe, expect, it } from 'vitest';
import { race } from './race.js';

describe('two Toolgates and an application that write one file at once', () => {
  it.each([
    ['rename', 0],
    ['in-place', 1],
  ] as const)(
    'lose no word of the application, which writes by %s',
    async (how, seed) => {
      const { said, unreadable, turns, missing } = await race(25, how, seed);
      expect(said).toBe('kept');
      expect(missing).toEqual([]);
      expect(unreadable).toEqual([]);
      expect(turns).toBeGreaterThan(0);
    },
    60_000,
  );
});
