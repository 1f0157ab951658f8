import { describe, expect, it } from 'vitest';
import { raceMany } from '../unit/approvals/races.js';

describe('ten thousand races of approving, cancelling and expiring', () => {
  it('never run a call twice, unapproved, cancelled, or with other bytes than shown', async () => {
    expect(await raceMany(10_000, 31)).toBeGreaterThan(5000);
  });
});
