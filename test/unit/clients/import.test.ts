import { describe, expect, it } from 'vitest';
import { bench } from './kit.js';

const rows = async (text: string, file?: string) => {
  const b = bench({ env: { TOKEN: 't-123' } });
  const done = await b.clients.importFrom({ text, ...(file === undefined ? {} : { file }), dryRun: false });
  return { done, added: [...b.gate.added.values()] };
};
const fs = { kind: 'stdio', command: 'npx', args: ['-y', '@x/server-files', '/tmp'], envNames: [] };

describe('importing servers', () => {
  it.each([
    ['the file of an application', '{"mcpServers":{"files":{"command":"npx","args":["-y","@x/server-files","/tmp"]}}}'],
    ['VS Code’s form', '{ "servers": { "files": { "type": "stdio", "command": "npx", "args": ["-y", "@x/server-files", "/tmp"] }, }, }'],
    ['a bare map', '{"files":{"command":"npx","args":["-y","@x/server-files","/tmp"]}}'],
    ['a map without its braces', '"files": {"command":"npx","args":["-y","@x/server-files","/tmp"]}'],
    ['one entry', '{"command":"npx","args":["-y","@x/server-files","/tmp"]}'],
    ['a list as the command', '{"mcp":{"files":{"type":"local","command":["npx","-y","@x/server-files","/tmp"]}}}'],
    ['a command with its own words', '{"context_servers":{"files":{"command":{"path":"npx","args":["-y","@x/server-files","/tmp"]}}}}'],
    ['TOML', '[mcp_servers.files]\ncommand = "npx"\nargs = ["-y", "@x/server-files", "/tmp"]\n'],
    ['YAML', 'mcpServers:\n  - name: files\n    command: npx\n    args: [-y, "@x/server-files", /tmp]\n'],
    ['a command line', 'npx -y @x/server-files "/tmp"'],
  ])('reads %s', async (_what, text) => {
    const { done, added } = await rows(text);
    expect(done).toMatchObject({ ok: true, value: [{ name: 'files', state: 'new', launch: 'npx -y @x/server-files /tmp' }] });
    expect(added).toMatchObject([{ name: 'files', transport: fs }]);
  });

  it('keeps values as secrets, fills variables in where they are known and says which are not', async () => {
    const { done, added } = await rows(
      '{"mcpServers":{"a":{"url":"https://e.com/mcp","headers":{"Authorization":"Bearer ${TOKEN}","X":"${input:key}"}},"b":{"command":"x","args":["${workspaceFolder}"]}}}',
    );
    expect(done).toMatchObject({
      ok: true,
      value: [
        { name: 'a', note: 'needs a value for X' },
        { name: 'b', state: 'refused' },
      ],
    });
    expect(JSON.stringify(done)).not.toContain('t-123');
    expect(added[0]?.values).toEqual([
      { name: 'Authorization', value: 'Bearer t-123' },
      { name: 'X', from: '${input:key}' },
    ]);
  });

  it.each([
    ['all', 'one', 1],
    ['not all', 'two', 2],
  ])('takes two entries for one server where %s of their values are the same', async (_how, second, servers) => {
    const entry = (b: string) => ({ command: 'x', env: { A: 'same', B: b } });
    const { added } = await rows(JSON.stringify({ mcpServers: { first: entry('one'), second: entry(second) } }));
    expect(added).toHaveLength(servers);
  });

  it.each([
    ['broken JSON', '{"mcpServers": {', 'f.json', { code: 'BAD_FILE', details: { line: 1 } }],
    ['broken TOML', 'a = \n', 'f.toml', { code: 'BAD_FILE', details: { line: 1 } }],
    ['broken YAML', 'a: [1\nb: 2', 'f.yaml', { code: 'BAD_FILE' }],
    ['a file without servers', '{"a": 1}', 'f.json', { code: 'NO_SERVERS' }],
  ])('refuses %s with its place', async (_what, text, file, error) => {
    const { done, added } = await rows(text, file);
    expect(done).toMatchObject({ ok: false, error });
    expect(added).toEqual([]);
  });
});
