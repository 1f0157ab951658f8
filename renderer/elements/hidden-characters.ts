/**
 * Characters a person cannot see or that change what is seen: C0/C1 controls, soft hyphen, zero-width and joiners, bidi controls,
 * odd spaces, line separators, fillers, variation selectors, tags, private use, specials, lone surrogates.
 */
const RANGES: readonly (readonly [first: number, last?: number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0xa0],
  [0xad],
  [0x34f],
  [0x61c],
  [0x115f, 0x1160],
  [0x1680],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x2800],
  [0x3000],
  [0x3164],
  [0xe000, 0xf8ff],
  [0xfe00, 0xfe0f],
  [0xfeff],
  [0xffa0],
  [0xfff0, 0xffff],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
  [0xf0000, 0x10ffff],
];
const escaped = (code: number): string => `\\u{${code.toString(16)}}`;
const SOURCE = `[${RANGES.map(([first, last = first]) => `${escaped(first)}-${escaped(last)}`).join('')}]|\\p{Cs}`;
const HIDDEN = new RegExp(SOURCE, 'u');
const HIDDEN_ALL = new RegExp(SOURCE, 'gu');

export type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'hidden'; readonly code: string };

export const hasHidden = (text: string): boolean => HIDDEN.test(text);

const codeOf = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Text and hidden characters in order; nothing is lost. Newline and tab count as text. Linear in size. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let last = 0;
  for (const match of text.matchAll(HIDDEN_ALL)) {
    if (match.index > last) found.push({ kind: 'text', text: text.slice(last, match.index) });
    found.push({ kind: 'hidden', code: codeOf(match[0]) });
    last = match.index + match[0].length;
  }
  if (last < text.length || found.length === 0) found.push({ kind: 'text', text: text.slice(last) });
  return found;
}

/** `⟨U+200B⟩` in place of each hidden character; for places that take strings only. */
export const spell = (text: string): string =>
  hasHidden(text)
    ? pieces(text)
        .map((piece) => (piece.kind === 'text' ? piece.text : `⟨${piece.code}⟩`))
        .join('')
    : text;

/** How many, and which, most frequent first. */
export function countHidden(text: string): { readonly total: number; readonly codes: readonly string[] } {
  const counts = new Map<string, number>();
  for (const match of text.matchAll(HIDDEN_ALL)) counts.set(codeOf(match[0]), (counts.get(codeOf(match[0])) ?? 0) + 1);
  const codes = [...counts].sort((a, b) => b[1] - a[1]).map(([code]) => code);
  return { total: [...counts.values()].reduce((sum, n) => sum + n, 0), codes };
}
