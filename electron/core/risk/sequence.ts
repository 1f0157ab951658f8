import { hashOf, placesOf } from './hashes.js';
import { hashes, mindSize, network, scale, vectors, width, wordScale } from './sequence-weights.js';
import { spokenOf, type Sentence } from './wording.js';

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

/**
 * What is there to begin with and each row of a matrix as often as the numbers given say. Four gates at a time, each summed up in the order of the rows:
 * the sums stay in registers, which is where the time of a scan goes.
 */
function summed(into: Float64Array, bias: Float64Array, times: Float64Array, matrix: Float64Array): Float64Array {
  for (let at = 0; at < gates; at += 4) {
    let a = bias[at] as number;
    let b = bias[at + 1] as number;
    let c = bias[at + 2] as number;
    let d = bias[at + 3] as number;
    for (let row = 0, cell = at; row < times.length; row += 1, cell += gates) {
      const factor = times[row] as number;
      a += factor * (matrix[cell] as number);
      b += factor * (matrix[cell + 1] as number);
      c += factor * (matrix[cell + 2] as number);
      d += factor * (matrix[cell + 3] as number);
    }
    into[at] = a;
    into[at + 1] = b;
    into[at + 2] = c;
    into[at + 3] = d;
  }
  return into;
}

/** What each word brings to the gates on each of the two ways; stretches of a text overlap, and its words come again. */
type Brought = readonly [Map<number, Float64Array>, Map<number, Float64Array>];
/** words of one text that are remembered */
const mostBrought = 512;

function broughtBy(number: number, { vectors }: Network, { bias, ofWord }: Direction, known: Map<number, Float64Array>): Float64Array {
  const before = known.get(number);
  if (before !== undefined) return before;
  const word = Float64Array.from({ length: width }, (_, at) => (vectors[number * width + at] ?? 0) * (1 / wordScale));
  const brought = summed(new Float64Array(gates), bias, word, ofWord);
  if (known.size >= mostBrought) known.clear();
  known.set(number, brought);
  return brought;
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/**
 * Log-odds that sentences were made to mislead, by a gated recurrent network: it reads the words in their order, forwards and backwards, and the highest
 * value that each number of its mind had on the way decides.
 */
function oddsOf(sentences: readonly Sentence[], known: Brought): number {
  const opened = open();
  const { placeOf, directions, outcome, outcomeBias } = opened;
  // the first two vectors stand for unknown words and for the ends of sentences
  const numberOf = (one: string): number => {
    const place = placeOf(hashOf(one));
    return place === -1 ? 0 : place + 2;
  };
  const said = sentences.flatMap((sentence) => [...spokenOf(sentence.words).map(numberOf), 1]);
  const fromMind = new Float64Array(gates);
  let odds = outcomeBias;
  directions.forEach((direction, way) => {
    const { mindBias, ofMind } = direction;
    const mind = new Float64Array(mindSize);
    const most = new Float64Array(mindSize).fill(-1);
    for (const number of way === 0 ? said : said.toReversed()) {
      const fromWord = broughtBy(number, opened, direction, known[way as 0 | 1]);
      summed(fromMind, mindBias, mind, ofMind);
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
  const known: Brought = [new Map(), new Map()];
  for (let from = 0; from < sentences.length;) {
    let to = from;
    let middle = from + 1;
    for (let count = 0; to < sentences.length; to += 1) {
      const length = sentences[to]?.words.length ?? 0;
      if (count > 0 && count + length > mostWords) break;
      count += length;
      if (count <= mostWords / 2) middle = Math.max(middle, to + 1);
    }
    worst = Math.max(worst, oddsOf(sentences.slice(from, to), known));
    yield;
    if (to === sentences.length) break;
    from = middle;
  }
  return Math.min(worst, highest);
}
