import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isDeeperThan } from '../../../electron/core/clients/too-much.js';
import { bench, later, plainFiles, type Bench } from './kit.js';

const CURSOR = '.cursor/mcp.json';
const GOOSE = '.config/goose/config.yaml';
const deep = (n: number): string => `${'['.repeat(n)}${']'.repeat(n)}`;
const lines = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('');

const problemsOf = (b: Bench, id: string): string =>
  b.clients
    .discover()
    .find((one) => one.id === id)!
    .problems.map((one) => one.message)
    .join('\n');

describe('a file that would hold up or end whoever reads it', () => {
  it.each([
    ['3,000 lists within each other', 'cursor', CURSOR, `{"x":${deep(3000)},"mcpServers":{}}`, 'it is nested too deeply'],
    ['100,000 lists within each other', 'cursor', CURSOR, `{"x":${deep(100_000)}}`, 'it is nested too deeply'],
    ['100,000 objects without an end', 'cursor', CURSOR, '{"a":'.repeat(100_000), 'it is nested too deeply'],
    ['3,000 lists within each other in YAML', 'goose', GOOSE, `x: ${deep(3000)}\n`, 'it is nested too deeply'],
    ['a key of 3,000 parts in TOML', 'codex', '.codex/config.toml', `${'a.'.repeat(3000)}a = 1\n`, 'it is nested too deeply'],
    ['a million values', 'cursor', CURSOR, `{"x":[${'1,'.repeat(1_000_000)}1]}`, 'it holds more than can be read at once'],
    ['50,000 keys in YAML', 'goose', GOOSE, lines(50_000, (i) => `key${i}: ${i}\n`), 'it holds more than can be read at once'],
    ['TOML of five megabytes', 'codex', '.codex/config.toml', `a = "${'x'.repeat(5 << 20)}"\n`, 'it holds more than can be read at once'],
  ])('is told of in its place and left alone: %s', async (_what, id, file, text, message) => {
    const b = bench({ clock: later });
    b.write(file, text);
    b.write('.kiro/settings/mcp.json', '{"mcpServers":{"a":{"command":"x"}}}');
    expect(problemsOf(b, id)).toContain(message);
    expect(b.clients.discover().find((one) => one.id === 'kiro')?.servers).toHaveLength(1);
    const refused = await b.clients.connect(id, { mode: 'mirror', dryRun: false });
    expect(refused.ok ? '' : refused.error.message).toContain(message);
    expect(b.read(file)).toBe(text);
    expect(b.gate.added.size + b.gate.clients.size).toBe(0);
  });

  it('is read where it is only long: what an application remembers of its talks is no entry', async () => {
    const b = bench({ clock: later });
    // 600,000 signs that would each begin a value, were they not in a text
    b.write('.claude.json', `{"history":${JSON.stringify('a, "[{\\'.repeat(200_000))},"mcpServers":{"a":{"command":"x"}}}`);
    expect(problemsOf(b, 'claude-code')).toBe('');
    expect((await b.clients.connect('claude-code', { mode: 'mirror', dryRun: true })).ok).toBe(true);
  });

  it.runIf(process.platform === 'linux')('is not read where it says that it is empty: the system’s own may never answer', () => {
    const b = bench();
    symlinkSync('/proc/self/environ', join(b.home, 'link'));
    b.write('.cursor/argv.json', '{}');
    symlinkSync(join(b.home, 'link'), join(b.home, CURSOR));
    expect(problemsOf(b, 'cursor')).toBe('');
  });
});

it('a value is deeper than it has levels, and no deeper', () => {
  expect([0, 1, 2].map((depth) => isDeeperThan(depth, { a: [1] }))).toEqual([true, true, false]);
});

it.each([
  ['an object among them', '["a", {}]'],
  ['nothing among them', '["a", null]'],
  ['a text', '"a"'],
])('an entry whose arguments are no list of texts stays with its application, whatever they are: %s', async (_what, args) => {
  const b = bench();
  b.write(CURSOR, `{"mcpServers":{"odd":{"command":"x","args":${args}},"even":{"command":"y","args":[1]}}}`);
  const done = await b.clients.connect('cursor', { mode: 'mirror', dryRun: false });
  expect(done).toMatchObject({
    ok: true,
    value: { imported: [{ name: 'even' }], left: [{ name: 'odd', why: 'its arguments are no list of texts' }] },
  });
  expect([...b.gate.added.keys()]).toEqual(['even']);
});

it('a file that belongs to another account is said to, not its folder', async () => {
  const createLike = (): never => {
    throw Object.assign(new Error('EPERM'), { code: 'EPERM', syscall: 'fchown' });
  };
  const b = bench({ fs: { ...plainFiles, createLike } });
  b.write(CURSOR, '{"mcpServers":{"a":{"command":"x"}}}');
  const refused = await b.clients.connect('cursor', { mode: 'mirror', dryRun: false });
  expect(refused.ok ? '' : refused.error.message).toMatch(/mcp\.json cannot be written: it belongs to another account or group$/);
});

it('a change is shown with the path of its file as people write it', async () => {
  const home = join(bench().root, 'Jörg "J" Müller');
  const b = bench({ home });
  b.write(CURSOR, '{"mcpServers":{"a":{"command":"x"}}}');
  const done = await b.clients.connect('cursor', { mode: 'mirror', dryRun: true });
  const file = join(home, CURSOR);
  expect(done.ok ? done.value.diff : '').toMatch(new RegExp(`^--- ${file}\n\\+\\+\\+ ${file}\n@@ `));
});
