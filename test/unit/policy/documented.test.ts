import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ceilings } from '../../../shared/policy/ceilings.js';
import { MAX_GLOB } from '../../../shared/policy/glob.js';
import { MAX_WINDOW_MS, operators } from '../../../shared/policy/language.js';
import { MAX_PATTERN } from '../../../shared/policy/pattern.js';
import { MAX_DEPTH, MAX_TEXT } from '../../../shared/policy/read-jsonc.js';
import { policyJsonSchema } from '../../../shared/policy/schema.js';
import { MAX_RULES } from '../../../shared/policy/size.js';

const page = readFileSync(join(import.meta.dirname, '../../../docs/policy.md'), 'utf8');

/** every key that a policy may have, and the most conditions that a list of them takes */
function keysOf(schema: unknown, keys = new Set<string>(), lists = new Set<number>()): { keys: Set<string>; lists: Set<number> } {
  if (schema === null || typeof schema !== 'object') return { keys, lists };
  const { properties, maxItems } = schema as { properties?: object; maxItems?: number };
  for (const key of Object.keys(properties ?? {})) keys.add(key);
  if (maxItems !== undefined) lists.add(maxItems);
  for (const inner of Object.values(schema)) keysOf(inner, keys, lists);
  return { keys, lists };
}
const { keys, lists } = keysOf(policyJsonSchema());

it('docs/policy.md names every word of the language', () => {
  const code = [...page.matchAll(/`([^`]+)`/g)].map(([, quote]) => quote).join(' ');
  expect([...keys, ...operators].filter((word) => !new RegExp(`\\b${word}\\b`).test(code))).toEqual([]);
});

it('docs/policy.md names every ceiling of a policy as it is', () => {
  const rows = [...page.matchAll(/^\| ([^|]+?) \| ([\d,]+) \|$/gm)].map(([, what = '', most = '']) => [
    what,
    Number(most.replaceAll(',', '')),
  ]);
  const { conditions, limits, patterns, names, ...more } = ceilings;
  expect(more).toEqual({});
  expect(Object.fromEntries(rows)).toEqual({
    rules: MAX_RULES,
    conditions,
    'conditions in one list': Math.max(...lists),
    limits,
    'regular expressions': patterns,
    'names under `hide`': names,
    'characters of a regular expression': MAX_PATTERN,
    'characters of a glob': MAX_GLOB,
    "days of a limit's window": MAX_WINDOW_MS / 86_400_000,
    'characters of the document': MAX_TEXT,
    'levels inside one another': MAX_DEPTH,
  });
});
