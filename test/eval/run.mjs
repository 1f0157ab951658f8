// Measures the classifier and the scanner against labelled data: `npm run eval -- --data DIR [--out FILE]`.
//   DIR/tools/*.json        { package, tools: [ definitions with annotations ] }, as real servers answered
//   DIR/catalogue*.jsonl    { server, tool, description, category }: classes that were reviewed
//   DIR/attacks/core_*.jsonl { text, y: 1 malicious | 0 honest, hard, category, surface }
// Nothing in either is fitted to data by a program. Whoever wrote the rules may have seen the data: see the text of the document.
import { readFileSync, readdirSync, existsSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { measureClasses, measureReviewed } from './measure-classes.mjs';
import { measureScanner } from './measure-scanner.mjs';
import { measureSpread } from './measure-spread.mjs';
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
const say = (text) => process.stderr.write(`${text}\n`);
/** What cannot be read is said and left out: a figure over half the data must not look like one over all. */
const parsed = (text, where) => {
  try {
    return [JSON.parse(text)];
  } catch {
    say(`left out, this is no JSON: ${where}`);
    return [];
  }
};
const lines = (file) =>
  readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .flatMap((line, at) => (line.trim() === '' ? [] : parsed(line.replace(/^\ufeff/, ''), `${file}:${at + 1}`)));
const filesOf = (folder, pattern) =>
  existsSync(join(data, folder))
    ? readdirSync(join(data, folder))
        .filter((file) => pattern.test(file))
        .sort()
        .map((file) => join(data, folder, file))
    : [];

const { classifyList } = await load('electron/core/risk/classify.ts');
const { scanRow } = await load('electron/core/risk/texts.ts');
const { scanDefinition } = await load('electron/core/risk/scan-definition.ts');

const kept = (list, good, where) => {
  const usable = list.filter(good);
  if (usable.length < list.length) say(`left out, not as expected: ${list.length - usable.length} of ${list.length} in ${where}`);
  return usable;
};
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const packages = filesOf('tools', /\.json$/).flatMap((file) =>
  parsed(readFileSync(file, 'utf8'), file).flatMap((read) => {
    const tools = Array.isArray(read) ? read : (read?.tools ?? read?.result?.tools);
    if (!Array.isArray(tools)) {
      say(`left out, no tools in it: ${file}`);
      return [];
    }
    return [
      {
        package: String(read.package ?? basename(file, '.json')),
        tools: kept(tools, (tool) => isObject(tool) && typeof tool.name === 'string', file),
      },
    ];
  }),
);
const catalogue = filesOf('.', /^catalogue.*\.jsonl$/).flatMap((file) =>
  kept(
    lines(file),
    (row) =>
      isObject(row) && typeof row.server === 'string' && typeof row.tool === 'string' && typeof (row.category ?? row.class) === 'string',
    file,
  ),
);
// y counts as 1 or 0 however it is written
const rows = filesOf('attacks', /^core_.*\.jsonl$/).flatMap((file) =>
  kept(lines(file), (row) => isObject(row) && typeof row.text === 'string' && /^(?:[01]|true|false)$/.test(String(row.y)), file).map(
    (row) => ({
      ...row,
      y: row.y === true || Number(row.y) === 1 ? 1 : 0,
      category: row.category ?? '',
      set: /core_([a-z]+)/.exec(basename(file))?.[1] ?? 'texts',
    }),
  ),
);
if (packages.length + catalogue.length + rows.length === 0) {
  say(`nothing to measure in ${data}: it holds no tools/*.json, attacks/core_*.jsonl or catalogue*.jsonl`);
  process.exit(2);
}

const classes = measureClasses(packages, classifyList);
const result = {
  classes,
  spread: measureSpread(classes.perPackage),
  reviewed: measureReviewed(catalogue, classifyList),
  scanner: measureScanner(rows, packages, scanRow, scanDefinition),
};
const text = document(result);
process.stdout.write(text);
const out = option('out');
if (out !== undefined) writeFileSync(out, text);
