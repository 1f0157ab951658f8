import { hashOf, placesOf } from './hashes.js';
import { hashes, mindSize, network, scale, vectors, width, wordScale } from './sequence-weights.js';
import type { Sentence } from './wording.js';

/** Words as the network knows them: without quotes and possessives, and a "not" by itself. */
export function spokenOf(said: readonly string[]): string[] {
  return said.flatMap((one) => {
    const bare = one.replaceAll(/^'+|'+$/g, '');
    const at = bare.indexOf("'");
    if (at < 0) return bare === '' ? [] : [bare];
    const first = bare.slice(0, at);
    return bare.endsWith("n't") ? [first.slice(0, -1), 'not'] : [first];
  });
}

/** what is read is never surer than this */
export const highest = 6;
/** so many words are read at a time; the next begins in the middle of the last, so that no order is cut in two */
const mostWords = 60;
const gates = 3 * mindSize;

interface Direction {
  readonly bias: Float64Array;
  readonly mindBias: Float64Array;
  readonly ofWord: Float64Array;
  readonly ofMind: Float64Array;
}
interface Network {
  /** of a word's hash; -1 where it is not known */
  readonly placeOf: (hash: number) => number;
  readonly vectors: Int8Array;
  readonly directions: readonly Direction[];
  readonly outcome: Float64Array;
  readonly outcomeBias: number;
}
let opened: Network | undefined;
function open(): Network {
  if (opened !== undefined) return opened;
  const bytes = Buffer.from(network, 'base64');
  let at = 0;
  const take = (count: number): Float64Array =>
    Float64Array.from({ length: count }, () => {
      at += 2;
      return bytes.readInt16LE(at - 2) / scale;
    });
  const directions = [0, 1].map(() => ({
    bias: take(gates),
    mindBias: take(gates),
    ofWord: take(width * gates),
    ofMind: take(mindSize * gates),
  }));
  return (opened = {
    placeOf: placesOf(hashes),
    vectors: new Int8Array(Buffer.from(vectors, 'base64')),
    directions,
    outcome: take(2 * mindSize),
    outcomeBias: take(1)[0] ?? 0,
  });
}

/** Adds each of some rows of a matrix as often as the numbers given say. */
function addRows(sum: Float64Array, times: ArrayLike<number>, from: number, count: number, unit: number, matrix: Float64Array): void {
  for (let row = 0; row < count; row += 1) {
    const factor = (times[from + row] ?? 0) * unit;
    const begin = row * gates;
    for (let at = 0; at < gates; at += 1) sum[at] = (sum[at] ?? 0) + factor * (matrix[begin + at] ?? 0);
  }
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/**
 * Log-odds that sentences were made to mislead, by a gated recurrent network: it reads the words in their order, forwards and backwards, and the highest
 * value that each number of its mind had on the way decides.
 */
function oddsOf(sentences: readonly Sentence[]): number {
  const { placeOf, vectors: ofWords, directions, outcome, outcomeBias } = open();
  // the first two vectors stand for unknown words and for the ends of sentences
  const numberOf = (one: string): number => {
    const place = placeOf(hashOf(one));
    return place === -1 ? 0 : place + 2;
  };
  const said = sentences.flatMap((sentence) => [...spokenOf(sentence.words).map(numberOf), 1]);
  const fromWord = new Float64Array(gates);
  const fromMind = new Float64Array(gates);
  let odds = outcomeBias;
  directions.forEach(({ bias, mindBias, ofWord, ofMind }, way) => {
    const mind = new Float64Array(mindSize);
    const most = new Float64Array(mindSize).fill(-1);
    for (const number of way === 0 ? said : said.toReversed()) {
      fromWord.set(bias);
      fromMind.set(mindBias);
      addRows(fromWord, ofWords, number * width, width, 1 / wordScale, ofWord);
      addRows(fromMind, mind, 0, mindSize, 1, ofMind);
      for (let at = 0; at < mindSize; at += 1) {
        const keep = sigmoid((fromWord[at] ?? 0) + (fromMind[at] ?? 0));
        const reset = sigmoid((fromWord[mindSize + at] ?? 0) + (fromMind[mindSize + at] ?? 0));
        const fresh = Math.tanh((fromWord[2 * mindSize + at] ?? 0) + reset * (fromMind[2 * mindSize + at] ?? 0));
        const now = (1 - keep) * fresh + keep * (mind[at] ?? 0);
        mind[at] = now;
        if (now > (most[at] ?? 0)) most[at] = now;
      }
    }
    most.forEach((value, at) => (odds += value * (outcome[way * mindSize + at] ?? 0)));
  });
  return odds;
}

/** The highest of those log-odds among stretches of a text, and at most as much as one judge may say. Linear; yields after each. */
export function* readSequence(sentences: readonly Sentence[]): Generator<void, number> {
  let worst = -highest;
  for (let from = 0; from < sentences.length;) {
    let to = from;
    let middle = from + 1;
    for (let count = 0; to < sentences.length; to += 1) {
      const length = sentences[to]?.words.length ?? 0;
      if (count > 0 && count + length > mostWords) break;
      count += length;
      if (count <= mostWords / 2) middle = Math.max(middle, to + 1);
    }
    worst = Math.max(worst, oddsOf(sentences.slice(from, to)));
    yield;
    if (to === sentences.length) break;
    from = middle;
  }
  return Math.min(worst, highest);
}
