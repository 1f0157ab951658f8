import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify as yaml } from 'yaml';
import { stringify as toml } from 'smol-toml';
import type { Application, Layout, Platform } from '../../../electron/core/clients/application.js';
import { applications } from '../../../electron/core/clients/application-table.js';
import { filesOf, signsOf } from '../../../electron/core/clients/places.js';
import { bench } from './kit.js';

const PLATFORMS: Readonly<Record<Platform, NodeJS.Platform>> = { linux: 'linux', mac: 'darwin', windows: 'win32' };

/** Two servers as this application writes them. */
function sample({ list, named, stdio, http }: Layout): unknown {
  const name = (word: string): object => (list === true || named === true ? { name: word } : {});
  const local = {
    ...name('files'),
    ...stdio.fixed,
    [stdio.command]: stdio.args === undefined ? ['npx', '-y', 'fs'] : 'npx',
    ...(stdio.args === undefined ? {} : { [stdio.args]: ['-y', 'fs'] }),
    [stdio.env]: { KEY: 'value' },
    ...stdio.after,
  };
  const remote =
    http === undefined
      ? { ...name('search'), command: 'search' }
      : { ...name('search'), ...http.fixed, [http.url]: 'https://example.com/mcp', ...http.after };
  return list === true ? [local, remote] : { files: local, search: remote };
}

const nest = (keys: readonly string[], value: unknown): object =>
  keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
const print = (application: Application, value: object): string =>
  application.format === 'toml'
    ? `# mine\n${toml(value)}`
    : application.format === 'yaml'
      ? `# mine\n${yaml(value)}`
      : `${application.format === 'jsonc' ? '// mine\n' : ''}${JSON.stringify(value, undefined, 2)}\n`;

const cases = applications.flatMap((application) =>
  application.layouts.map((layout, i) => ({ id: `${application.id}${i === 0 ? '' : `-${i + 1}`}`, application, layout })),
);

describe('the table of applications', () => {
  it('has at least 32 rows, each with an id and a file of its own', () => {
    expect(applications.length).toBeGreaterThanOrEqual(32);
    expect(new Set(applications.map((one) => one.id)).size).toBe(applications.length);
    for (const application of applications)
      expect(
        (['linux', 'mac', 'windows'] as const).some((platform) => filesOf(application, { home: '/h', platform, env: {} }).length > 0),
        application.id,
      ).toBe(true);
  });

  it.each(cases)('writes the entries of $id as they should be, and takes them out again', async ({ id, application, layout }) => {
    // Windows' paths cannot be made here: its applications are written where their path would be in a home folder.
    const platform =
      (['linux', 'mac', 'windows'] as const).find(
        (one) => filesOf(application, { home: '/h', platform: one, env: {} }).length > 0 && one !== 'windows',
      ) ?? 'linux';
    const row =
      filesOf(application, { home: '/h', platform, env: {} }).length > 0 ? application : { ...application, files: ['~/.mcp.json'] };
    const b = bench({ applications: [row], platform: PLATFORMS[platform] });
    const file = filesOf(row, { home: b.home, platform, env: {} })[0] as string;
    const text = print(row, { keep: 1, ...nest(layout.at[0] ?? [], sample(layout)) });
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    for (const sign of signsOf(row, { home: b.home, platform, env: {} })) mkdirSync(sign, { recursive: true });
    const shown: string[] = [];
    for (const mode of ['mirror', 'aggregate'] as const) {
      const done = await b.clients.connect(row.id, { mode, dryRun: false });
      expect(done.ok ? '' : done.error.message).toBe('');
      shown.push(`=== ${mode}`, b.read(file.slice(b.home.length)));
      const back = await b.clients.disconnect(row.id, { dryRun: false, edited: 'ask' });
      expect(back.ok ? '' : back.error.message).toBe('');
      expect(b.read(file.slice(b.home.length))).toBe(text);
    }
    await expect([`=== ${file.slice(b.home.length)}`, text, ...shown].join('\n')).toMatchFileSnapshot(
      join(import.meta.dirname, '../../golden/clients', `${id}.txt`),
    );
  });

  it('takes a made-up application as nothing but a row', async () => {
    const row: Application = {
      id: 'made-up',
      name: 'Made up',
      files: ['${MADE_UP_HOME:-~/.made-up}/config.json'],
      format: 'json',
      layouts: [
        {
          at: [['deep', 'servers']],
          stdio: { fixed: { via: 'pipe' }, command: 'run', args: 'with', env: 'vars' },
          http: { url: 'where', headers: ['say', 'headers'] },
        },
      ],
      reload: 'Nod.',
    };
    const b = bench({ applications: [row] });
    b.write('.made-up/config.json', '{"deep":{"servers":{"one":{"command":"x"}}}}');
    expect(b.clients.discover().find((one) => one.id === 'made-up')).toMatchObject({
      present: true,
      servers: [{ name: 'one', launch: 'x' }],
    });
    expect((await b.clients.connect('made-up', { mode: 'mirror', dryRun: false })).ok).toBe(true);
    expect(JSON.parse(b.read('.made-up/config.json'))).toMatchObject({
      deep: { servers: { one: { where: 'http://127.0.0.1:7411/mcp/one', say: { headers: {} } } } },
    });
    expect((await b.clients.disconnect('made-up', { dryRun: false, edited: 'ask' })).ok).toBe(true);
    expect(b.read('.made-up/config.json')).toBe('{"deep":{"servers":{"one":{"command":"x"}}}}');
  });
});
