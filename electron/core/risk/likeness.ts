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

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
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

/** What a passage is judged by: its words, pairs of neighbours, and pairs that stand a little apart. Numbers of 32 bits, each once. */
export function featuresOf(passage: readonly Sentence[]): Set<number> {
  const words = passage.flatMap((sentence) => sentence.words.map((one) => hashOf(stem(one))));
  const found = new Set(words);
  words.forEach((first, at) => {
    for (let next = at + 1; next < words.length && next - at <= reach; next += 1)
      found.add(together(first, words[next] ?? 0, next - at === 1 ? 1 : 2));
  });
  return found;
}

interface Weights {
  /** ascending */
  readonly features: Uint32Array;
  readonly values: Int8Array;
  /** where features begin whose upper 12 bits are at least so much */
  readonly begins: Uint32Array;
}
let opened: Weights | undefined;
function openWeights(): Weights {
  if (opened !== undefined) return opened;
  // copied, so that numbers of four bytes stand where four bytes begin
  const bytes = Uint8Array.from(Buffer.from(hashes, 'base64'));
  const features = new Uint32Array(bytes.buffer);
  const begins = new Uint32Array(4097).fill(features.length);
  for (let at = features.length - 1; at >= 0; at -= 1) begins[(features[at] ?? 0) >>> 20] = at;
  for (let at = 4095; at >= 0; at -= 1) begins[at] = Math.min(begins[at] ?? 0, begins[at + 1] ?? 0);
  return (opened = { features, values: new Int8Array(Buffer.from(weights, 'base64')), begins });
}

/** Log-odds that a passage of a definition was made to mislead. Nothing where too little of it was met when the weights were made. */
export function likenessOf(passage: readonly Sentence[]): number | undefined {
  const { features, values, begins } = openWeights();
  let sum = 0;
  let count = 0;
  for (const feature of featuresOf(passage)) {
    let at = begins[feature >>> 20] ?? 0;
    const end = begins[(feature >>> 20) + 1] ?? 0;
    while (at < end && (features[at] ?? 0) < feature) at += 1;
    if (at === end || features[at] !== feature) continue;
    sum += values[at] ?? 0;
    count += 1;
  }
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
