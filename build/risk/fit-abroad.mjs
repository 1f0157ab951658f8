// Makes electron/core/risk/likeness-abroad-weights.ts: `node build/risk/fit-abroad.mjs`, from those of the project's own made-up texts that are in other
// languages than English (texts.mjs, test/unit/risk/meanings-texts.ts). The same texts give the same weights.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, madeUpTexts, root } from './texts.mjs';

const { withoutTalkAbroad } = await load('electron/core/risk/excuse-abroad.ts');
const { featuresAbroad, passagesAbroad, sentencesAbroad } = await load('electron/core/risk/likeness-abroad.ts');

/** what fewer passages mean says nothing */
const LEAST_PASSAGES = 2;
const PASSES = 12;
const DECAY = 3e-4;
const STEP = 0.3;
const SCALE = 100;

const { honestAbroad, ordersAbroad } = await load('test/unit/risk/meanings-texts.ts');
const texts = [
  ...(await madeUpTexts()),
  ...ordersAbroad.map(([, text]) => ({ isAttack: true, text })),
  ...honestAbroad.map((text) => ({ isAttack: false, text })),
];
const documents = texts.flatMap(({ isAttack, text }) => {
  const { meant, all } = sentencesAbroad(withoutTalkAbroad(text).toLowerCase());
  if (meant.length === 0 || meant.length * 2 < all) return [];
  return [{ isAttack: Number(isAttack), passages: passagesAbroad(meant).map((passage) => [...featuresAbroad(passage)]) }];
});

let seed = 7;
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

/** Logistic regression with a step of its own for each weight (Adagrad). */
function fit(examples) {
  const counts = new Map();
  for (const { features } of examples) for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const weights = new Map(
    [...counts].filter(([, count]) => count >= LEAST_PASSAGES).map(([feature]) => [feature, { value: 0, squares: 0.1 }]),
  );
  let bias = -1;
  let biasSquares = 1;
  const known = examples.map(({ features, isAttack }) => ({ isAttack, list: features.map((one) => weights.get(one)).filter(Boolean) }));
  const oddsOf = (list) => bias + (list.length === 0 ? 0 : list.reduce((sum, { value }) => sum + value, 0) / Math.sqrt(list.length));
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (let at = known.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1));
      [known[at], known[other]] = [known[other], known[at]];
    }
    for (const { isAttack, list } of known) {
      if (list.length === 0) continue;
      const root = Math.sqrt(list.length);
      const gradient = 1 / (1 + Math.exp(-oddsOf(list))) - isAttack;
      for (const one of list) {
        const slope = gradient / root + DECAY * one.value;
        one.squares += slope * slope;
        one.value -= (STEP * slope) / Math.sqrt(one.squares);
      }
      biasSquares += gradient * gradient;
      bias -= (0.2 * gradient) / Math.sqrt(biasSquares);
    }
  }
  return { bias, weights, oddsOf: (features) => oddsOf(features.map((one) => weights.get(one)).filter(Boolean)) };
}

// of an attack one passage is bad: all count at first, then the one that looks worst
const first = fit(documents.flatMap(({ isAttack, passages }) => passages.map((features) => ({ isAttack, features }))));
const worstOf = (passages) => passages.reduce((worst, one) => (first.oddsOf(one) > first.oddsOf(worst) ? one : worst));
const { bias, weights } = fit(
  documents.flatMap(({ isAttack, passages }) =>
    (isAttack === 1 ? [worstOf(passages)] : passages).map((features) => ({ isAttack, features })),
  ),
);
const entries = [...weights]
  .map(([feature, { value }]) => [feature, Math.round(value * SCALE)])
  .filter(([, value]) => value !== 0)
  .sort(([one], [other]) => (one < other ? -1 : 1));
const attacks = documents.filter(({ isAttack }) => isAttack === 1).length;
writeFileSync(
  join(root, 'electron/core/risk/likeness-abroad-weights.ts'),
  `// Made by build/risk/fit-abroad.mjs from ${attacks} attacks and ${documents.length - attacks} honest texts in other languages. Meanings, pairs of them in one sentence (+) and in a passage (~).
export const bias = ${bias.toFixed(4)};
export const scale = ${SCALE};
export const weights =
  '${entries.map(([feature, value]) => `${feature}:${value}`).join(' ')}';
`,
);
