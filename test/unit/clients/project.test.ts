import { existsSync, mkdirSync, readFileSync, realpathSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bench, TOKEN } from './kit.js';

const TEXT = '{\n  "KEY": {\n    "a": { "command": "x", "env": { "K": "secretvalue" } } }\n}\n';
const files = [
  ['claude-code', '.mcp.json', 'mcpServers'],
  ['cursor', '.cursor/mcp.json', 'mcpServers'],
  ['vscode', '.vscode/mcp.json', 'servers'],
] as const;

function project(file: string, text: string) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'project-')));
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
  return { folder, read: () => readFileSync(join(folder, file), 'utf8'), write: (now: string) => writeFileSync(join(folder, file), now) };
}

describe.each(files)('a project’s own file of %s', (id, file, key) => {
  it.each(['mirror', 'aggregate'] as const)(
    'is connected without a token in it, verified, put back and released to the byte (%s)',
    async (mode) => {
      const b = bench();
      const text = TEXT.replace('KEY', key);
      const p = project(file, text);
      const of = () => b.clients.discover(undefined, p.folder).find((one) => one.id === id);
      expect(of()).toMatchObject({ connected: false, projects: [{ folder: p.folder, files: [join(p.folder, file)], connected: false }] });
      const planned = await b.clients.connect(id, { mode, dryRun: true, project: p.folder });
      expect(planned).toMatchObject({ ok: true, value: { changed: true } });
      expect(p.read()).toBe(text);

      expect(await b.clients.connect(id, { mode, dryRun: false, project: p.folder })).toMatchObject({ ok: true, value: { changed: true } });
      const ours = p.read();
      expect(ours).toContain('"connect"');
      for (const secret of [TOKEN, 'secretvalue']) expect(ours).not.toContain(secret);
      expect(of()).toMatchObject({ connected: false, projects: [{ folder: p.folder, connected: true, mode, state: 'connected' }] });
      expect(b.clients.verify()).toMatchObject([{ id, project: p.folder, state: 'connected' }]);

      p.write(text);
      expect(b.clients.verify()).toMatchObject([{ id, state: 'bypassed', servers: ['a'] }]);
      expect(await b.clients.restore(id, { project: p.folder })).toMatchObject({ ok: true });
      expect(p.read()).toBe(ours);
      expect(await b.clients.disconnect(id, { dryRun: false, edited: 'ask', project: p.folder })).toMatchObject({ ok: true });
      expect(p.read()).toBe(text);
      expect([b.clients.verify(), [...b.gate.clients]]).toEqual([[], []]);
    },
  );
});

describe('files of projects', () => {
  it('are released with all others, and the application keeps its token for as long as one of them is connected', async () => {
    const b = bench();
    const p = project('.cursor/mcp.json', TEXT.replace('KEY', 'mcpServers'));
    const own = '{"mcpServers":{"b":{"command":"y"}}}';
    b.write('.cursor/mcp.json', own);
    await b.clients.connect('cursor', { mode: 'mirror', dryRun: false });
    await b.clients.connect('cursor', { mode: 'mirror', dryRun: false, project: p.folder });
    await b.clients.disconnect('cursor', { dryRun: false, edited: 'ask' });
    expect([b.read('.cursor/mcp.json'), [...b.gate.clients]]).toEqual([own, ['cursor']]);
    expect(await b.clients.disconnectAll({ dryRun: false, edited: 'ask' })).toMatchObject({ ok: true });
    expect([p.read(), [...b.gate.clients]]).toEqual([TEXT.replace('KEY', 'mcpServers'), []]);
  });

  it('are never made, and never connected twice', async () => {
    const b = bench();
    const p = project('.mcp.json', TEXT.replace('KEY', 'mcpServers'));
    expect(await b.clients.connect('cursor', { mode: 'mirror', dryRun: false, project: p.folder })).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND' },
    });
    expect(existsSync(join(p.folder, '.cursor'))).toBe(false);
    expect(await b.clients.connect('claude-code', { mode: 'mirror', dryRun: false, project: p.folder })).toMatchObject({ ok: true });
    expect(await b.clients.connect('copilot-cli', { mode: 'mirror', dryRun: false, project: p.folder })).toMatchObject({
      ok: false,
      error: { code: 'EXISTS' },
    });
  });
});
