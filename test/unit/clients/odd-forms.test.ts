import { describe, expect, it } from 'vitest';
import { bench } from './kit.js';

/** Forms that people and programs write beside the usual one: what, application, file, text. */
const FORMS = [
  ['null where the servers stand', 'cursor', '.cursor/mcp.json', '{"mcpServers":null}'],
  ['a map in YAML where others have a list', 'continue', '.continue/config.yaml', 'mcpServers:\n  a:\n    command: x\n'],
  [
    'a project of Claude Code whose servers are a list',
    'claude-code',
    '.claude.json',
    '{"projects":{"/x":{"mcpServers":[]}},"mcpServers":{"a":{"command":"x"}}}',
  ],
  [
    'commas at the start of lines',
    'cursor',
    '.cursor/mcp.json',
    '{ "mcpServers": {\n    "a": {"command":"x"}\n  , "b": {"command":"y"}\n  , "c": {"command":"z"}\n  }\n}\n',
  ],
  [
    'commas at the start of lines, without indentation',
    'windsurf',
    '.codeium/windsurf/mcp_config.json',
    '{\n  "z": 1\n, "mcpServers":\n  { "a": {"command":"x"}\n  , "b": {"command":"y"}\n  }\n}\n',
  ],
  [
    'commas at the start of lines, with comments',
    'cursor',
    '.cursor/mcp.json',
    '{ "mcpServers": {\n    // one\n    "a": {"command":"x"} // e\n    // two\n  , "b": {"command":"y"} /* f */\n  }\n, "k": 1\n}\n',
  ],
  [
    'commas on lines of their own',
    'cursor',
    '.cursor/mcp.json',
    '{ "mcpServers": {\n    "a": {"command":"x"}\n    ,\n    "b": {"command":"y"}\n  }\n}\n',
  ],
  [
    'TOML with all servers in braces',
    'codex',
    '.codex/config.toml',
    'mcp_servers = { a = { command = "x", args = ["1"] }, b = { command = "y" } } # c\nk = 1\n',
  ],
  [
    'TOML with each server in braces',
    'codex',
    '.codex/config.toml',
    '[mcp_servers]\na = { command = "x", args = ["1"] } # c\nb = { command = "y" }\n\n[other]\nk=1\n',
  ],
  [
    'TOML in dotted keys',
    'codex',
    '.codex/config.toml',
    'mcp_servers.a.command = "x"\nmcp_servers.a.args = ["1"]\nmcp_servers.b.command = "y"\nk=1\n',
  ],
  [
    'TOML in dotted keys of a table',
    'codex',
    '.codex/config.toml',
    '[mcp_servers]\na.command = "x"\na.env.K = "v"\nb.command = "y"\n[z]\nk=1\n',
  ],
  ['TOML with empty braces', 'codex', '.codex/config.toml', 'mcp_servers = {}\nk = 1\n'],
  [
    'TOML whose tables stand apart',
    'codex',
    '.codex/config.toml',
    '[mcp_servers.a]\ncommand = "x"\n[z]\nk=1\n[mcp_servers.a.env]\nK="v"\n[mcp_servers.b]\ncommand="y"\n',
  ],
  [
    'TOML with indented tables',
    'codex',
    '.codex/config.toml',
    '[mcp_servers]\n  [mcp_servers.a]\n  command = "x"\n    [mcp_servers.a.env]\n    K = "v"\n  # note\n  [mcp_servers.b]\n  command = "y"\n',
  ],
  [
    'YAML with a server that is another one’s alias',
    'goose',
    '.config/goose/config.yaml',
    'extensions:\n  a: &base\n    type: stdio\n    cmd: x\n    args: [1]\n  b: *base\n',
  ],
  [
    'YAML with shared variables',
    'goose',
    '.config/goose/config.yaml',
    'extensions:\n  a:\n    type: stdio\n    cmd: x\n    envs: &e {K: v}\n  b:\n    type: stdio\n    cmd: y\n    envs: *e\n',
  ],
  [
    'YAML with a server merged from another',
    'goose',
    '.config/goose/config.yaml',
    'extensions:\n  a: &base\n    type: stdio\n    cmd: x\n  b:\n    <<: *base\n    args: [q]\n',
  ],
  [
    'YAML with variables from elsewhere',
    'goose',
    '.config/goose/config.yaml',
    'shared: &e\n  K: v\nextensions:\n  a:\n    type: stdio\n    cmd: x\n    envs: *e\n',
  ],
  [
    'a list in YAML with anchors and merges',
    'continue',
    '.continue/config.yaml',
    'env: &e\n  K: v\nmcpServers:\n  - &one\n    name: a\n    command: x\n    env: *e\n  - name: b\n    <<: *one\n',
  ],
  [
    'YAML with servers merged from a template',
    'goose',
    '.config/goose/config.yaml',
    'x-base: &base\n  type: stdio\n  cmd: x\nextensions:\n  a:\n    <<: *base\n    name: a\n  b: { <<: *base, args: [1] }\n',
  ],
  [
    'YAML with servers in braces',
    'goose',
    '.config/goose/config.yaml',
    'extensions: {a: {type: stdio, cmd: x}, b: {type: stdio, cmd: y}}\n',
  ],
  ['YAML with explicit keys', 'goose', '.config/goose/config.yaml', 'extensions:\n  ? a\n  : type: stdio\n    cmd: x\n'],
  [
    'YAML with marks of a document',
    'goose',
    '.config/goose/config.yaml',
    '%YAML 1.2\n---\nextensions:\n  a:\n    type: stdio\n    cmd: x\n...\n',
  ],
  ['YAML with tags', 'goose', '.config/goose/config.yaml', 'extensions:\n  a: !!map\n    type: stdio\n    cmd: x\n'],
  ['a list in YAML in brackets', 'continue', '.continue/config.yaml', 'mcpServers: [{name: a, command: x}, {name: b, command: y}]\n'],
  ['JSON on one line', 'cursor', '.cursor/mcp.json', '{"mcpServers":{"a":{"command":"x"},"b":{"command":"y"}},"k":1}'],
  ['JSON without indentation', 'cursor', '.cursor/mcp.json', '{\n"mcpServers":{\n"a":{\n"command":"x"\n},\n"b":{"command":"y"}\n}\n}'],
  [
    'JSON that has its servers twice',
    'cursor',
    '.cursor/mcp.json',
    '{"mcpServers":{"a":{"command":"x"}},"mcpServers":{"b":{"command":"y"}}}',
  ],
  ['JSON with a server that is a list', 'cursor', '.cursor/mcp.json', '{"mcpServers":{"a":["x"],"b":{"command":"y"}}}'],
] as const;

