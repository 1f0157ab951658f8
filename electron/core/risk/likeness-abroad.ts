import { bias, scale, weights } from './likeness-abroad-weights.js';
import { place, secretFile, slot, untilThen, whole } from './scan-meanings.js';
import { tongueOf, type Tongue } from './tongues.js';

/** so many sentences are read together */
const together = 4;
const longest = 1000;
/** with fewer meanings and pairs nothing is said: rules decide on a few words */
const leastKnown = 15;

/** What a sentence is found to mean, whatever its language: what is denied apart from what is not, and signs of an attack. */
function meaningsIn(sentence: string, tongue: Tongue): string[] {
  const { words, untold } = tongue;
  const alike = { untold, secretFile, slot, place, whole, untilThen };
  return Object.entries({ ...words, ...alike })
    .filter(([, pattern]) => pattern.test(sentence))
    .map(([name]) => name);
}

interface Meant {
  readonly start: number;
  readonly end: number;
  readonly meanings: readonly string[];
}

/** The sentences of a lower-case text that are in another language than English, and how many there are of all. */
export function sentencesAbroad(text: string): { readonly meant: readonly Meant[]; readonly all: number } {
  const meant: Meant[] = [];
  let all = 0;
  for (const match of text.matchAll(/(?:[^.!?。।！？؟\n]|[.!?](?=[^\s]))+[.!?。।！？؟]?/g)) {
    if (!/\p{L}/u.test(match[0])) continue;
    all += 1;
    const sentence = match[0].slice(0, longest);
    const tongue = tongueOf(sentence);
    if (tongue !== undefined)
      meant.push({ start: match.index, end: match.index + match[0].length, meanings: meaningsIn(sentence, tongue) });
  }
  return { meant, all };
}

/** Sentences with those that follow, four at a time. */
export const passagesAbroad = (meant: readonly Meant[]): (readonly Meant[])[] =>
  Array.from({ length: meant.length === 0 ? 0 : Math.max(1, meant.length - together + 1) }, (_, at) => meant.slice(at, at + together));

function* pairs(meanings: readonly string[], how: string): Generator<string> {
  for (const [at, one] of meanings.entries()) for (const other of meanings.slice(at + 1)) yield `${one}${how}${other}`;
}

/** What a passage is judged by: what is meant in it, what is meant in one sentence, and what in any two. Each once. */
export function featuresAbroad(passage: readonly Meant[]): Set<string> {
  const found = new Set(passage.flatMap(({ meanings }) => [...meanings, ...pairs(meanings, '+')]));
  if (passage.length > 1) for (const pair of pairs([...new Set(passage.flatMap(({ meanings }) => meanings))].sort(), '~')) found.add(pair);
  return found;
}

let opened: ReadonlyMap<string, number> | undefined;
const open = (): ReadonlyMap<string, number> =>
  (opened ??= new Map(
    weights.split(' ').map((entry) => {
      const at = entry.lastIndexOf(':');
      return [entry.slice(0, at), Number(entry.slice(at + 1)) / scale];
    }),
  ));

function oddsOf(passage: readonly Meant[]): number | undefined {
  const known = [...featuresAbroad(passage)].map((feature) => open().get(feature)).filter((weight) => weight !== undefined);
  return known.length < leastKnown ? undefined : bias + known.reduce((sum, weight) => sum + weight, 0) / Math.sqrt(known.length);
}

export interface LikenessAbroad {
  /** log-odds of the passage that is most like attacks; nothing where too little was said */
  readonly odds?: number;
  readonly start: number;
  readonly end: number;
  /** whether no sentence is English */
  readonly isAll: boolean;
}

/**
 * How much a text that is mostly in another language than English is like attacks: a sum of weights over which meanings meet, so that what was learnt
 * from one language holds in all. Nothing of a text that is mostly English.
 */
export function readLikenessAbroad(text: string): LikenessAbroad | undefined {
  const { meant, all } = sentencesAbroad(text);
  if (meant.length === 0 || meant.length * 2 < all) return undefined;
  let worst: LikenessAbroad = { start: 0, end: 0, isAll: meant.length === all };
  for (const passage of passagesAbroad(meant)) {
    const odds = oddsOf(passage);
    if (odds !== undefined && odds > (worst.odds ?? -Infinity))
      worst = { ...worst, odds, start: passage[0]?.start ?? 0, end: passage.at(-1)?.end ?? 0 };
  }
  return worst;
}
