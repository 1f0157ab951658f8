import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wantedFuses } from '../../../build/package/fuses.mjs';
import { isReleaseAddress } from '../../../electron/desktop/address.js';

const root = join(import.meta.dirname, '..', '..', '..');
const page = readFileSync(join(root, 'docs/threat-model.md'), 'utf8');
const section = (title: string): string => page.split('\n## ').find((part) => part.startsWith(title)) ?? '';
const source = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('the threat model says what is so', () => {
  it('names every fuse as it is set', () => {
    const rows = [...section('The packaged application').matchAll(/^\| `(\w+)` \| (on|off) \|/gm)].map(([, name, state]) => [
      name,
      state === 'on',
    ]);
    expect(Object.fromEntries(rows)).toEqual(wantedFuses);
  });

  it('names every place that the application itself calls, and no other', () => {
    const named = [...section('What leaves the machine').matchAll(/`([a-z.-]+\.(?:com|io))`/g)].map(([, host]) => host ?? '');
    const allowed = [...source('electron/desktop/address.ts').matchAll(/'([a-z.-]+\.com)'/g)].map(([, host]) => host ?? '');
    expect(allowed.filter((host) => isReleaseAddress(`https://${host}/`))).toEqual(allowed);
    const registry = /'https:\/\/([a-z.-]+)'/.exec(source('electron/core/commands/catalogue-commands.ts'))?.[1];
    expect(named).toEqual([...allowed, registry]);
  });

  it('names the files by which the same user could forge or read', () => {
    expect(
      source('electron/core/node-paths.ts') + source('electron/core/create-core.ts') + source('electron/core/core-files.ts'),
    ).toContain('audit.key');
    expect(source('electron/headless/connect-command.ts')).toContain("'tokens'");
    for (const file of ['`audit.key`', '`tokens/`']) expect(section('What it cannot protect against')).toContain(file);
  });

  it('fits on a page or two', () => {
    expect(page.split('\n').length).toBeLessThan(90);
    expect(page.length).toBeLessThan(9000);
  });
});
