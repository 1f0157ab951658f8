// Measures the classifier and the scanner against labelled data: `npm run eval -- --data DIR [--out FILE]`.
//   DIR/tools/*.json        { package, tools: [ definitions with annotations ] }, as real servers answered
//   DIR/catalogue*.jsonl    { server, tool, description, category }: classes that were reviewed
//   DIR/attacks/core_*.jsonl { text, y: 1 malicious | 0 honest, hard, category, surface }
// Nothing in either is trained on data, so each package is measured as it would be if it had never been seen.
import { readFileSync, readdirSync, existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { measureClasses, measureReviewed } from './measure-classes.mjs';
import { measureScanner } from './measure-scanner.mjs';
import { document } from './document.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const option = (name) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const data = option('data');
if (data === undefined || !existsSync(data)) {
  process.stderr.write('no data: give a folder with tools/, attacks/ or catalogue*.jsonl, as in `npm run eval -- --data DIR`\n');
  process.exit(2);
}

const load = async (file) => (await runnerImport(join(root, file), { root, configFile: false, logLevel: 'error' })).module;
const lines = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
const filesOf = (folder, pattern) => (existsSync(join(data, folder)) ? readdirSync(join(data, folder)).filter((file) => pattern.test(file)).sort().map((file) => join(data, folder, file)) : []);

const { classifyList } = await load('electron/core/risk/classify.ts');
const { scanRow } = await load('electron/core/risk/texts.ts');
const { scanDefinition } = await load('electron/core/risk/scan-definition.ts');

const packages = filesOf('tools', /\.json$/).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const catalogue = filesOf('.', /^catalogue.*\.jsonl$/).flatMap(lines);
const rows = filesOf('attacks', /^core_.*\.jsonl$/).flatMap((file) => lines(file).map((row) => ({ ...row, set: /core_(\w+)/.exec(file)?.[1] ?? 'texts' })));

const result = {
  classes: measureClasses(packages, classifyList),
  reviewed: measureReviewed(catalogue, classifyList),
  scanner: measureScanner(rows, packages, scanRow, scanDefinition),
};
const text = document(result);
process.stdout.write(text);
const out = option('out');
if (out !== undefined) writeFileSync(out, text);
