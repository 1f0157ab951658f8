/** Letters of other scripts that look like Latin ones (Unicode TR39 confusables, the single-letter part that words are forged with). */
const lookalikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  ғ: 'f',
  ɡ: 'g',
  һ: 'h',
  і: 'i',
  ї: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  г: 'r',
  ѕ: 's',
  т: 't',
  у: 'y',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  ү: 'y',
  ё: 'e',
  ҽ: 'e',
  ӕ: 'ae',
  А: 'a',
  В: 'b',
  С: 'c',
  Е: 'e',
  Н: 'h',
  І: 'i',
  Ј: 'j',
  К: 'k',
  М: 'm',
  О: 'o',
  Р: 'p',
  Ѕ: 's',
  Т: 't',
  У: 'y',
  Х: 'x',
  Ԛ: 'q',
  Ԝ: 'w',
  Ү: 'y',
  Ӏ: 'i',
  α: 'a',
  ϲ: 'c',
  ε: 'e',
  ι: 'i',
  ϳ: 'j',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ω: 'w',
  η: 'n',
  Α: 'a',
  Β: 'b',
  Ε: 'e',
  Ζ: 'z',
  Η: 'h',
  Ι: 'i',
  Κ: 'k',
  Μ: 'm',
  Ν: 'n',
  Ο: 'o',
  Ρ: 'p',
  Τ: 't',
  Υ: 'y',
  Χ: 'x',
  Ϲ: 'c',
  օ: 'o',
  ո: 'n',
  ս: 'u',
  ց: 'g',
  զ: 'q',
  հ: 'h',
  ա: 'w',
  յ: 'j',
  Ս: 'u',
  Օ: 'o',
  Ꭺ: 'a',
  Ᏼ: 'b',
  Ꮯ: 'c',
  Ꭰ: 'd',
  Ꭼ: 'e',
  Ꮋ: 'h',
  Ꭻ: 'j',
  Ꮶ: 'k',
  Ꮮ: 'l',
  Ꮇ: 'm',
  Ꮲ: 'p',
  Ꮪ: 's',
  Ꭲ: 't',
  Ꮩ: 'v',
  Ꮃ: 'w',
  Ꮓ: 'z',
  ı: 'i',
  ƅ: 'b',
  ɑ: 'a',
  ꞓ: 'c',
  ꓢ: 's',
  ꓲ: 'i',
  ꓳ: 'o',
  ꓮ: 'a',
  ꓰ: 'e',
  ꓑ: 'p',
  ꓠ: 'n',
  ꓣ: 'r',
  ꓔ: 't',
};

/** The Latin letter that a character looks like, or undefined. */
export const lookalikeOf = (character: string): string | undefined =>
  Object.hasOwn(lookalikes, character) ? lookalikes[character] : undefined;

/** A text as a model is likely to read it, with the way back to the original for quotes. */
export interface Folded {
  readonly text: string;
  /** index in the original of each UTF-16 unit of `text`; undefined where both are the same */
  readonly origin: Int32Array | undefined;
}

const plain = /^[\x09\x0a\x0d\x20-\x7e]*$/;

/**
 * Folds a text for reading: compatibility forms (NFKC), look-alike letters, accents left, case, and nothing invisible. Tag
 * characters become the ASCII they stand for, so that hidden sentences are read too. Linear.
 */
export function fold(text: string): Folded {
  if (plain.test(text)) return { text: text.toLowerCase(), origin: undefined };
  const parts: string[] = [];
  const origin = new Int32Array(text.length * 4 + 16);
  let length = 0;
  let index = 0;
  for (const character of text) {
    const folded = foldOne(character);
    for (const unit of folded.slice(0, 4)) {
      for (let half = 0; half < unit.length && length < origin.length; half += 1) {
        origin[length] = index;
        length += 1;
      }
      parts.push(unit);
    }
    index += character.length;
  }
  return { text: parts.join(''), origin };
}

function foldOne(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return code < 0x20 && code !== 9 && code !== 10 && code !== 13 ? '' : character.toLowerCase();
  if (code >= 0xe0020 && code <= 0xe007e) return String.fromCharCode(code - 0xe0000).toLowerCase();
  if (/[\p{Cf}\p{Mn}\p{Cc}\p{Co}\p{Cs}\u115f\u1160\u3164\uffa0]/u.test(character)) return '';
  if (/\p{Zs}/u.test(character)) return ' ';
  const look = lookalikeOf(character);
  if (look !== undefined) return look;
  if (code === 0x2018 || code === 0x2019) return "'";
  const compatible = character.normalize('NFKC').toLowerCase();
  return lookalikeOf(compatible) ?? compatible;
}

/** The literal piece of the original that a stretch of the folded text came from. */
export function unfold(original: string, folded: Folded, start: number, end: number): string {
  if (folded.origin === undefined) return original.slice(start, end);
  const from = folded.origin[start] ?? 0;
  const lastUnit = folded.origin[Math.max(start, end - 1)] ?? from;
  const step = (original.codePointAt(lastUnit) ?? 0) > 0xffff ? 2 : 1;
  return original.slice(from, lastUnit + step);
}
