import { describe, expect, it } from 'vitest';
import { applications } from '../../../electron/core/clients/application-table.js';
import type { Application, Layout, Platform } from '../../../electron/core/clients/application.js';
import { gateEntry } from '../../../electron/core/clients/gate-entry.js';
import { filesOf } from '../../../electron/core/clients/places.js';
import { readEntry } from '../../../electron/core/clients/read-entry.js';
import { bench } from './kit.js';
import { tableCases } from './table-cases.js';

const HOMES: Readonly<Record<Platform, string>> = { mac: '/h', windows: 'C:\\h', linux: '/h' };
const row = (id: string): Application => applications.find((one) => one.id === id) as Application;
const first = (id: string, platform: Platform, env: Record<string, string> = {}): string =>
  filesOf(row(id), { home: HOMES[platform], platform, env })[0] ?? '';

const WAY = {
  client: 'x',
  server: 's',
  token: 't',
  port: 7411,
  bridge: { command: '/c', args: [], env: {}, dataDir: '/d' },
};
const filled = (entry: string): unknown => {
  const args = JSON.stringify(['connect', '--client', 'x', '--server', 's', '--data-dir', '/d']);
  return JSON.parse(
    entry
      .replace('...A', args.slice(1, -1))
      .replace(/:A\b/, `:${args}`)
      .replace(/:U\b/, ':"http://127.0.0.1:7411/mcp/s"')
      .replace(/:H\b/, ':{"Authorization":"Bearer t"}'),
  );
};
const entry = (layout: Layout): unknown => JSON.parse(JSON.stringify(gateEntry(layout, 'n', WAY)));

