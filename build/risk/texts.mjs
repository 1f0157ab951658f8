// What both judges of wording are fitted on: the project's own made-up attacks and honest texts (build/risk/*.txt, test/unit/risk/*-texts.ts, but never
// held-out-texts.ts) and the descriptions in answers to tools/list, of which only weights are kept. Those in subtle-*.txt were written to be hard to tell
// apart, and count more.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '..', '..');
export const load = async (file) => (await runnerImport(join(root, file), { root, configFile: false, logLevel: 'error' })).module;

/** one text a line, where \n stands for a line break */
const lines = (file) =>
  readFileSync(join(here, file), 'utf8')
    .split('\n')
    .map((line) => line.replaceAll('\\n', '\n'));

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
/** what a subtle text counts beside another one */
const SUBTLE = 3;
const isReadable = (text) => typeof text === 'string' && text.trim() !== '' && (text.match(/[a-z]/gi) ?? []).length > text.length / 2;

/** The made-up texts as they are written, each once, whether they are attacks, and how often each counts. */
export async function madeUpTexts() {
  const attacks = lines('attacks.txt');
  const honest = lines('honest.txt');
  for (const file of ['red-team-texts', 'red-team-rounds', 'scan-texts', 'scheme-texts', 'third-texts', 'fourth-texts']) {
    for (const [name, texts] of Object.entries(await load(`test/unit/risk/${file}.ts`))) {
      // a tool that praises itself is pointed out, but it is no attack
      const isHonest = /honest|praise|sameWords|metIn/i.test(name) && !/dishonest/.test(name);
      (isHonest ? honest : attacks).push(...texts.map((entry) => (typeof entry === 'string' ? entry : entry.text)));
    }
  }
  return [
    [attacks, { isAttack: true, times: 1 }],
    [lines('subtle-attacks.txt'), { isAttack: true, times: SUBTLE }],
    [honest, { isAttack: false, times: 1 }],
    [lines('subtle-honest.txt'), { isAttack: false, times: SUBTLE }],
  ].flatMap(([texts, what]) => [...new Set(texts)].filter((text) => text.trim() !== '').map((text) => ({ ...what, text })));
}

/** Texts in Latin letters, folded; real ones from folders of answers to tools/list as JSON, such as .cache/catalogue/answers. */
export async function readTexts(folders) {
  const { fold } = await load('electron/core/risk/folding.ts');
  const real = [];
  for (const folder of folders) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
      for (const tool of JSON.parse(readFileSync(join(folder, file), 'utf8')).tools ?? []) {
        real.push(tool.description, ...Object.values(tool.inputSchema?.properties ?? {}).map((property) => property?.description));
      }
    }
  }
  return [
    ...(await madeUpTexts()).map((one) => ({ ...one, isReal: false })),
    ...[...new Set(real)].map((text) => ({ isAttack: false, isReal: true, times: 1, text })),
  ]
    .filter(({ text }) => isReadable(text))
    .map((one) => ({ ...one, text: fold(readable(one.text)).text }));
}
