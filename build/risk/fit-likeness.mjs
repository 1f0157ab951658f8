// Makes electron/core/risk/likeness-weights.ts: `node build/risk/fit-likeness.mjs DIR…`, where the folders hold answers to tools/list. What it is fitted
// on stands in texts.mjs. The same texts give the same weights.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, readTexts, root } from './texts.mjs';

const { featuresOf, passagesOf } = await load('electron/core/risk/likeness.ts');
const { sentencesOf } = await load('electron/core/risk/wording.ts');

/** features that fewer passages have say nothing */
const LEAST_PASSAGES = 3;
/** the heaviest are kept, and fitted once more without the others */
const KEPT = 30_000;
const ROUNDS = 4;
const DECAY = 1e-3;
const STEP = 0.5;
const FIRST_SQUARE = 0.1;
/** what a description of a real server counts beside a made-up text */
const REAL = 3;

const documents = (await readTexts(process.argv.slice(2))).map(({ isAttack, isReal, times, text }) => ({
  isAttack,
  importance: isReal ? REAL : times,
  passages: [...passagesOf([...sentencesOf(text)])].map((passage) => [...featuresOf(passage)]),
}));

/** Weights of those features that `isUsed` names. Logistic regression with a step of its own for each weight (Adagrad). Of an attack one passage is
 *  bad: in the first round each counts a little, then the one that looks worst. */
function fit(isUsed) {
  const weights = new Map();
  const counts = new Map();
  for (const { passages } of documents)
    for (const feature of passages.flat()) if (isUsed(feature)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  for (const [feature, count] of counts) if (count >= LEAST_PASSAGES) weights.set(feature, weights.size);
  const values = new Float64Array(weights.size);
  const squares = new Float64Array(weights.size).fill(FIRST_SQUARE);
  const seen = documents.map(({ isAttack, importance, passages }) => ({
    isAttack,
    importance,
    passages: passages.map((list) => list.map((feature) => weights.get(feature)).filter((at) => at !== undefined)),
  }));
  let bias = -2;
  let biasSquares = 1;
  const oddsOf = (list) => bias + (list.length === 0 ? 0 : list.reduce((sum, at) => sum + values[at], 0) / Math.sqrt(list.length));
  const learn = ([list, isAttack, importance]) => {
    if (list.length === 0) return;
    const root = Math.sqrt(list.length);
    const gradient = (1 / (1 + Math.exp(-oddsOf(list))) - isAttack) * importance;
    for (const at of list) {
      const slope = gradient / root + DECAY * values[at];
      squares[at] += slope * slope;
      values[at] -= (STEP * slope) / Math.sqrt(squares[at]);
    }
    biasSquares += gradient * gradient;
    bias -= (0.2 * gradient) / Math.sqrt(biasSquares);
  };
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const examples = seen.flatMap(({ isAttack, importance, passages }) => {
      if (!isAttack) return passages.map((list) => [list, 0, importance]);
      if (round === 0) return passages.map((list) => [list, 1, importance / passages.length]);
      return passages.length === 0
        ? []
        : [[passages.reduce((worst, list) => (oddsOf(list) > oddsOf(worst) ? list : worst)), 1, importance]];
    });
    for (let pass = 0; pass < (round === ROUNDS - 1 ? 6 : 3); pass += 1) {
      for (let at = examples.length - 1; at > 0; at -= 1) {
        const other = Math.floor(random() * (at + 1));
        [examples[at], examples[other]] = [examples[other], examples[at]];
      }
      examples.forEach(learn);
    }
  }
  return { bias, features: [...weights].map(([feature, at]) => ({ feature, weight: values[at] })) };
}

const heaviest = fit(() => true)
  .features.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.feature - b.feature)
  .slice(0, KEPT);
const isKept = new Set(heaviest.map(({ feature }) => feature));
const { bias, features: kept } = fit((feature) => isKept.has(feature));
kept.sort((a, b) => a.feature - b.feature);
const scale = 127 / Math.max(...kept.map(({ weight }) => Math.abs(weight)));
const keys = Buffer.alloc(kept.length * 4);
const values = Buffer.alloc(kept.length);
kept.forEach(({ feature, weight }, at) => {
  keys.writeUInt32LE(feature, at * 4);
  values.writeInt8(Math.round(weight * scale), at);
});
writeFileSync(
  join(root, 'electron/core/risk/likeness-weights.ts'),
  `// Made by build/risk/fit-likeness.mjs from ${documents.filter((one) => one.isAttack).length} attacks and ${documents.filter((one) => !one.isAttack).length} honest texts. Features (32 bits, ascending) and their weights (8 bits).
export const bias = ${bias.toFixed(4)};
export const scale = ${scale.toFixed(4)};
export const hashes =
  '${keys.toString('base64')}';
export const weights =
  '${values.toString('base64')}';
`,
);
