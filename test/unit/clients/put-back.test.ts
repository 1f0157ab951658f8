import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bench } from './kit.js';

const JSONC = `{
\t// mine
\t"mcpServers" : {
\t\t// the good one
\t\t"a"\t: {"command":"x",   "args": [ "1",
\t\t\t"2" /* two */ ] }, // after a
\t\t"b": { "command": "y" }
\t},
\t"z":1
}
`;
const TOML = `model = "m"   # mine
# about a
[mcp_servers.a]
command   = 'x'  # how
args = [
  "1", # one
]
[mcp_servers.b]
command = "y"

[z]
k=1
`;
const YAML = `GOOSE_MODEL:   x   # mine
extensions:
    # about a
    a:
        type:  stdio   # pipe
        cmd: 'x'
        args: [ "1" ]
    b: {type: stdio, cmd: y}
z: 1
`;
const files = [
  { id: 'cursor', file: '.cursor/mcp.json', text: JSONC, theirs: ['"z":1', '"z": 2,\n\t"mine": true'] },
  { id: 'codex', file: '.codex/config.toml', text: TOML, theirs: ['k=1', 'k = 2 # mine'] },
  { id: 'goose', file: '.config/goose/config.yaml', text: YAML, theirs: ['z: 1', 'z: 2\nmine: true'] },
] as const;

/** What a hand does to the gate's entries. */
const edits: readonly (readonly [string, (text: string) => string])[] = [
  ['changes an address', (text) => text.replace('/mcp/a', '/mcp/b').replace(/\/mcp(["\s])/, '/mcp/b$1')],
  ['changes the token', (text) => text.replace('Bearer tok', 'Bearer mine')],
  [
    'switches an entry off',
    (text) =>
      text
        .replace(/("url": [^,]+,)/, '$1 "note": 1,')
        .replace(/(url = .*)/, '$1\nnote = 1')
        .replace(/( +)(uri: .*)/, '$1$2\n$1note: 1'),
  ],
];

describe.each(files)('$file', ({ id, file, text, theirs: [from, to] }) => {
  for (const mode of ['mirror', 'aggregate'] as const)
    it.concurrent.each(edits)(
      `is the old one to the byte after a hand %s, the gate is put back and taken out (${mode})`,
      async (_what, edit) => {
        for (const foreign of [false, true]) {
          const b = bench();
          b.write(file, text);
          expect((await b.clients.connect(id, { mode, dryRun: false })).ok).toBe(true);
          const ours = b.read(file);
          const changed = edit(ours);
          expect(changed).not.toBe(ours);
          writeFileSync(join(b.home, file), foreign ? changed.replace(from, to) : changed);
          const back = await b.clients.restore(id, {});
          expect(back.ok ? '' : back.error.message).toBe('');
          expect(b.clients.verify()).toMatchObject([{ state: 'connected' }]);
          expect((await b.clients.disconnect(id, { dryRun: false, edited: 'ask' })).ok).toBe(true);
          expect(b.read(file)).toBe(foreign ? text.replace(from, to) : text);
        }
      },
    );

  it.each(['mirror', 'aggregate'] as const)(
    'is the old one to the byte after a hand takes out every entry and the gate is put back (%s)',
    async (mode) => {
      const b = bench();
      b.write(file, text);
      await b.clients.connect(id, { mode, dryRun: false });
      const emptied = {
        cursor: '{\n\t// mine\n\t"mcpServers" : {},\n\t"z":1\n}\n',
        codex: 'model = "m"   # mine\n\n[z]\nk=1\n',
        goose: 'GOOSE_MODEL:   x   # mine\nextensions: {}\nz: 1\n',
      }[id];
      writeFileSync(join(b.home, file), emptied);
      const back = await b.clients.restore(id, {});
      expect(back.ok ? '' : back.error.message).toBe('');
      expect((await b.clients.disconnect(id, { dryRun: false, edited: 'ask' })).ok).toBe(true);
      expect(b.read(file)).toBe(text);
    },
  );

  it('keeps a remark that somebody wrote beside an entry of ours', async () => {
    const b = bench();
    b.write(file, text);
    await b.clients.connect(id, { mode: 'mirror', dryRun: false });
    const ours = b.read(file);
    writeFileSync(
      join(b.home, file),
      ours.replace(from, to).replace('# about a', '# about it').replace('// the good one', '// the best one'),
    );
    expect((await b.clients.disconnect(id, { dryRun: false, edited: 'ask' })).ok).toBe(true);
    expect(b.read(file)).toBe(text.replace(from, to).replace('# about a', '# about it').replace('// the good one', '// the best one'));
  });
});
