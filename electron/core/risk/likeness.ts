import type { Reading } from './reading.js';
import { bias, hashes, scale, weights } from './likeness-weights.js';

/** Log-odds from which a sentence is taken for an attack: by itself, and where something else in the same text was pointed out. */
const attackAt = 1.5;
const attackBesideAt = 0.5;
const mostWords = 60;
/** words that stand further apart than this are not read together */
const reach = 8;

const word = /https?:\/\/\S+|[\w.+-]{1,64}@[\w.-]+\.\w+|[~.]?\/[\w./~-]+|\.[a-z]\w+|[a-z']+|\d+/g;
const endings = ['ing', 'ed', 'es', 's', 'ly'];

const stem = (text: string): string => {
  const ending = endings.find((one) => text.endsWith(one) && text.length - one.length >= 4);
  return ending === undefined ? text : text.slice(0, -ending.length);
};

/** A word by what matters of it: addresses, places and numbers are alike, and forms of a word are one. */
const kindOf = (text: string): string =>
  text.startsWith('http') ? 'URL' : text.includes('@') ? 'MAIL' : /^[~/.]/.test(text) ? 'PATH' : /^\d/.test(text) ? '#' : stem(text);

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
const together = (first: number, second: number, how: number): number =>
  Math.imul(Math.imul(first ^ how, 0x9e3779b1) ^ second, 0x85ebca6b) >>> 0;

/** What a folded sentence is judged by: its words, pairs of neighbours, and pairs that stand a little apart. Numbers of 32 bits, each once. */
export function featuresOf(sentence: string): Set<number> {
  const words = (sentence.match(word) ?? []).slice(0, mostWords).map((one) => hashOf(kindOf(one)));
  const found = new Set(words);
  words.forEach((first, at) => {
    for (let next = at + 1; next < words.length && next - at <= reach; next += 1)
      found.add(together(first, words[next] ?? 0, Math.min(next - at, 3)));
  });
  return found;
}

interface Weights {
  /** ascending */
  readonly features: Uint32Array;
  readonly values: Int8Array;
}
let opened: Weights | undefined;
function openWeights(): Weights {
  if (opened !== undefined) return opened;
  // copied, so that numbers of four bytes stand where four bytes begin
  const bytes = Uint8Array.from(Buffer.from(hashes, 'base64'));
  return (opened = { features: new Uint32Array(bytes.buffer), values: new Int8Array(Buffer.from(weights, 'base64')) });
}

function placeOf(features: Uint32Array, feature: number): number {
  let low = 0;
  let high = features.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((features[middle] ?? 0) < feature) low = middle + 1;
    else high = middle;
  }
  return features[low] === feature ? low : -1;
}

/** Log-odds that a folded sentence of a definition was made to mislead. What was never met when the weights were made says nothing. */
export function likenessOf(sentence: string): number {
  const { features, values } = openWeights();
  let sum = 0;
  let count = 0;
  for (const feature of featuresOf(sentence)) {
    const at = placeOf(features, feature);
    if (at < 0) continue;
    sum += (values[at] ?? 0) / scale;
    count += 1;
  }
  return count === 0 ? bias : bias + sum / Math.sqrt(count);
}

/** The sentences of a folded text with their places; fewer than five words are a name or a value. */
export function* sentencesOf(text: string): Generator<{ readonly text: string; readonly start: number }> {
  for (const match of text.matchAll(/(?:[^.!?;:\n<>()[\]]|[.!?;:](?!\s|$))+/g))
    if (/(?:[a-z][^\sa-z]*\s+\S*){4}/.test(match[0])) yield { text: match[0], start: match.index };
}

/** The sentence of a folded definition that is most like those of attacks, if it is enough so. Linear; yields after each sentence. */
export function* readLikeness(text: string, isBesideOthers: boolean): Generator<void, Reading[]> {
  let most = { start: 0, end: 0, likeness: isBesideOthers ? attackBesideAt : attackAt };
  for (const sentence of sentencesOf(text)) {
    const likeness = likenessOf(sentence.text);
    if (likeness >= most.likeness) most = { start: sentence.start, end: sentence.start + sentence.text.length, likeness };
    yield;
  }
  const { start, end } = most;
  if (end === 0) return [];
  return [{ id: 'model-order', start, end, says: 'reads like orders that are made to mislead a model', severity: 'critical', weight: 10 }];
}