describe('the table of applications', () => {
  it('has a case for every row', () => {
    expect([...new Set(tableCases.map((one) => one.id))].sort()).toEqual(applications.map((one) => one.id).sort());
  });

  it.each(tableCases)(
    'knows the files of $id, its format and its entries ($files)',
    ({ id, files, format, at, stdio, http, project, env }) => {
      const application = row(id);
      const [mac, windows, linux] = files.length === 3 ? files : [files[0], `C:${files[0].replaceAll('/', '\\')}`, files[0]];
      expect(first(id, 'mac', env)).toBe(mac);
      expect(first(id, 'linux', env)).toBe(linux);
      // An override is a path of the system it is set on.
      if (env === undefined) expect(first(id, 'windows')).toBe(windows);
      expect(application.format).toBe(format);
      const [layout] = application.layouts;
      expect(layout.at[0]?.map((key) => key.replaceAll('.', '\\.')).join('.')).toBe(at);
      const { http: _address, ...local } = layout;
      expect(entry(local)).toEqual(filled(stdio));
      expect(layout.http === undefined ? 'B' : entry(layout)).toEqual(http === 'B' ? 'B' : filled(http));
      expect(application.project ?? []).toEqual(project ?? []);
    },
  );

  it.each([
    [
      'claude-desktop',
      'windows',
      'C:\\h\\AppData\\Local\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json',
    ],
    ['zed', 'mac', '/h/Library/Application Support/Zed/settings.json'],
    ['lm-studio', 'mac', '/h/.cache/lm-studio/mcp.json'],
    ['trae', 'linux', '/h/.config/Trae/mcp.json'],
    ['amazon-q', 'linux', '/h/.aws/amazonq/default.json'],
    ['opencode', 'linux', '/h/.config/opencode/opencode.jsonc'],
    ['copilot-cli', 'linux', '/x/mcp-config.json'],
    ['goose', 'linux', '/x/goose/config.yaml'],
    ['crush', 'linux', '/x/crush/crush.json'],
    ['vscode', 'linux', '/x/Code/User/mcp.json'],
    ['roo-code', 'linux', '/x/Cursor/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json'],
  ] as const)('looks for %s on %s also at %s', (id, platform, path) => {
    const env = path.startsWith('/x/') ? { XDG_CONFIG_HOME: '/x' } : {};
    expect(filesOf(row(id), { home: HOMES[platform], platform, env })).toContain(path);
  });

  it('takes an override that is empty or relative as none', () => {
    expect(first('codex', 'linux', { CODEX_HOME: '' })).toBe('/h/.codex/config.toml');
    expect(first('codex', 'linux', { CODEX_HOME: 'here' })).toBe('/h/.codex/config.toml');
  });

  it.each([
    ['opencode', { mcp: { a: { type: 'local', command: ['x'] } } }, 'mcp'],
    ['opencode', { mcp: { servers: { a: { type: 'local', command: ['x'] } } } }, 'mcp.servers'],
    // Every version reads the older form.
    ['opencode', { $schema: 'https://opencode.ai/config.json' }, 'mcp'],
    ['opencode', { mcp: {} }, 'mcp'],
    ['opencode', { mcp: { servers: {} } }, 'mcp.servers'],
  ] as const)('tells the versions of %s apart by what is in the file (%o)', async (id, value, at) => {
    const b = bench();
    b.write('.config/opencode/opencode.json', JSON.stringify(value));
    const done = await b.clients.connect(id, { mode: 'aggregate', dryRun: false });
    expect(done.ok ? '' : done.error.message).toBe('');
    const now: unknown = JSON.parse(b.read('.config/opencode/opencode.json'));
    expect(at.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], now)).toHaveProperty('toolgate');
  });

  it.each(['mirror', 'aggregate'] as const)('takes the servers of both versions of opencode where one file has them (%s)', async (mode) => {
    const b = bench();
    const text = `{
  "mcp": {
    "timeout": 5000,
    "old": { "type": "local", "command": ["x"], "enabled": true },
    "servers": { "new": { "type": "remote", "url": "https://example.com/mcp" } },
  },
}
`;
    b.write('.config/opencode/opencode.jsonc', text);
    const up = await b.clients.connect('opencode', { mode, dryRun: false });
    expect(up.ok && up.value.imported.map((one) => one.name)).toEqual(['new', 'old']);
    expect(b.clients.verify()).toMatchObject([{ state: 'connected' }]);
    expect(b.read('.config/opencode/opencode.jsonc')).toContain('"timeout": 5000');
    const down = await b.clients.disconnect('opencode', { dryRun: false, edited: 'ask' });
    expect(down.ok).toBe(true);
    expect(b.read('.config/opencode/opencode.jsonc')).toBe(text);
  });

  it.each(['mirror', 'aggregate'] as const)(
    'takes a server of opencode that is itself called "servers" for a server (%s)',
    async (mode) => {
      for (const servers of [
        { type: 'local', command: ['x', 'y'], enabled: true },
        { type: 'remote', url: 'https://example.com/mcp' },
      ])
        for (const others of [{}, { other: { type: 'local', command: ['z'] } }]) {
          const b = bench();
          const text = JSON.stringify({ mcp: { servers, ...others }, theme: 'x' }, undefined, 2);
          b.write('.config/opencode/opencode.json', text);
          const up = await b.clients.connect('opencode', { mode, dryRun: false });
          expect(up.ok ? up.value.imported.map((one) => one.name) : up.error.message).toEqual(['servers', ...Object.keys(others)]);
          const { mcp } = JSON.parse(b.read('.config/opencode/opencode.json')) as { mcp: Record<string, { url?: string }> };
          expect(Object.keys(mcp)).toEqual(mode === 'aggregate' ? ['toolgate'] : ['servers', ...Object.keys(others)]);
          for (const entry of Object.values(mcp)) expect(entry.url).toContain('127.0.0.1');
          expect(b.clients.verify()).toMatchObject([{ state: 'connected' }]);
          expect((await b.clients.disconnect('opencode', { dryRun: false, edited: 'ask' })).ok).toBe(true);
          expect(b.read('.config/opencode/opencode.json')).toBe(text);
        }
    },
  );

  it('names the values that only the application has, and how to give them', async () => {
    const b = bench({ env: { SET: '1' } });
    b.write(
      '.codex/config.toml',
      `[mcp_servers."my gh"]
command = "x"
env_vars = ["SET", "GH_TOKEN", { name = "OTHER" }]

[mcp_servers.far]
url = "https://example.com/mcp"
bearer_token_env_var = "FAR_TOKEN"
env_http_headers = { X-Team = "TEAM" }
`,
    );
    b.write(
      '.config/Code/User/mcp.json',
      '{"servers":{"ask":{"type":"stdio","command":"y","env":{"KEY":"key ${input:k}","SET":"${env:SET}"}}}}',
    );
    const warnings = async (id: string): Promise<readonly string[]> => {
      const done = await b.clients.connect(id, { mode: 'mirror', dryRun: false });
      return done.ok ? (done.value.warnings ?? []).filter((one) => !one.includes('chmod')) : [];
    };
    expect(await warnings('codex')).toEqual([
      'my gh cannot start before it has a value for GH_TOKEN, OTHER, which is not in the file of Codex. Enter it on the page of the server, or: toolgate server secret "my gh" GH_TOKEN',
      'far cannot start before it has a value for X-Team ($TEAM), Authorization (Bearer $FAR_TOKEN), which is not in the file of Codex. Enter it on the page of the server, or: toolgate server secret far X-Team',
    ]);
    b.write(
      '.kimi-code/mcp.json',
      '{"mcpServers":{"kimi":{"url":"https://k.example.com/mcp","bearerTokenEnvVar":"KIMI_TOKEN","enabledTools":["x"]}}}',
    );
    expect(await warnings('kimi-code')).toEqual([expect.stringContaining('a value for Authorization (Bearer $KIMI_TOKEN), which')]);
    // A field that would send another token stays behind.
    expect(b.read('.kimi-code/mcp.json')).not.toContain('KIMI_TOKEN');
    expect(await warnings('vscode')).toEqual([
      expect.stringContaining('a value for KEY (key ${input:k}), which is not in the file of VS Code'),
    ]);
    // What was said once is not said again.
    expect(await warnings('codex')).toEqual([]);
  });

  it('finds the files of every profile of VS Code, and the servers of a folder of files in a project', async () => {
    const b = bench({ projectFolders: [] });
    b.write('.config/Code/User/mcp.json', '{}');
    const file = b.write('.config/Code/User/profiles/-1a2b/mcp.json', '{"servers":{"one":{"type":"stdio","command":"x"}}}');
    b.write('.config/Code/User/profiles/-empty/settings.json', '{}');
    b.write('p/.continue/mcpServers/a.yaml', 'name: A\nmcpServers:\n  - name: two\n    command: y\n');
    b.write('p/.continue/mcpServers/b.json', '{\n\t"mcpServers": { "three": { "command": "z" } }\n}\n');
    const found = b.clients.discover(undefined, `${b.home}/p`);
    expect(found.find((one) => one.id === 'vscode')).toMatchObject({ servers: [{ name: 'one', file }] });
    expect(found.find((one) => one.id === 'continue')).toMatchObject({ servers: [{ name: 'two' }, { name: 'three' }], problems: [] });
    for (const [id, project] of [['vscode'], ['continue', `${b.home}/p`]] as const) {
      const before = [b.read('.config/Code/User/profiles/-1a2b/mcp.json'), b.read('p/.continue/mcpServers/b.json')];
      const done = await b.clients.connect(id, { mode: 'mirror', dryRun: false, project });
      expect(done.ok ? '' : done.error.message).toBe('');
      expect((await b.clients.disconnect(id, { dryRun: false, edited: 'ask', project })).ok).toBe(true);
      expect([b.read('.config/Code/User/profiles/-1a2b/mcp.json'), b.read('p/.continue/mcpServers/b.json')]).toEqual(before);
    }
  });

  it('does not take an editor’s settings for a sign of an extension in it', () => {
    const b = bench();
    b.write('.config/Code/User/settings.json', '{"editor.fontSize": 12}');
    const present = (): boolean | undefined => b.clients.discover().find((one) => one.id === 'amp-editor')?.present;
    expect(present()).toBe(false);
    b.write('.config/Code/User/globalStorage/sourcegraph.amp/state.json', '{}');
    expect(present()).toBe(true);
  });

  it.each([
    ['gemini-cli', '$KEY', 'k'],
    ['crush', 'Bearer $KEY', 'Bearer k'],
    ['crush', '$(pass show x)', undefined],
    ['gemini-cli', '$MISSING', undefined],
    ['amp', '${KEY}', 'k'],
    ['cursor', '${env:KEY}', 'k'],
    ['cursor', '$KEY', '$KEY'],
    ['vscode', '${input:key}', undefined],
    ['opencode', 'Bearer {env:KEY}', 'Bearer k'],
    ['kilo-code', '{env:MISSING}', undefined],
    ['opencode', '{file:~/.secrets/key}', undefined],
    ['opencode', '${KEY}', '${KEY}'],
    ['cursor', '{env:KEY}', '{env:KEY}'],
  ] as const)('fills the variables of %s in as it does: %s', (id, written, value) => {
    const { variables } = row(id);
    const context = { home: '/h', env: { KEY: 'k' }, ...(variables === undefined ? {} : { variables }) };
    const read = readEntry({ command: 'x', env: { T: written } }, context);
    expect(read).toMatchObject({ kind: 'server', launch: { values: [value === undefined ? { name: 'T' } : { name: 'T', value }] } });
  });

  it('says where an application keeps a list of the only servers it uses, and the one entry for all is not in it', async () => {
    const b = bench();
    const warnings = async (mode: 'mirror' | 'aggregate'): Promise<readonly string[]> => {
      const done = await b.clients.connect('gemini-cli', { mode, dryRun: true });
      return done.ok ? (done.value.warnings ?? []) : [];
    };
    const file = (allowed: string): string =>
      b.write('.gemini/settings.json', `{"mcp":{"allowed":${allowed}},"mcpServers":{"a":{"command":"x"}}}`);
    file('["a"]');
    expect(await warnings('mirror')).toEqual([]);
    expect(await warnings('aggregate')).toEqual([expect.stringContaining('only the servers that are listed under mcp › allowed')]);
    file('["a","toolgate"]');
    expect(await warnings('aggregate')).toEqual([]);
  });

  it('leaves a server whose headers come from a command, and asks for what an application has in its keyring', async () => {
    const b = bench();
    b.write('.claude.json', '{"mcpServers":{"a":{"type":"http","url":"https://example.com/mcp","headersHelper":"/x/token.sh"}}}');
    const left = await b.clients.connect('claude-code', { mode: 'mirror', dryRun: true });
    expect(left.ok && left.value.left).toMatchObject([
      { name: 'a', why: 'its headers come from a command that only the application runs' },
    ]);
    b.write(
      '.config/goose/config.yaml',
      'extensions:\n  gh:\n    type: stdio\n    cmd: gh-mcp\n    env_keys: [GITHUB_TOKEN]\n    envs: {}\n',
    );
    expect((await b.clients.connect('goose', { mode: 'mirror', dryRun: false })).ok).toBe(true);
    expect(b.gate.added.get('gh')).toMatchObject({ transport: { envNames: ['GITHUB_TOKEN'] }, values: [{ name: 'GITHUB_TOKEN' }] });
    expect(b.read('.config/goose/config.yaml')).not.toContain('GITHUB_TOKEN');
  });

  it('warns where an application takes fewer tools than it would get, and refuses a command that it cannot start', async () => {
    const b = bench();
    b.gate.toolNames = () => Array.from({ length: 60 }, (_, n) => `t${n}`);
    b.write('.codeium/windsurf/mcp_config.json', '{"mcpServers":{"a":{"command":"x"},"b":{"command":"y"}}}');
    const done = await b.clients.connect('windsurf', { mode: 'mirror', dryRun: true });
    expect(done.ok && done.value.warnings).toEqual([expect.stringContaining('takes 100 tools and would get 120')]);
    b.gate.bridgeCommand = () => ({ command: 'C:\\Program Files\\x', args: [], env: {}, dataDir: '/d' });
    const text = '{"mcpServers":{"a":{"command":"x"}}}';
    b.write('p/.trae/mcp.json', text);
    const refused = await b.clients.connect('trae', { mode: 'mirror', dryRun: false, project: `${b.home}/p` });
    expect(refused).toMatchObject({ ok: false, error: { code: 'UNSUPPORTED' } });
    expect(b.read('p/.trae/mcp.json')).toBe(text);
  });
});
