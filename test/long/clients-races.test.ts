import { describe, expect, it } from 'vitest';
import { race } from '../unit/clients/race.js';

describe('two Toolgates and an application that write one file 200 times', () => {
  it.each([0, 1, 2, 3, 4].flatMap((seed) => (['rename', 'in-place'] as const).map((how) => [how, seed] as const)))(
    'lose no word of the application, which writes by %s (%i)',
    async (how, seed) => {
      const { said, unreadable, turns, missing } = await race(200, how, seed);
      expect(said).toBe('kept');
      expect(missing).toEqual([]);
      expect(unreadable).toEqual([]);
      expect(turns).toBeGreaterThan(0);
    },
    600_000,
  );
});
