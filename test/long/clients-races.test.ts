import { describe, expect, it } from 'vitest';
import { race } from '../unit/clients/race.js';

describe('two Toolgates and an application that write one file 200 times', () => {
  it.each(['rename', 'in-place'] as const)(
    'lose no word of the application, which writes by %s',
    async (how) => {
      const { said, unreadable, turns } = await race(200, how);
      expect(said).toBe('kept');
      expect(unreadable).toEqual([]);
      expect(turns).toBeGreaterThan(0);
    },
    600_000,
  );
});
