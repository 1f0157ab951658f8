import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atFullSpeed } from '../../../electron/core/risk/full-speed.js';

const sources = [String.raw`\bsend (?:it|them)\b`, 'a*', '$', '^x|y$', String.raw`(?<=\bto )\w+`, String.raw`[^.]{0,20}?key`, ' '];

describe('a pattern that is compiled before it is used', () => {
  it('begins at the beginning, however far it was read before', () => {
    const pattern = /b/g;
    pattern.exec('a b');
    expect(atFullSpeed(pattern).exec('a b')?.index).toBe(2);
    expect(atFullSpeed(pattern).exec('b')?.index).toBe(0);
    expect(atFullSpeed(/a*/g).lastIndex).toBe(0);
  });

  it('finds what the pattern finds that is not, with any flags in any text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.constantFrom('', 'g', 'i', 'gi', 'u', 'gu', 'y'),
        fc.array(fc.oneof(fc.string(), fc.constantFrom('send them', ' to you', 'key', 'x', 'ключ'))),
        (source, flags, parts) => {
          const text = parts.join('');
          const ready = atFullSpeed(new RegExp(source, flags));
          const plain = new RegExp(source, flags);
          for (let n = 0; n < 4; n++) expect(ready.exec(text)).toEqual(plain.exec(text));
          expect(ready.lastIndex).toBe(plain.lastIndex);
        },
      ),
    );
  });
});
