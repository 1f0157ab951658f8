const ACCENTED: Readonly<Record<string, string>> = Object.fromEntries(
  [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter, at) => [
    letter,
    [...'áƀçđéƒĝĥíĵķļɱñóþɋŕšŧúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĻṀÑÓÞɊŔŠŦÚṼŴẊÝŽ'][at] ?? letter,
  ]),
);

const PADDING = ' ẃẽĩɠĥŧ';

/** One text 40 % longer, accented, in brackets; `{{values}}` stay. */
export function pseudoText(text: string): string {
  if (text === '') return '';
  const accented = text
    .split(/(\{\{\w+\}\})/)
    .map((part) => (part.startsWith('{{') ? part : [...part].map((one) => ACCENTED[one] ?? one).join('')));
  const length = text.replace(/\{\{\w+\}\}/g, '').length;
  return `⟦${accented.join('')}${PADDING.repeat(9).slice(0, Math.ceil(length * 0.4))}⟧`;
}

/** Words by key, in groups. */
export interface Texts {
  readonly [key: string]: string | Texts;
}

/** All words of a language as pseudo-words. */
export const pseudo = <T extends Texts>(words: T): T =>
  Object.fromEntries(
    Object.entries(words).map(([key, value]) => [key, typeof value === 'string' ? pseudoText(value) : pseudo(value)]),
  ) as T;
