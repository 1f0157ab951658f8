import { describe, expect, it } from 'vitest';
import { scanText } from '../../../electron/core/risk/scan.js';
import { freshHonest, freshSchemes, sameWords, schemes } from './scheme-texts.js';

const poisoned = (texts: readonly string[]): string[] => texts.filter((text) => scanText(text).verdict === 'poisoned');

describe('schemes of a second attacker', () => {
  it.each(schemes)('poison: %s', (text) => {
    expect(scanText(text).verdict).toBe('poisoned');
  });
  it('are not seen in honest texts that use the same words', () => {
    expect(poisoned(sameWords)).toEqual([]);
  });
  it('are found in other words too, more often than not', () => {
    expect(poisoned(freshSchemes).length / freshSchemes.length).toBeGreaterThan(0.4);
    expect(poisoned(freshHonest).length / freshHonest.length).toBeLessThan(0.08);
  });
});
