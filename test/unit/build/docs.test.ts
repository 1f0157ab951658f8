import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { applications } from '../../../electron/core/clients/application-table.js';
import { runProgram } from '../../../electron/headless/cli/program.js';

const root = join(import.meta.dirname, '..', '..', '..');
const json = <T>(file: string): T => JSON.parse(readFileSync(join(root, file), 'utf8')) as T;
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md']
  .concat(
    readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => join('docs', file)),
  )
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
const readme = pages[0]?.text ?? '';
const changelog = pages[2]?.text ?? '';

/** what stands in backticks, and the lines of code blocks */
const quotes = pages.flatMap(({ file, text }) => [
  ...[...text.matchAll(/`([^`\n]+)`/g)].map(([, quote = '']) => ({ file, quote })),
  ...[...text.matchAll(/^```\w*\n(.*?)^```/gms)].flatMap(([, block = '']) => block.split('\n').map((quote) => ({ file, quote }))),
]);

describe('the pages', () => {
  it('lead nowhere that is not there', () => {
    const dead = pages.flatMap(({ file, text }) =>
      [...text.matchAll(/\]\(([^)#\s]+)\)|src="([^"]+)"/g)]
        .map(([, link, picture]) => link ?? picture ?? '')
        .filter((to) => !to.startsWith('https:') && !existsSync(join(root, dirname(file), to)))
        .map((to) => `${file}: ${to}`),
    );
    expect(dead).toEqual([]);
  });

  it('name files and folders of ours that are there', () => {
    const from = ['.', 'electron', 'electron/core'];
    const gone = quotes
      .filter(
        ({ file, quote }) => file !== 'docs/applications.md' && /^[a-z][\w-]*\/[\w./-]*(?:\.(?:tsx?|mjs|css|json|md)|\/)$/.test(quote),
      )
      // what a build or a user makes is not there in a fresh checkout
      .filter(({ quote }) => !/^(?:tokens|out|dist)\//.test(quote))
      .filter(({ quote }) => !from.some((folder) => existsSync(join(root, folder, quote))))
      .map(({ file, quote }) => `${file}: ${quote}`);
    expect(gone).toEqual([]);
  });

  it('name scripts that are there', () => {
    const { scripts } = json<{ scripts: Record<string, string> }>('package.json');
    const named = quotes
      .flatMap(({ quote }) => [...quote.matchAll(/\bnpm (?:run ([\w:]+)|(start|test))/g)])
      .map(([, a, b]) => a ?? b ?? '');
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

describe('commands that the pages name', () => {
  afterEach(() => void vi.restoreAllMocks());

  const lines = quotes
    .map(({ quote }) => /^(?:npx )?toolgate ([a-z].*)$/.exec(quote)?.[1])
    .filter((words) => words !== undefined)
    .flatMap((words) => words.split(/,? toolgate /))
    .map((words) => /^[a-z|\\-]+(?: [a-z][a-z|\\-]*)*(?= |$)/.exec(words)?.[0].split(' ') ?? [])
    // `policy show\|set`: each of them
    .flatMap((words) =>
      words.reduce<string[][]>((all, word) => all.flatMap((one) => word.split(/\\?\|/).map((way) => [...one, way])), [[]]),
    );
  const commands = [...new Set(lines.map((words) => words.join(' ')))];

  it('are found', () => expect(commands.length).toBeGreaterThan(40));

  it.each(commands)('toolgate %s is one', async (words) => {
    let help = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((help += String(text)), true));
    expect(await runProgram([...words.split(' '), '--help'], '0', () => '')).toBe(0);
    const usage = /^Usage: toolgate ([a-z -]+?) (?:\[options\])( \[command\])?/.exec(help);
    expect(`${words} `).toContain(`${usage?.[1] ?? 'no usage'} `);
    // where more words are commands, all of them were understood
    if (usage?.[2] !== undefined) expect(words).toBe(usage[1]);
  });
});

describe('what the pages count', () => {
  it('is Node as what builds it wants it', () => {
    const { engines } = json<{ engines: { node: string } }>('package.json');
    expect(engines).toEqual(json<{ engines: object }>('node_modules/vite/package.json').engines);
    const [, first, second] = /Node (\d+\.\d+) or later \(of Node \d+: (\d+\.\d+) or later\)/.exec(readme) ?? [];
    expect(`^${first}.0 || >=${second}.0`).toBe(engines.node);
  });

  it('is as many servers and applications as are known', () => {
    const { servers } = json<{ servers: unknown[] }>('electron/core/catalogue/servers.json');
    expect(changelog).toContain(`\n- ${servers.length} known servers`);
    expect(applications.length).toBeGreaterThan(40);
    expect(changelog).toContain('\n- Over 40 applications are known');
  });
});
