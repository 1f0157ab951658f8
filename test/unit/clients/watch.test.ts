import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOOK_EVERY_MS, LOOK_SELDOM_MS, SOON_MS, type ApplicationNews } from '../../../electron/core/clients/watch.js';
import { until } from '../../support/until.js';
import type { ConfigFiles } from '../../../electron/core/clients/config-files.js';
import { bench, plainFiles } from './kit.js';

const CURSOR = JSON.stringify({ mcpServers: { a: { command: 'x' }, b: { command: 'y' } } }, undefined, 2);

/** A bench whose clock a test moves. */
function watched(fs: ConfigFiles = plainFiles) {
  const due: (() => void)[] = [];
  const waits: number[] = [];
  let now = 1_700_000_000_000;
  const clock = {
    nowMs: () => now,
    monotonicMs: () => now,
    after: (ms: number, fn: () => void) => (waits.push(ms), due.push(fn), () => void due.splice(due.indexOf(fn), 1)),
  };
  const b = bench({ clock, fs });
  const news: ApplicationNews[] = [];
  return {
    ...b,
    news,
    waits,
    /** two seconds pass; what was told in them */
    pass() {
      now += 2000;
      const [next] = due.splice(0, 1);
      next?.();
      return news.splice(0);
    },
    start: () => b.clients.watch((one) => news.push(one)),
  };
}

