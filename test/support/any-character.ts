import fc from 'fast-check';

/** Any one character of Unicode, for `fc.string({ unit })`: the library's own `binary` unit first builds a table of all of them, in a second. */
export const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff })
  .filter((point) => point < 0xd800 || point > 0xdfff)
  .map((point) => String.fromCodePoint(point));
