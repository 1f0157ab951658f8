import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countHidden, hasHidden, pieces, spell } from '../../../renderer/elements/hidden-characters.js';
import { anyCharacter } from '../../support/any-character.js';

test.each([
  ['\u200b', 'U+200B'],
  ['\u202e', 'U+202E'],
  ['\u2066', 'U+2066'],
  ['\u0007', 'U+0007'],
  ['\u001b', 'U+001B'],
  ['\r', 'U+000D'],
  ['\u00ad', 'U+00AD'],
  ['\u00a0', 'U+00A0'],
  ['\ufeff', 'U+FEFF'],
  ['\u2028', 'U+2028'],
  ['\u3164', 'U+3164'],
  ['\ufe0f', 'U+FE0F'],
  ['\u{e0041}', 'U+E0041'],
  ['\u{e0100}', 'U+E0100'],
  ['\ud800', 'U+D800'],
])('spells out %j', (character, code) => {
  expect(spell(`a${character}b`)).toBe(`a⟨${code}⟩b`);
});

test.each(['plain', 'zeile\n\tzwei', '日本語', 'مرحبا', 'é', '🙂', '👍🏽', ''])('leaves %j as it is', (text) => {
  expect(hasHidden(text)).toBe(false);
  expect(spell(text)).toBe(text);
});

test('loses nothing: pieces put together again are the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      const back = pieces(text).map((piece) =>
        piece.kind === 'text' ? piece.text : String.fromCodePoint(Number.parseInt(piece.code.slice(2), 16)),
      );
      expect(back.join('')).toBe(text);
      expect(pieces(text).every((piece) => piece.kind === 'hidden' || !hasHidden(piece.text))).toBe(true);
    }),
    { numRuns: 300, seed: 7 },
  );
});

test('counts what it spells, most frequent first', () => {
  expect(countHidden('\u200ba\u202e\u200b')).toEqual({ total: 3, codes: ['U+200B', 'U+202E'] });
});
