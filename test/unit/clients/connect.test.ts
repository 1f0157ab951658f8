import { chmodSync, existsSync, lstatSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ApplicationChange } from '../../../shared/model/applications.js';
import { fail, type Result } from '../../../shared/result.js';
import { bench, TOKEN, type Bench, later } from './kit.js';

const CURSOR = `// mine
{
    "mcpServers": {
        // the good one
        "github": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-github"], "env": { "GITHUB_TOKEN": "ghp_secret_value" } },
        "search": { "url": "https://example.com/mcp", "headers": { "X-Key": "abcdef" }, "note": 1 } // remote
    },
    "other": [1, 2, { "a": null }]
}
`;
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const up = async (b: Bench, id: string, mode: 'mirror' | 'aggregate' = 'mirror'): Promise<ApplicationChange> =>
  value(await b.clients.connect(id, { mode, dryRun: false }));
const down = async (b: Bench, id: string): Promise<ApplicationChange> =>
  value(await b.clients.disconnect(id, { dryRun: false, edited: 'ask' }));

describe('connecting an application', () => {
  it('covers passwords between the words of a command wherever it is shown, and hands them on', async () => {
    const b = bench();
    const args = ['postgresql://ana:s3cret@db/shop', '--token', 's3cret'];
    const servers = {
      db: { command: 'pg', args },
      off: { command: 'x', args, env: { KEY: 'k3y-of-off' }, disabled: true },
      far: { url: 'https://ana:s3cret@example.com' },
    };
    const lines = Object.entries(servers).map(([name, server]) => `"${name}": ${JSON.stringify(server)}`);
    b.write('.cursor/mcp.json', `{"mcpServers": {\n${lines.join(',\n')}\n}}`);
    const found = b.clients.discover().find(({ id }) => id === 'cursor');
    expect(found?.servers.find(({ name }) => name === 'db')?.launch).toBe('pg postgresql://ana:•••@db/shop --token •••');
    const imported = await b.clients.importFrom({ client: 'cursor', dryRun: true });
    const plan = value(await b.clients.connect('cursor', { mode: 'mirror', dryRun: true }));
    const done = await up(b, 'cursor');
    expect(plan.diff).toContain('--token');
    for (const shown of [found, imported, plan, done, await down(b, 'cursor')]) {
      expect(JSON.stringify(shown)).not.toMatch(/s3cret|k3y-of-off/);
      expect(JSON.stringify(shown)).toContain('•••');
    }
    expect(b.gate.added.get('db')?.transport).toMatchObject({ args });
  });

  it('replaces each entry in place, keeps comments and foreign fields, and moves secrets behind the gate', async () => {
    const b = bench();
    b.write('.cursor/mcp.json', CURSOR);
    const done = await up(b, 'cursor');
    const text = b.read('.cursor/mcp.json');
    expect(text).toContain('// the good one');
    expect(text).toContain('// remote');
    expect(text).not.toContain('ghp_secret_value');
    expect(text).toContain('"http://127.0.0.1:7411/mcp/github"');
    expect(text).toContain(`"Authorization": "Bearer ${TOKEN}"`);
    expect(text).toContain('"note": 1');
    expect(done).toMatchObject({ changed: true, verified: false, mode: 'mirror' });
    expect(done.diff).not.toContain('ghp_secret_value');
    expect(done.diff).not.toContain(TOKEN);
    expect(b.gate.added.get('github')?.values).toEqual([{ name: 'GITHUB_TOKEN', value: 'ghp_secret_value' }]);
    expect(b.gate.added.get('search')?.transport).toEqual({ kind: 'http', url: 'https://example.com/mcp', headerNames: ['X-Key'] });
  });

  it.each(['mirror', 'aggregate'] as const)('gives back every byte (%s)', async (mode) => {
    const b = bench();
    const file = b.write('.cursor/mcp.json', CURSOR);
    chmodSync(file, 0o640);
    await up(b, 'cursor', mode);
    expect(b.read('.cursor/mcp.json')).not.toBe(CURSOR);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    await down(b, 'cursor');
    expect(b.read('.cursor/mcp.json')).toBe(CURSOR);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(b.home, '.cursor'))).toEqual(['mcp.json']);
    expect(b.gate.clients.size).toBe(0);
  });

  it('has one entry for everything in aggregate mode', async () => {
    const b = bench();
    b.write('.cursor/mcp.json', CURSOR);
    await up(b, 'cursor', 'aggregate');
    const { mcpServers } = JSON.parse(
      b.read('.cursor/mcp.json').replace(/\/\/.*/g, (comment) => (comment.startsWith('//127') ? comment : '')),
    ) as { mcpServers: Record<string, { url: string }> };
    expect(Object.keys(mcpServers)).toEqual(['toolgate']);
    expect(mcpServers['toolgate']?.url).toBe('http://127.0.0.1:7411/mcp');
  });

  it('uses the bridge where no address is taken, with no token among the arguments', async () => {
    const b = bench();
    b.write('.config/Claude/claude_desktop_config.json', '{"mcpServers":{"files":{"command":"npx","args":["fs","/tmp"]}}}');
    await up(b, 'claude-desktop');
    const text = b.read('.config/Claude/claude_desktop_config.json');
    expect(JSON.parse(text)).toEqual({
      mcpServers: {
        files: {
          command: '/usr/bin/node',
          args: ['/opt/toolgate/toolgate.cjs', 'connect', '--client', 'claude-desktop', '--server', 'files', '--data-dir', '/data'],
        },
      },
    });
    expect(text).not.toContain(TOKEN);
  });

  it('adds one entry for everything where there is nothing to import, and takes it away again', async () => {
    const b = bench();
    b.write('.cursor/argv.json', '{}');
    await up(b, 'cursor');
    expect(JSON.parse(b.read('.cursor/mcp.json'))).toMatchObject({ mcpServers: { toolgate: { url: 'http://127.0.0.1:7411/mcp' } } });
    expect(statSync(join(b.home, '.cursor/mcp.json')).mode & 0o777).toBe(0o600);
    await down(b, 'cursor');
    expect(existsSync(join(b.home, '.cursor/mcp.json'))).toBe(false);
  });

  it('reaches into every project of Claude Code', async () => {
    const b = bench();
    const text = JSON.stringify(
      {
        numStartups: 5,
        mcpServers: { a: { type: 'stdio', command: 'a' } },
        projects: { '/w/x': { mcpServers: { a: { command: 'a2' } }, history: [] }, '/w/y': { mcpServers: {} } },
      },
      undefined,
      2,
    );
    b.write('.claude.json', text);
    await up(b, 'claude-code');
    const now = JSON.parse(b.read('.claude.json')) as {
      mcpServers: { a: { url: string } };
      projects: Record<string, { mcpServers: { a: { url: string } } }>;
    };
    expect(now.mcpServers.a.url).toBe('http://127.0.0.1:7411/mcp/a');
    expect(now.projects['/w/x']?.mcpServers.a.url).toBe('http://127.0.0.1:7411/mcp/a-claude-code');
    await down(b, 'claude-code');
    expect(b.read('.claude.json')).toBe(text);
  });

  it('merges identical launches of two applications and renames what differs', async () => {
    const b = bench();
    b.write('.cursor/mcp.json', JSON.stringify({ mcpServers: { same: { command: 'x', env: { K: '1' } }, other: { command: 'x' } } }));
    b.write(
      '.codeium/windsurf/mcp_config.json',
      JSON.stringify({ mcpServers: { same: { command: 'x', args: [], env: { K: '1' } }, other: { command: 'y' } } }),
    );
    await up(b, 'cursor');
    const second = await up(b, 'windsurf');
    expect([...b.gate.added.keys()]).toEqual(['same', 'other', 'other-windsurf']);
    expect(second.imported.map(({ name, server, state }) => [name, server, state])).toEqual([
      ['same', 'same', 'same'],
      ['other', 'other-windsurf', 'renamed'],
    ]);
    expect(JSON.parse(b.read('.codeium/windsurf/mcp_config.json'))).toMatchObject({
      mcpServers: { other: { serverUrl: 'http://127.0.0.1:7411/mcp/other-windsurf' } },
    });
  });

  it('shows what it would do and touches nothing', async () => {
    const b = bench();
    b.write('.cursor/mcp.json', CURSOR);
    const plan = value(await b.clients.connect('cursor', { mode: 'mirror', dryRun: true }));
    expect(plan.diff).toMatch(/^\+.*127\.0\.0\.1/m);
    expect(plan.diff).not.toContain('ghp_secret_value');
    expect(b.read('.cursor/mcp.json')).toBe(CURSOR);
    expect(b.gate.added.size + b.gate.clients.size).toBe(0);
    expect(readdirSync(b.dataDir)).toEqual([]);
  });

  it('shows no line ends and no byte order mark that were there before, and covers secrets as it does elsewhere', async () => {
    const b = bench();
    for (const text of [`\uFEFF${CURSOR}`, `\uFEFF${CURSOR.replaceAll('\n', '\r\n')}`]) {
      b.write('.cursor/mcp.json', text);
      const { diff } = value(await b.clients.connect('cursor', { mode: 'mirror', dryRun: true }));
      expect(diff).toMatch(/^\+.*127\.0\.0\.1/m);
      expect(diff).not.toMatch(/[\r\uFEFF]|ghp_secret_value/);
    }
  });

  it('says why an entry does not answer, with the name of its server once', async () => {
    const b = bench();
    b.write('.cursor/mcp.json', CURSOR);
    const problem = async (message: string): Promise<string | undefined> => {
      b.gate.handshake = () => Promise.resolve(fail('NO_ANSWER', message));
      return (await up(b, 'cursor')).problem;
    };
    expect(await problem('github needs a value for X')).toBe('github needs a value for X');
    expect(await problem('no answer within 15 seconds')).toBe('github: no answer within 15 seconds');
  });

  it('tells once that a server waits for a value: as why it does not answer, with where to give it', async () => {
    const b = bench();
    b.write('.cursor/mcp.json', JSON.stringify({ mcpServers: { gh: { command: 'gh-server', env: { TOKEN: '${env:TOKEN}' } } } }));
    b.gate.handshake = (_client, server) => Promise.resolve(fail('NO_ANSWER', `${server} needs a value for TOKEN`));
    const { problem, warnings = [] } = await up(b, 'cursor');
    expect(problem).toMatch(/^gh cannot start before it has a value for TOKEN.*toolgate server secret gh TOKEN$/);
    expect(warnings.filter((line) => line.includes('TOKEN'))).toEqual([]);
  });

  it('takes out exactly its change when somebody else has written since', async () => {
    const b = bench();
    b.write('.cursor/mcp.json', CURSOR);
    for (const mode of ['mirror', 'aggregate'] as const) {
      await up(b, 'cursor', mode);
      const file = join(b.home, '.cursor/mcp.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"other": [1, 2,', '"mine": true,\n    "other": [1, 2,'));
      await down(b, 'cursor');
      expect(b.read('.cursor/mcp.json')).toBe(CURSOR.replace('"other": [1, 2,', '"mine": true,\n    "other": [1, 2,'));
      writeFileSync(file, CURSOR);
    }
  });

  it('says where other people of the machine could read the token, and leaves the mode alone', async () => {
    const b = bench();
    const file = b.write('.cursor/mcp.json', CURSOR);
    const warned = async (modeOfRoot: number, mode: number): Promise<boolean> => {
      chmodSync(b.root, modeOfRoot);
      chmodSync(file, mode);
      const { warnings = [] } = value(await b.clients.connect('cursor', { mode: 'mirror', dryRun: true }));
      return warnings.some((one) => one.includes('chmod 600'));
    };
    expect(await warned(0o755, 0o644)).toBe(true);
    expect(await warned(0o700, 0o644)).toBe(false);
    expect(await warned(0o755, 0o600)).toBe(false);
  });

  it('asks before it touches an entry of its own that somebody edited', async () => {
    const b = bench();
    b.write('.cursor/mcp.json', CURSOR);
    await up(b, 'cursor');
    const file = join(b.home, '.cursor/mcp.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"note": 1', '"note": 2'));
    const asked = await b.clients.disconnect('cursor', { dryRun: false, edited: 'ask' });
    expect(asked).toMatchObject({ ok: false, error: { code: 'EDITED', details: { names: ['search'] } } });
    value(await b.clients.disconnect('cursor', { dryRun: false, edited: 'keep' }));
    expect(b.read('.cursor/mcp.json')).toMatch(/ghp_secret_value[\s\S]*mcp\/search/);
  });

  it('follows a link and keeps it', async () => {
    const b = bench();
    const file = b.write('.cursor/mcp.json', CURSOR);
    renameSync(file, join(b.home, 'dotfile.json'));
    symlinkSync('../dotfile.json', file);
    await up(b, 'cursor');
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(b.read('dotfile.json')).toContain('127.0.0.1');
    await down(b, 'cursor');
    expect(b.read('dotfile.json')).toBe(CURSOR);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
  });

  it.each([
    ['broken JSON', '{\n  "mcpServers": {\n    "a": {,}\n}', { line: 3, column: 11 }],
    ['a list', '[]', { line: 1, column: 1 }],
  ])('refuses %s with its place and changes nothing', async (_what, text, place) => {
    const b = bench({ clock: later });
    b.write('.cursor/mcp.json', text);
    const refused = await b.clients.connect('cursor', { mode: 'mirror', dryRun: false });
    expect(refused).toMatchObject({ ok: false, error: { code: 'BAD_FILE', details: place } });
    expect(b.read('.cursor/mcp.json')).toBe(text);
    expect(b.gate.added.size + b.gate.clients.size).toBe(0);
  });

  it('refuses read-only files, links that lead nowhere and what is no file', async () => {
    const b = bench();
    chmodSync(b.write('.cursor/mcp.json', CURSOR), 0o400);
    symlinkSync('nowhere.json', b.write('.kiro/settings/x', '').replace(/x$/, 'mcp.json'));
    b.write('.warp/.mcp.json/inside', '');
    for (const id of ['cursor', 'kiro', 'warp'])
      expect((await b.clients.connect(id, { mode: 'mirror', dryRun: false })).ok, id).toBe(false);
    expect(b.read('.cursor/mcp.json')).toBe(CURSOR);
    expect(b.gate.added.size + b.gate.clients.size).toBe(0);
  });

  it('puts the gate back when an entry was dropped or led past it, and still disconnects to the old bytes', async () => {
    const b = bench();
    b.write('.cursor/mcp.json', CURSOR);
    await up(b, 'cursor');
    const file = join(b.home, '.cursor/mcp.json');
    expect(b.clients.verify()).toMatchObject([{ id: 'cursor', state: 'connected' }]);
    writeFileSync(file, JSON.stringify({ mcpServers: { search: { command: 'evil' } } }));
    expect(b.clients.verify()).toMatchObject([{ id: 'cursor', state: 'bypassed', servers: ['search'] }]);
    writeFileSync(file, JSON.stringify({ mcpServers: {} }));
    expect(b.clients.verify()).toMatchObject([{ id: 'cursor', state: 'dropped' }]);
    writeFileSync(file, JSON.stringify({ mcpServers: { search: { command: 'evil' } } }));
    const back = value(await b.clients.restore('cursor', {}));
    // What a person has not seen does not start.
    expect(back.sentence).toContain('off until you switch it on: search-cursor (evil)');
    expect(b.gate.added.get('search-cursor')?.off).toBe(true);
    b.gate.added.delete('search-cursor');
    writeFileSync(file, CURSOR);
    await up(b, 'cursor');
    expect(b.clients.verify()).toMatchObject([{ id: 'cursor', state: 'connected' }]);
    expect([...b.gate.added.keys()]).toEqual(['github', 'search']);
    await down(b, 'cursor');
    expect(b.read('.cursor/mcp.json')).toBe(CURSOR);
  });
});
