/**
 * Characters a person cannot see or that change what is seen: C0/C1 controls, soft hyphen, zero-width and joiners, bidi controls,
 * odd spaces, line separators, fillers, variation selectors, tags, private use, specials, lone surrogates.
 */
const RANGES = [
  String.raw`\u0000-\u0008\u000b-\u001f\u007f-\u00a0`,
  String.raw`\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f`,
  String.raw`\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164`,
  String.raw`\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff`,
  String.raw`\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}\u{f0000}-\u{10ffff}`,
];
const SOURCE = `[${RANGES.join('')}]|\\p{Cs}`;
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
export const spell = (text: string): string => (hasHidden(text) ? pieces(text).map((piece) => (piece.kind === 'text' ? piece.text : `⟨${piece.code}⟩`)).join('') : text);

/** How many, and which, most frequent first. */
export function countHidden(text: string): { readonly total: number; readonly codes: readonly string[] } {
  const counts = new Map<string, number>();
  for (const match of text.matchAll(HIDDEN_ALL)) counts.set(codeOf(match[0]), (counts.get(codeOf(match[0])) ?? 0) + 1);
  const codes = [...counts].sort((a, b) => b[1] - a[1]).map(([code]) => code);
  return { total: [...counts.values()].reduce((sum, n) => sum + n, 0), codes };
}
