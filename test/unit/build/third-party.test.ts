import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { thirdPartyNotices } from '../../../build/package/third-party.mjs';

it('the notices of a package name every runtime dependency with its version and the text of its licence, and nothing that only builds', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  const parts = new Map(
    thirdPartyNotices()
      .split(`${'-'.repeat(80)}\n`)
      .slice(1)
      .map((part) => [part.split(' (', 1)[0]!, part]),
  );
  for (const [name, version] of Object.entries(dependencies ?? {}))
    expect(parts.get(`${name} ${version}`), name).toMatch(/copyright|\(c\)|apache license|permission/i);
  for (const name of ['vitest', 'typescript', 'eslint'])
    expect(parts.has(`${name} ${devDependencies?.[name] ?? ''}`), `${name} is no part of it`).toBe(false);
});
