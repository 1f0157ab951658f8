import { describe, expect, it } from 'vitest';
import { race } from './race.js';

describe('two Toolgates and an application that write one file at once', () => {
  it.each(['rename', 'in-place'] as const)('lose no word of the application, which writes by %s', async (how) => {
    const { said, unreadable, turns, end } = await race(25, how);
    expect(said).toBe('kept');
    expect(unreadable).toEqual([]);
    expect(turns).toBeGreaterThan(0);
    expect(end['k24']).toBe(24);
  }, 60_000);
});
