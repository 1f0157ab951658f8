import { maySecret } from './known-tokens.js';

export interface MarkFinder {
  /** whether `maySecret` matches somewhere in the UTF-8 text at `from` to `to`, the first of which is an even place in memory */
  (bytes: Buffer, from: number, to: number): boolean;
}

/**
 * Makes the search for `maySecret` in bytes: the engine tries some seventy alternatives at every character of a text, this looks at every second
 * byte. Of any mark either the first two characters are such a pair, or the second and third are, and then the first stands at the end of the pair
 * before: whichever of these two is rarer is looked for. Where one stands, three tables tell (one bit for a few marks each) whether a mark can begin
 * there, and the pattern itself has the last word.
 */
export function createMarkFinder(): MarkFinder {
  const at = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)] as const;
  const pair = new Uint8Array(65_536);
  maySecret.source.split('|').forEach((alternative, i) => {
    const [a, b, c] = firstThree(alternative);
    [a, b, c].forEach((codes, place) => {
      for (const code of codes) (at[place] as Uint32Array)[code] = ((at[place] as Uint32Array)[code] as number) | (1 << (i & 31));
    });
    for (const second of b) for (const first of a) pair[pairOf(first, second)] = 1;
    if (b.length * c.length <= 256 * a.length) for (const second of b) for (const third of c) pair[pairOf(second, third)] = 1;
    else for (const first of a) for (let before = 0; before < 256; before++) pair[pairOf(before, first)] = 1;
  });
  const begins = new RegExp(maySecret.source, 'y');
  const [one, two, three] = at;
  const mayBegin = (bytes: Buffer, i: number): boolean =>
    ((one[bytes[i] as number] as number) & (two[bytes[i + 1] as number] as number) & (three[bytes[i + 2] as number] as number)) !== 0;
  return (bytes, from, to) => {
    const pairs = new Uint16Array(bytes.buffer, bytes.byteOffset + from, (to - from) >> 1);
    let text: string | undefined;
    const isMark = (i: number): boolean => {
      if (i < from || i + 2 >= to || !mayBegin(bytes, i)) return false;
      // a character per byte: marks are ASCII, and in UTF-8 nothing else has such bytes
      text ??= bytes.toString('latin1', from, to);
      begins.lastIndex = i - from;
      return begins.test(text);
    };
    for (let n = 0; n < pairs.length; n++) {
      if (pair[pairs[n] as number] === 0) continue;
      const at = from + 2 * n;
      if (isMark(at - 1) || isMark(at) || isMark(at + 1)) return true;
    }
    return false;
  };
}

/** two bytes as the one number that a view of the same memory reads there */
const pairOf = (first: number, second: number): number => new Uint16Array(Uint8Array.of(first, second).buffer)[0] as number;

/** The codes that may stand at the first three places of what an alternative matches: literals, escapes and classes, some of them repeated. */
function firstThree(alternative: string): [number[], number[], number[]] {
  const places: number[][] = [];
  for (const [, atom = '', least] of alternative.matchAll(/(\\.|\[[^\]]*\]|[^{])(?:\{(\d+)(?:,\d+)?\})?/g))
    for (let n = Number(least ?? 1); n > 0 && places.length < 3; n--) places.push(codesOf(atom));
  const [a, b, c] = places;
  if (a === undefined || b === undefined || c === undefined) throw new Error(`the mark ${alternative} is too short to be looked for`);
  return [a, b, c];
}

function codesOf(atom: string): number[] {
  if (atom.length === 1 && atom !== '.') return [atom.charCodeAt(0)];
  const pattern = new RegExp(`^${atom}$`);
  return Array.from({ length: 128 }, (_, code) => code).filter((code) => pattern.test(String.fromCharCode(code)));
}