describe('watching the applications', () => {
  it('looks often enough that nothing goes five seconds without a word', () => {
    expect([LOOK_EVERY_MS <= 2500, SOON_MS <= 2500]).toEqual([true, true]);
  });

  it('says that a file can no longer be read as text', async () => {
    const w = watched();
    const file = w.write('.cursor/mcp.json', CURSOR);
    await w.clients.connect('cursor', { mode: 'mirror', dryRun: false });
    w.start();
    writeFileSync(file, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
    expect(w.pass()).toMatchObject([{ kind: 'state', id: 'cursor', state: 'edited', problem: expect.stringContaining(file) as string }]);
  });

  it('sleeps until the system says that a file changed', async () => {
    const w = watched();
    const file = w.write('.cursor/mcp.json', CURSOR);
    await w.clients.connect('cursor', { mode: 'aggregate', dryRun: false });
    w.waits.length = 0;
    const stop = w.start();
    expect(w.waits).toEqual([LOOK_SELDOM_MS]);
    writeFileSync(file, CURSOR);
    await until('the word of the system', () => w.waits.includes(SOON_MS));
    expect(w.pass()).toMatchObject([{ kind: 'state', id: 'cursor', state: 'bypassed' }]);
    stop();
  });

  it('tells once when an entry is dropped, led past the gate, edited or its file is gone, and when all is well again', async () => {
    const w = watched();
    const file = w.write('.cursor/mcp.json', CURSOR);
    expect((await w.clients.connect('cursor', { mode: 'mirror', dryRun: false })).ok).toBe(true);
    const ours = w.read('.cursor/mcp.json');
    w.start();
    expect(w.news).toEqual([]);
    const steps = [
      ['{"mcpServers":{}}', 'dropped'],
      [CURSOR, 'bypassed'],
      [ours.replace('"b": {', '"b": { "x": 1,'), 'edited'],
      [ours.replace('"mcpServers": {', '"mcpServers": { "evil": {"command": "sh"},'), 'bypassed'],
      ['{ "mcpServers": ', 'edited'],
    ] as const;
    for (const [text, state] of steps) {
      writeFileSync(file, text);
      expect(w.pass(), text).toMatchObject([{ kind: 'state', id: 'cursor', state }]);
      expect(w.pass()).toEqual([]);
      expect(w.read('.cursor/mcp.json'), 'the watch writes nothing').toBe(text);
    }
    rmSync(file);
    expect(w.pass()).toMatchObject([{ kind: 'state', state: 'gone' }]);
    expect((await w.clients.restore('cursor', {})).ok).toBe(true);
    expect(w.pass()).toMatchObject([{ kind: 'well', id: 'cursor' }]);
    expect(JSON.parse(w.read('.cursor/mcp.json'))).toEqual(JSON.parse(ours));
  });

  it('tells at the start what happened while it was not looking', async () => {
    const w = watched();
    const file = w.write('.cursor/mcp.json', CURSOR);
    await w.clients.connect('cursor', { mode: 'aggregate', dryRun: false });
    writeFileSync(file, CURSOR);
    w.start();
    expect(w.news).toMatchObject([{ kind: 'state', id: 'cursor', state: 'bypassed' }]);
  });

  it('offers a new application that has no servers yet', () => {
    const w = watched();
    w.write('.cursor/mcp.json', CURSOR);
    w.start();
    w.write('.kiro/settings/mcp.json', '{"mcpServers":{}}');
    expect(w.pass()).toEqual([{ kind: 'offer', id: 'kiro', name: 'Kiro', servers: [] }]);
  });

  it('offers new applications and new servers, not what was there at first, and each once', () => {
    const w = watched();
    w.write('.cursor/mcp.json', CURSOR);
    w.start();
    expect(w.news).toEqual([]);
    w.write('.kiro/settings/mcp.json', '{"mcpServers":{"k":{"command":"k"}}}');
    expect(w.pass()).toEqual([{ kind: 'offer', id: 'kiro', name: 'Kiro', servers: ['k'] }]);
    writeFileSync(join(w.home, '.cursor/mcp.json'), CURSOR.replace('"a"', '"fresh": {"command": "z"}, "a"'));
    expect(w.pass()).toMatchObject([{ kind: 'offer', id: 'cursor' }]);
    expect(w.pass()).toEqual([]);
  });

  it('tells the worst of several files: gone before bypassed, dropped and edited, whichever comes first', async () => {
    const [one, two] = ['.config/Code/User/mcp.json', '.config/Code/User/profiles/p/mcp.json'];
    const text = JSON.stringify({ servers: { a: { type: 'stdio', command: 'x' }, b: { type: 'stdio', command: 'y' } } });
    const w = watched();
    for (const path of [one, two]) w.write(path, text);
    expect((await w.clients.connect('vscode', { mode: 'mirror', dryRun: false })).ok).toBe(true);
    const ours = w.read(one);
    const as = {
      connected: () => ours,
      edited: () => ours.replace('"b":{', '"b":{"x":1,'),
      dropped: () => '{"servers":{}}',
      bypassed: () => text,
      gone: () => undefined,
    } as const;
    const order = Object.keys(as) as (keyof typeof as)[];
    for (const [i, worse] of order.entries())
      for (const better of order.slice(0, i))
        for (const [first, second] of [
          [worse, better],
          [better, worse],
        ] as const) {
          for (const [path, state] of [
            [one, first],
            [two, second],
          ] as const) {
            const now = as[state]();
            if (now === undefined) rmSync(join(w.home, path), { force: true });
            else w.write(path, now);
          }
          expect(w.clients.verify(), `${first}, ${second}`).toMatchObject([{ id: 'vscode', state: worse }]);
        }
  });

  it('looks again after a look that failed, and offers once what could not be recorded while the disk was full', () => {
    let full = false;
    let failed = 0;
    const w = watched({
      ...plainFiles,
      create(path, ...rest) {
        if (full && path.includes('connections.json')) {
          failed++;
          throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        }
        plainFiles.create(path, ...rest);
      },
    });
    w.write('.cursor/mcp.json', CURSOR);
    w.start();
    full = true;
    w.write('.kiro/settings/mcp.json', '{"mcpServers":{"k":{"command":"k"}}}');
    expect(w.pass()).toMatchObject([{ kind: 'offer', id: 'kiro' }]);
    expect(w.pass()).toEqual([]);
    expect(failed).toBe(2);
    full = false;
    expect(w.pass()).toEqual([]);
    // Recorded now: the next start has nothing to offer.
    const news: ApplicationNews[] = [];
    bench({ roots: w }).clients.watch((one) => news.push(one))();
    expect(news).toEqual([]);
  });
});