/** Forms that the application itself would not read, or that cannot be changed without touching the rest; and what is said of them. */
const REFUSED = [
  [
    'a list where the servers stand',
    'cursor',
    '.cursor/mcp.json',
    '{"mcpServers":[{"name":"a","command":"x"}]}',
    'line 1, column 15: mcpServers is a list, where Cursor reads a map of names',
  ],
  ['a text where the servers stand', 'cursor', '.cursor/mcp.json', '{"mcpServers":"x"}', 'line 1, column 15: mcpServers is a text'],
  ['false where the servers stand', 'cursor', '.cursor/mcp.json', '{"mcpServers":false}', 'line 1, column 15: mcpServers is true or false'],
  [
    'TOML with an array of tables',
    'codex',
    '.codex/config.toml',
    '[[mcp_servers]]\nname="a"\ncommand="x"\n',
    'mcp_servers is a list, where Codex reads a map of names',
  ],
  ['a text in TOML', 'codex', '.codex/config.toml', 'mcp_servers = "x"\n', 'mcp_servers is a text'],
  [
    'a text in YAML',
    'continue',
    '.continue/config.yaml',
    'mcpServers: x\n',
    'line 1, column 13: mcpServers is a text, where Continue reads a list of servers',
  ],
  [
    'a list in YAML where a map is read',
    'goose',
    '.config/goose/config.yaml',
    'extensions:\n  - name: a\n    cmd: x\n    type: stdio\n',
    'line 2, column 3: extensions is a list',
  ],
  [
    'YAML whose anchor other places use',
    'goose',
    '.config/goose/config.yaml',
    'extensions:\n  a:\n    type: stdio\n    cmd: x\n    envs: &e\n      K: v\nother: *e\n',
    'extensions › a is written in a form that cannot be changed without touching the rest: other places use its &e',
  ],
  [
    'YAML whose servers stand elsewhere',
    'goose',
    '.config/goose/config.yaml',
    'all: &all\n  a:\n    type: stdio\n    cmd: x\nextensions: *all\n',
    'extensions › a is written in a form that cannot be changed',
  ],
] as const;

