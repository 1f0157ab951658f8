// Makes electron/core/risk/likeness-weights.ts: `node build/risk/fit-likeness.mjs DIR…`, where the folders hold answers to tools/list as JSON, such as
// .cache/catalogue/answers. What is fitted on: the project's own made-up attacks and honest texts (build/risk/*.txt, test/unit/risk/*-texts.ts, but
// never held-out-texts.ts) and the descriptions in those answers, of which only weights are kept. The same texts give the same weights.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const load = async (file) => (await runnerImport(join(root, file), { root, configFile: false, logLevel: 'error' })).module;
const { featuresOf, sentencesOf } = await load('electron/core/risk/likeness.ts');
const { fold } = await load('electron/core/risk/folding.ts');

/** features that fewer sentences have say nothing */
const LEAST_SENTENCES = 3;
/** the heaviest are kept */
const KEPT = 20_000;
const ROUNDS = 4;
const DECAY = 1e-3;
const STEP = 0.5;

const lines = (file) => readFileSync(join(here, file), 'utf8').split('\n');
const textOf = (entry) => (typeof entry === 'string' ? entry : entry.text);
const attacks = [...lines('attacks.txt')];
const honest = [...lines('honest.txt')];
for (const file of ['red-team-texts', 'red-team-rounds', 'scan-texts', 'scheme-texts', 'third-texts', 'fourth-texts']) {
  for (const [name, texts] of Object.entries(await load(`test/unit/risk/${file}.ts`))) {
    if (/praise/i.test(name)) continue;
    (/honest|sameWords|metIn/i.test(name) && !/dishonest/.test(name) ? honest : attacks).push(...texts.map(textOf));
  }
}
for (const folder of process.argv.slice(2)) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    for (const tool of JSON.parse(readFileSync(join(folder, file), 'utf8')).tools ?? []) {
      honest.push(tool.description, ...Object.values(tool.inputSchema?.properties ?? {}).map((property) => property?.description));
    }
  }
}

/** what a person would read of a message */
function readable(text) {
  if (!text.startsWith('{"')) return text;
  const found = [];
  const walk = (value, key) => {
    if (typeof value === 'string') found.push(...(['description', 'title', 'instructions', 'text'].includes(key) ? [value] : []));
    else if (Array.isArray(value)) for (const item of value) walk(item, key);
    else if (value !== null && typeof value === 'object') for (const [name, item] of Object.entries(value)) walk(item, name);
  };
  try {
    walk(JSON.parse(text), '');
  } catch {
    return text;
  }
  return found.join('. ');
}

const isReadable = (text) => typeof text === 'string' && text.trim() !== '' && (text.match(/[a-z]/gi) ?? []).length > text.length / 2;
const documents = [
  ...[...new Set(attacks.filter(isReadable))].map((text) => ({ isAttack: true, text })),
  ...[...new Set(honest.filter(isReadable))].map((text) => ({ isAttack: false, text })),
].map(({ isAttack, text }) => ({
  isAttack,
  sentences: [...sentencesOf(fold(readable(text)).text)].map((one) => [...featuresOf(one.text)]),
}));

const counts = new Map();
for (const { sentences } of documents)
  for (const one of sentences) for (const feature of one) counts.set(feature, (counts.get(feature) ?? 0) + 1);
const features = [...counts].filter(([, count]) => count >= LEAST_SENTENCES).map(([feature]) => feature);
const indexOf = new Map(features.map((feature, at) => [feature, at]));
for (const one of documents)
  one.sentences = one.sentences.map((list) => list.map((feature) => indexOf.get(feature)).filter((at) => at !== undefined));

// logistic regression with a step of its own for each weight (Adagrad). Of an attack one sentence is bad: in the first round each counts a
// little, then the one that looks worst.
const weights = new Float64Array(features.length);
const squares = new Float64Array(features.length).fill(1);
let bias = -2;
let biasSquares = 1;
const oddsOf = (list) => bias + (list.length === 0 ? 0 : list.reduce((sum, at) => sum + weights[at], 0) / Math.sqrt(list.length));
let seed = 7;
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

function learn([list, isAttack, importance]) {
  if (list.length === 0) return;
  const root = Math.sqrt(list.length);
  const gradient = (1 / (1 + Math.exp(-oddsOf(list))) - isAttack) * importance;
  for (const at of list) {
    const slope = gradient / root + DECAY * weights[at];
    squares[at] += slope * slope;
    weights[at] -= (STEP * slope) / Math.sqrt(squares[at]);
  }
  biasSquares += gradient * gradient;
  bias -= (0.2 * gradient) / Math.sqrt(biasSquares);
}

for (let round = 0; round < ROUNDS; round += 1) {
  const examples = documents.flatMap(({ isAttack, sentences }) => {
    if (!isAttack) return sentences.map((list) => [list, 0, 1]);
    if (round === 0) return sentences.map((list) => [list, 1, 1 / sentences.length]);
    return sentences.length === 0 ? [] : [[sentences.reduce((worst, list) => (oddsOf(list) > oddsOf(worst) ? list : worst)), 1, 1]];
  });
  for (let pass = 0; pass < (round === ROUNDS - 1 ? 6 : 3); pass += 1) {
    for (let at = examples.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1));
      [examples[at], examples[other]] = [examples[other], examples[at]];
    }
    examples.forEach(learn);
  }
}

const kept = features
  .map((feature, at) => ({ feature, weight: weights[at] }))
  .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.feature - b.feature)
  .slice(0, KEPT);
const scale = 127 / Math.abs(kept[0].weight);
kept.sort((a, b) => a.feature - b.feature);
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
