import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ceilings } from '../../../shared/policy/ceilings.js';
import { MAX_GLOB } from '../../../shared/policy/glob.js';
import { MAX_WINDOW_MS } from '../../../shared/policy/language.js';
import { MAX_PATTERN } from '../../../shared/policy/pattern.js';
import { MAX_DEPTH, MAX_TEXT } from '../../../shared/policy/read-jsonc.js';
import { MAX_RULES } from '../../../shared/policy/size.js';

it('docs/policy.md names every ceiling of a policy as it is', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/policy.md'), 'utf8');
  const rows = [...page.matchAll(/^\| ([^|]+?) \| ([\d,]+) \|$/gm)].map(([, what = '', most = '']) => [
    what,
    Number(most.replaceAll(',', '')),
  ]);
  const { conditions, limits, patterns, names, ...more } = ceilings;
  expect(more).toEqual({});
  expect(Object.fromEntries(rows)).toEqual({
    rules: MAX_RULES,
    conditions,
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