const modes = ['mirror', 'aggregate'] as const;

describe('a file with an odd form', () => {
  // each in a folder of its own, side by side: most of the time is looking at the file that was replaced
  it.concurrent.each(FORMS.flatMap(([what, ...rest]) => modes.map((mode) => [what, mode, ...rest] as const)))(
    'is connected and released to the byte: %s (%s)',
    async (_what, mode, id, file, text) => {
      const b = bench();
      b.write(file, text);
      const up = await b.clients.connect(id, { mode, dryRun: false });
      expect(up.ok ? '' : up.error.message).toBe('');
      expect(b.clients.verify()).toMatchObject([{ id, state: 'connected' }]);
      // Every server that was found is behind the gate, none stays beside it.
      const servers = b.clients.discover().find((one) => one.id === id)?.servers ?? [];
      expect(servers.filter((one) => !one.gate).map((one) => one.name)).toEqual([]);
      const down = await b.clients.disconnect(id, { dryRun: false, edited: 'ask' });
      expect(down.ok ? '' : down.error.message).toBe('');
      expect(b.read(file)).toBe(text);
    },
  );

  it.each(REFUSED.flatMap(([what, ...rest]) => modes.map((mode) => [what, mode, ...rest] as const)))(
    'is refused in one line that says where and why, and nothing is changed: %s (%s)',
    async (_what, mode, id, file, text, words) => {
      const b = bench();
      b.write(file, text);
      const refused = await b.clients.connect(id, { mode, dryRun: false });
      expect(refused.ok ? '' : refused.error.message).toContain(words);
      expect(refused.ok ? '' : refused.error.message.split('\n')).toHaveLength(1);
      expect(b.read(file)).toBe(text);
      expect(b.gate.added.size + b.gate.clients.size).toBe(0);
    },
  );

  it('shows what it found there before anything is done', () => {
    const b = bench();
    b.write('.cursor/mcp.json', '{\n  "mcpServers": [{ "name": "a", "command": "x" }]\n}');
    expect(b.clients.discover().find((one) => one.id === 'cursor')).toMatchObject({
      servers: [],
      problems: [{ line: 2, column: 17, message: expect.stringContaining('a list') as string }],
    });
  });

  it('gives an entry its anchor back where somebody else wrote in between', async () => {
    const b = bench();
    const text = 'extensions:\n  a: &base\n    type: stdio\n    cmd: x\n  b:\n    <<: *base\n    args: [q]\nmodel: x\n';
    b.write('.config/goose/config.yaml', text);
    for (const mode of modes) {
      await b.clients.connect('goose', { mode, dryRun: false });
      b.write('.config/goose/config.yaml', b.read('.config/goose/config.yaml').replace('model: x', 'model: y'));
      expect((await b.clients.disconnect('goose', { dryRun: false, edited: 'ask' })).ok).toBe(true);
      expect(b.read('.config/goose/config.yaml')).toBe(text.replace('model: x', 'model: y'));
      b.write('.config/goose/config.yaml', text);
    }
  });
});
