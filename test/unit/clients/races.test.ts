import { describe, expect, it } from 'vitest';
import { race } from './race.js';

describe('two Toolgates and an application that write one file at once', () => {
  // an application that writes in place, which no other program can be safe against, is raced in test/long
  it('lose no word of the application, which writes by rename', async () => {
    const { said, unreadable, turns, end } = await race(25, 'rename');
    expect(said).toBe('kept');
    expect(unreadable).toEqual([]);
    expect(turns).toBeGreaterThan(0);
    expect(end['k24']).toBe(24);
  }, 60_000);
});
