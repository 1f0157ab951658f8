import { hashOf, placesOf } from './hashes.js';
import { bias, hashes, scale, weights } from './likeness-weights.js';
import type { Sentence } from './wording.js';

/** so many words are read together: few enough that honest sentences around an order do not speak for it */
const mostWords = 40;
const leastWords = 5;
/** words that stand further apart than this are not read as a pair */
const reach = 8;
/** with fewer pairs and words that were ever met, nothing is said */
const leastKnown = 10;

const endings = ['ing', 'ed', 'es', 's', 'ly'];

const stem = (text: string): string => {
  const ending = endings.find((one) => text.endsWith(one) && text.length - one.length >= 4);
  return ending === undefined ? text : text.slice(0, -ending.length);
};

const together = (first: number, second: number, how: number): number =>
  Math.imul(Math.imul(first ^ how, 0x9e3779b1) ^ second, 0x85ebca6b) >>> 0;

/**
 * Sentences with those that follow, up to 40 words, from each sentence on until a passage reaches the end; what is shorter than five
 * words is a name or a value.
 */
export function* passagesOf(sentences: readonly Sentence[]): Generator<readonly Sentence[]> {
  const passage: Sentence[] = [];
  let count = 0;
  for (const sentence of sentences) {
    if (count + sentence.words.length > mostWords && count >= leastWords) yield [...passage];
    while (count + sentence.words.length > mostWords && count > 0) count -= passage.shift()?.words.length ?? 0;
    passage.push(sentence);
    count += sentence.words.length;
  }
  if (count >= leastWords) yield passage;
}

const hashed = new WeakMap<Sentence, readonly number[]>();
/** The hashes of a sentence's stems, which stands in several passages. */
function stemsOf(sentence: Sentence): readonly number[] {
  const known = hashed.get(sentence) ?? sentence.words.map((one) => hashOf(stem(one)));
  hashed.set(sentence, known);
  return known;
}

/** What a passage is judged by: its words, pairs of neighbours, and pairs that stand a little apart. Numbers of 32 bits; some come more than once. */
function visitFeatures(passage: readonly Sentence[], visit: (feature: number) => void): void {
  const words = passage.flatMap(stemsOf);
  for (const word of words) visit(word);
  for (let at = 0; at < words.length; at += 1)
    for (let next = at + 1; next < words.length && next - at <= reach; next += 1)
      visit(together(words[at] ?? 0, words[next] ?? 0, next - at === 1 ? 1 : 2));
}

/** The same, each once. */
export function featuresOf(passage: readonly Sentence[]): Set<number> {
  const found = new Set<number>();
  visitFeatures(passage, (feature) => found.add(feature));
  return found;
}

interface Weights {
  readonly placeOf: (feature: number) => number;
  readonly values: Int8Array;
  /** in which passage, counted from one, a weight was met last: each counts once in a passage */
  readonly metIn: Uint32Array;
  passages: number;
}
let opened: Weights | undefined;
function openWeights(): Weights {
  if (opened !== undefined) return opened;
  const values = new Int8Array(Buffer.from(weights, 'base64'));
  return (opened = { placeOf: placesOf(hashes), values, metIn: new Uint32Array(values.length), passages: 0 });
}

/** Log-odds that a passage of a definition was made to mislead. Nothing where too little of it was met when the weights were made. */
export function likenessOf(passage: readonly Sentence[]): number | undefined {
  const known = openWeights();
  const { placeOf, values, metIn } = known;
  if (known.passages === 0xffffffff) {
    metIn.fill(0);
    known.passages = 0;
  }
  known.passages += 1;
  let sum = 0;
  let count = 0;
  visitFeatures(passage, (feature) => {
    const at = placeOf(feature);
    if (at === -1 || metIn[at] === known.passages) return;
    metIn[at] = known.passages;
    sum += values[at] ?? 0;
    count += 1;
  });
  return count < leastKnown ? undefined : bias + sum / scale / Math.sqrt(count);
}

export interface Likeness {
  /** of the passage that is most like attacks */
  readonly odds: number;
  /** of the sentence that is most like attacks by itself, whatever stands around it */
  readonly oddsAlone: number;
  /** the sentence of that passage that is most like those of attacks */
  readonly start: number;
  readonly end: number;
}

/** The passage of a definition's sentences that is most like attacks. Linear; yields after each passage. */
export function* readLikeness(sentences: readonly Sentence[]): Generator<void, Likeness | undefined> {
  const alone = new Map<Sentence, number>();
  let worst: { readonly odds: number; readonly passage: readonly Sentence[] } | undefined;
  for (const passage of passagesOf(sentences)) {
    for (const sentence of passage) if (!alone.has(sentence)) alone.set(sentence, likenessOf([sentence]) ?? -Infinity);
    const odds = likenessOf(passage);
    if (odds !== undefined && odds > (worst?.odds ?? -Infinity)) worst = { odds, passage };
    yield;
  }
  if (worst === undefined) return undefined;
  const { odds, passage } = worst;
  const sentence = passage.reduce((one, other) => ((alone.get(other) ?? 0) > (alone.get(one) ?? 0) ? other : one));
  return { odds, oddsAlone: Math.max(...alone.values()), start: sentence.start, end: sentence.end };
}
