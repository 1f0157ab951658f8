import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

interface Coverage {
  readonly statements: readonly {
    readonly section: string;
    readonly says: string;
    readonly tests: readonly { readonly file: string; readonly title: string }[];
  }[];
}

const root = join(import.meta.dirname, '../../..');
const { statements } = JSON.parse(readFileSync(join(root, 'test/cases/policy-coverage.json'), 'utf8')) as Coverage;

/** The titles in a file of tests, or of cases: read as text, so that a renamed test is missed here. */
function titlesIn(file: string): ReadonlySet<string> {
  const text = readFileSync(join(root, file), 'utf8');
  if (file.endsWith('.json'))
    return new Set([...text.matchAll(/^\s*"title": (".*"),$/gm)].map((match) => JSON.parse(match[1] ?? '""') as string));
  return new Set([...text.matchAll(/(?:^|\s|\))(?:it|test|describe)?\(\s*(['"`])((?:(?!\1).)+)\1,/gm)].map((match) => match[2] ?? ''));
}

it.each(statements.map((one) => ({ label: `${one.section}: ${one.says}`, one })))('$label: its tests are there', ({ one }) => {
  expect(one.tests.length).toBeGreaterThan(0);
  for (const { file, title } of one.tests) {
    expect(existsSync(join(root, file)), file).toBe(true);
    expect([...titlesIn(file)], `${file} has no test of this title`).toContain(title);
  }
});

it('every statement is listed once', () => {
  const all = statements.map((one) => `${one.section}: ${one.says}`);
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBeGreaterThanOrEqual(90);
});
