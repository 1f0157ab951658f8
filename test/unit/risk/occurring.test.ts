import fc from 'fast-check';
import { expect, it } from 'vitest';
import { finderOf } from '../../../electron/core/risk/occurring.js';

it('finds each word that a text holds and no other, whichever overlap', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '\u{1f600}'), maxLength: 4 });
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '\u{1f600}', ' ') }),
      (words, text) => {
        const occurs = finderOf(words)(text);
        for (const one of words) expect(occurs(one)).toBe(text.includes(one));
      },
    ),
  );
});
