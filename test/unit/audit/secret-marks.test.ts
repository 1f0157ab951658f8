import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyedHash } from '../../../electron/core/audit/chain.js';
import { maySecret } from '../../../electron/core/audit/known-tokens.js';
import { createMarkFinder } from '../../../electron/core/audit/secret-marks.js';
import { anyCharacter } from '../../support/any-character.js';

const find = createMarkFinder();
const keyed = keyedHash(Buffer.alloc(32));
const marked = (text: string): boolean => {
  const { bytes, from, to } = keyed.read(text);
  return find(bytes, from, to);
};
const around = fc.string({ maxLength: 9, unit: anyCharacter });
const mark = fc.constantFrom(...maySecret.source.split('|')).chain((alternative) => fc.stringMatching(new RegExp(`^(?:${alternative})$`)));
const pieces = fc.oneof(around, fc.constantFrom(...maySecret.source.split('|').map((alternative) => alternative.slice(0, 4))), mark);

it('what may be a secret is found in bytes wherever it begins, whatever stands around it', () => {
  fc.assert(
    fc.property(around, mark, around, (before, middle, after) => {
      expect(marked(before + middle + after)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

it('bytes are marked exactly when the pattern matches the text', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      expect(marked(text)).toBe(maySecret.test(text));
    }),
    { numRuns: 3000 },
  );
});
