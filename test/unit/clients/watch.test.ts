import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOOK_EVERY_MS, LOOK_SELDOM_MS, SOON_MS, type ApplicationNews } from '../../../electron/core/clients/watch.js';
import { until } from '../../support/until.js';
import type { ConfigFiles } from '../../../electron/core/clients/config-files.js';
import { bench, plainFiles } from './kit.js';

const CURSOR = JSON.stringify({ mcpServers: { a: { command: 'x' }, b: { command: 'y' } } }, undefined, 2);

const unreadable: ConfigFiles['read'] = (path) => {
  if (path.endsWith('connections.json')) return plainFiles.read(path);
  throw Object.assign(new Error('not yours'), { code: 'EACCES' });
};

/** what reads the files has been loaded, and has read */
const turn = () => new Promise((resolve) => setImmediate(resolve));

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
    async pass() {
      now += 2000;
      const [next] = due.splice(0, 1);
      next?.();
      await turn();
      return news.splice(0);
    },
    start: () => b.watch((one) => news.push(one)),
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
    await turn();
    writeFileSync(file, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
    expect(await w.pass()).toMatchObject([
      { kind: 'state', id: 'cursor', state: 'edited', problem: expect.stringContaining(file) as string },
    ]);
  });

  it('sleeps until the system says that a file changed', async () => {
    const w = watched();
    const file = w.write('.cursor/mcp.json', CURSOR);
    await w.clients.connect('cursor', { mode: 'aggregate', dryRun: false });
    w.waits.length = 0;
    const stop = w.start();
    await turn();
    expect(w.waits).toEqual([LOOK_SELDOM_MS]);
    writeFileSync(file, CURSOR);
    await until('the word of the system', () => w.waits.includes(SOON_MS));
    expect(await w.pass()).toMatchObject([{ kind: 'state', id: 'cursor', state: 'bypassed' }]);
    stop();
  });

  it('tells once when an entry is dropped, led past the gate, edited or its file is gone, and when all is well again', async () => {
    const w = watched();
    const file = w.write('.cursor/mcp.json', CURSOR);
    expect((await w.clients.connect('cursor', { mode: 'mirror', dryRun: false })).ok).toBe(true);
    const ours = w.read('.cursor/mcp.json');
    w.start();
    await turn();
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
      expect(await w.pass(), text).toMatchObject([{ kind: 'state', id: 'cursor', state }]);
      expect(await w.pass()).toEqual([]);
      expect(w.read('.cursor/mcp.json'), 'the watch writes nothing').toBe(text);
    }
    rmSync(file);
    expect(await w.pass()).toMatchObject([{ kind: 'state', state: 'gone' }]);
    expect((await w.clients.restore('cursor', {})).ok).toBe(true);
    expect(await w.pass()).toMatchObject([{ kind: 'well', id: 'cursor' }]);
    expect(JSON.parse(w.read('.cursor/mcp.json'))).toEqual(JSON.parse(ours));
  });

  it('tells which applications look at the old port once the gate took another, and when it is back', async () => {
    const w = watched();
    w.write('.cursor/mcp.json', CURSOR);
    await w.clients.connect('cursor', { mode: 'mirror', dryRun: false });
    w.start();
    expect(await w.pass()).toEqual([]);
    const first = w.gate.port;
    w.gate.port = () => 7500;
    const problem = 'Cursor looks for the gate at another port than 7500, where it is now';
    expect(await w.pass()).toMatchObject([{ kind: 'state', id: 'cursor', state: 'dropped', problem }]);
    w.gate.port = first;
    expect(await w.pass()).toEqual([{ kind: 'well', id: 'cursor', name: 'Cursor' }]);
  });

  it('tells at the start what happened while it was not looking', async () => {
    const w = watched();
    const file = w.write('.cursor/mcp.json', CURSOR);
    await w.clients.connect('cursor', { mode: 'aggregate', dryRun: false });
    writeFileSync(file, CURSOR);
    w.start();
    await turn();
    expect(w.news).toMatchObject([{ kind: 'state', id: 'cursor', state: 'bypassed' }]);
  });

  it('offers a new application that has no servers yet', async () => {
    const w = watched();
    w.write('.cursor/mcp.json', CURSOR);
    w.start();
    await turn();
    w.write('.kiro/settings/mcp.json', '{"mcpServers":{}}');
    expect(await w.pass()).toEqual([{ kind: 'offer', id: 'kiro', name: 'Kiro', servers: [] }]);
  });

  it('offers new applications and new servers, not what was there at first, and each once', async () => {
    const w = watched();
    w.write('.cursor/mcp.json', CURSOR);
    w.start();
    await turn();
    expect(w.news).toEqual([]);
    w.write('.kiro/settings/mcp.json', '{"mcpServers":{"k":{"command":"k"}}}');
    expect(await w.pass()).toEqual([{ kind: 'offer', id: 'kiro', name: 'Kiro', servers: ['k'] }]);
    writeFileSync(join(w.home, '.cursor/mcp.json'), CURSOR.replace('"a"', '"fresh": {"command": "z"}, "a"'));
    expect(await w.pass()).toMatchObject([{ kind: 'offer', id: 'cursor' }]);
    expect(await w.pass()).toEqual([]);
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

  it('looks again after a look that failed, and offers once what could not be recorded while the disk was full', async () => {
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
    await turn();
    full = true;
    w.write('.kiro/settings/mcp.json', '{"mcpServers":{"k":{"command":"k"}}}');
    expect(await w.pass()).toMatchObject([{ kind: 'offer', id: 'kiro' }]);
    expect(await w.pass()).toEqual([]);
    expect(failed).toBe(2);
    full = false;
    expect(await w.pass()).toEqual([]);
    // Recorded now: the next start has nothing to offer.
    const news: ApplicationNews[] = [];
    const end = bench({ roots: w }).watch((one) => news.push(one));
    await turn();
    end();
    expect(news).toEqual([]);
  });

  describe('over starts', () => {
    const begun = async (changes: (w: ReturnType<typeof bench>) => void = () => {}, again: Parameters<typeof bench>[0] = {}) => {
      const memory = { print: undefined };
      const w = bench({ memory, readBy: 'this one' });
      const file = w.write('.cursor/mcp.json', CURSOR);
      await w.clients.connect('cursor', { mode: 'mirror', dryRun: false });
      w.write('.kiro/settings/mcp.json', '{"mcpServers":{"k":{"command":"k"}}}');
      utimesSync(file, 5, 5);
      w.watch(() => {})();
      await turn();
      const first = w.watch(() => {});
      await turn();
      first();
      changes(w);
      const next = bench({ roots: w, memory, readBy: 'this one', ...again });
      const news: ApplicationNews[] = [];
      let reads = 0;
      const read = () => ((reads += 1), Promise.resolve(next.clients));
      const end = next.watch((one) => news.push(one), read);
      await turn();
      end();
      return { reads, news, file };
    };

    it('reads nothing where every content is that of the last look, whatever the dates say', async () => {
      const touched = await begun((w) => utimesSync(join(w.home, '.cursor/mcp.json'), 1, 1));
      expect(touched).toMatchObject({ reads: 0, news: [] });
    });

    it('finds a content that was changed behind the dates and the size', async () => {
      const { news } = await begun((w) => {
        const path = join(w.home, '.cursor/mcp.json');
        writeFileSync(path, w.read('.cursor/mcp.json').replace('/mcp/a"', '/mcp/b"'));
        utimesSync(path, 5, 5);
      });
      expect(news).toMatchObject([{ kind: 'state', id: 'cursor', state: 'edited' }]);
    });

    it.each<[string, (w: ReturnType<typeof bench>) => void, Parameters<typeof bench>[0]]>([
      ['a new file', (w) => void w.write('.config/opencode/opencode.json', '{}'), {}],
      ['a sign of an application without files', (w) => mkdirSync(join(w.home, '.config/JetBrains'), { recursive: true }), {}],
      ['a file that is gone', (w) => rmSync(join(w.home, '.kiro/settings/mcp.json')), {}],
      ['a connection that ended', (w) => rmSync(join(w.dataDir, 'connections.json')), {}],
      ['another Toolgate', () => {}, { readBy: 'another' }],
      ['a Toolgate that does not say how it reads', () => {}, { readBy: undefined as never }],
      ['a file that cannot be hashed', () => {}, { fs: { ...plainFiles, read: unreadable } }],
    ])('reads where there is %s', async (_, changes, again) => {
      expect((await begun(changes, again)).reads).toBe(1);
    });

    it('tells at every start what is not well', async () => {
      const memory = { print: undefined };
      const w = bench({ memory, readBy: 'this one' });
      w.write('.cursor/mcp.json', CURSOR);
      await w.clients.connect('cursor', { mode: 'mirror', dryRun: false });
      w.write('.cursor/mcp.json', CURSOR);
      for (const start of [1, 2, 3]) {
        const news: ApplicationNews[] = [];
        const end = bench({ roots: w, memory, readBy: 'this one' }).watch((one) => news.push(one));
        await turn();
        end();
        expect(news, `start ${start}`).toMatchObject([{ kind: 'state', id: 'cursor', state: 'bypassed' }]);
      }
    });

    it('remembers nothing that was changed while it was read', async () => {
      const memory = { print: undefined };
      const w = bench({ memory, readBy: 'this one' });
      const path = w.write('.cursor/mcp.json', '{"mcpServers":{}}');
      const end = w.watch(
        () => {},
        () => Promise.resolve({ ...w.clients, look: () => (writeFileSync(path, CURSOR), w.clients.look()) }),
      );
      await turn();
      end();
      expect(memory.print).toBe('');
    });

    it('sees which applications are there before any of them has a file, and loads nothing for it', async () => {
      const w = bench();
      mkdirSync(join(w.home, '.cursor'));
      let reads = 0;
      const read = () => ((reads += 1), Promise.resolve(w.clients));
      const news: ApplicationNews[] = [];
      const end = w.watch((one) => news.push(one), read);
      await turn();
      end();
      expect([reads, news, JSON.parse(readFileSync(join(w.dataDir, 'connections.json'), 'utf8'))]).toMatchObject([
        0,
        [],
        { seen: ['cursor', '.'] },
      ]);
      mkdirSync(join(w.home, '.kiro/settings'), { recursive: true });
      bench({ roots: w }).watch((one) => news.push(one), read)();
      expect([reads, news]).toMatchObject([0, [{ kind: 'offer', id: 'kiro', servers: [] }]]);
    });
  });
});
