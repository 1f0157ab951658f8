import { readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const rows = [...readFileSync(join(root, 'docs/dependencies.md'), 'utf8').matchAll(/^\| `([^`]+)` \| (.+?) \| (.+?) \|$/gm)].map(
  ([, name = '']) => name,
);

const sources = ['electron', 'renderer', 'shared']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file)))
  .filter((file) => /\.(?:tsx?|css)$/.test(file))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
/** packages named where something is imported, required or loaded */
const loaded = new Set(
  [
    ...sources.matchAll(
      /(?:^(?:import|export) .*from |^import |^} from |import\(|require\(|load\()'((?:@[\w.-]+\/)?[\w-]+(?:\.\w+)?)['/]/gm,
    ),
  ].map(([, name = '']) => name),
);

describe('dependencies', () => {
  it('are each explained in one line, in order, and nothing else is', () => {
    expect(rows).toEqual(Object.keys(dependencies).sort());
  });

  it('have exact versions, those under another name as well', () => {
    const exact = /^(?:npm:[@\w./-]+@)?\d+\.\d+\.\d+$/;
    expect(Object.values({ ...dependencies, ...devDependencies }).filter((version) => !exact.test(version))).toEqual([]);
  });

  it('are all used by the product', () => {
    expect(Object.keys(dependencies).filter((name) => !loaded.has(name))).toEqual([]);
  });

  it('include every package that the product loads', () => {
    const known = new Set([...Object.keys(dependencies), 'electron']);
    expect([...loaded].filter((name) => !known.has(name) && !builtinModules.includes(name))).toEqual([]);
  });
});
