/** Globs of the language: `*` any run of characters, `?` one, `[a-z]` one of, `[!a-z]` none of. Case counts, the whole text must match. */
export type Glob = (text: string) => boolean;

type Piece =
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | { readonly kind: 'set'; readonly not: boolean; readonly ranges: readonly [number, number][] }
  | { readonly kind: 'char'; readonly code: number };

export const MAX_GLOB = 1000;
export const hasGlob = (text: string): boolean => /[*?[]/.test(text);

/**
 * Compiles a glob; undefined where a `[` is never closed or the text is longer than 1,000 characters. Matching needs at most
 * (characters of the text) x (characters of the glob) steps: there is one point to go back to, never a tree of them.
 */
export function compileGlob(pattern: string): Glob | undefined {
  const pieces = parse(pattern);
  if (pieces === undefined) return undefined;
  return (text) => match(pieces, text);
}

function match(pieces: readonly Piece[], text: string): boolean {
  let at = 0;
  let piece = 0;
  let backPiece = -1;
  let backAt = 0;
  while (at < text.length) {
    const current = pieces[piece];
    if (current?.kind === 'any') {
      backPiece = ++piece;
      backAt = at;
      continue;
    }
    const code = text.codePointAt(at) ?? 0;
    if (current !== undefined && accepts(current, code)) {
      at += code > 0xffff ? 2 : 1;
      piece++;
      continue;
    }
    if (backPiece < 0) return false;
    const skipped = text.codePointAt(backAt) ?? 0;
    backAt += skipped > 0xffff ? 2 : 1;
    at = backAt;
    piece = backPiece;
  }
  while (pieces[piece]?.kind === 'any') piece++;
  return piece === pieces.length;
}

function accepts(piece: Piece, code: number): boolean {
  if (piece.kind === 'one') return true;
  if (piece.kind === 'char') return piece.code === code;
  return piece.kind === 'set' && piece.ranges.some(([from, to]) => from <= code && code <= to) !== piece.not;
}

function parse(pattern: string): Piece[] | undefined {
  if (pattern.length > MAX_GLOB) return undefined;
  const chars = [...pattern];
  const pieces: Piece[] = [];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? '';
    if (char === '*') {
      if (pieces.at(-1)?.kind !== 'any') pieces.push({ kind: 'any' });
    } else if (char === '?') pieces.push({ kind: 'one' });
    else if (char === '[') {
      const not = chars[i + 1] === '!' || chars[i + 1] === '^';
      const from = i + (not ? 2 : 1);
      const end = chars.indexOf(']', from + 1);
      if (end < 0) return undefined;
      pieces.push({ kind: 'set', not, ranges: ranges(chars.slice(from, end)) });
      i = end;
    } else pieces.push({ kind: 'char', code: char.codePointAt(0) ?? 0 });
  }
  return pieces;
}

function ranges(chars: readonly string[]): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < chars.length; i++) {
    const from = chars[i]?.codePointAt(0) ?? 0;
    if (chars[i + 1] === '-' && i + 2 < chars.length) {
      found.push([from, chars[i + 2]?.codePointAt(0) ?? 0]);
      i += 2;
    } else found.push([from, from]);
  }
  return found;
}
