import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createPathWatch, type PathWatch } from '../../../electron/core/clients/path-watch.js';
import { until } from '../../support/until.js';

let watching: PathWatch | undefined;
afterEach(() => watching?.close());

function watched(...wanted: string[]) {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'watch-')));
  const told: string[] = [];
  const paths = wanted.map((path) => join(home, path));
  watching = createPathWatch(home, (path) => told.push(path.slice(home.length + 1)));
  return {
    at: (path: string) => join(home, path),
    told: (path: string) => until(`word of ${path}`, () => told.splice(0).includes(path)),
    all: told,
    watch: () => expect(watching?.set(paths)).toBe(true),
  };
}

describe('a watched path', () => {
  it('is told when its file is made, written, replaced by a rename, and removed', async () => {
    const w = watched('app/mcp.json');
    mkdirSync(w.at('app'));
    w.watch();
    writeFileSync(w.at('app/mcp.json'), 'a');
    await w.told('app/mcp.json');
    writeFileSync(w.at('app/mcp.json'), 'b');
    await w.told('app/mcp.json');
    writeFileSync(w.at('app/new'), 'c');
    renameSync(w.at('app/new'), w.at('app/mcp.json'));
    await w.told('app/mcp.json');
    rmSync(w.at('app/mcp.json'));
    await w.told('app/mcp.json');
  });

  it('is told when the folders on its way are made, removed, moved away and made again', async () => {
    const w = watched('a/b/mcp.json');
    w.watch();
    mkdirSync(w.at('a'));
    await w.told('a');
    w.watch();
    mkdirSync(w.at('a/b'));
    await w.told('a/b');
    w.watch();
    writeFileSync(w.at('a/b/mcp.json'), '1');
    await w.told('a/b/mcp.json');
    renameSync(w.at('a'), w.at('elsewhere'));
    await w.told('a');
    mkdirSync(w.at('a/b'), { recursive: true });
    await w.told('a');
    w.watch();
    writeFileSync(w.at('a/b/mcp.json'), '2');
    await w.told('a/b/mcp.json');
    rmSync(w.at('a'), { recursive: true });
    await w.told('a');
  });

  it('is not told of what happens beside it', async () => {
    const w = watched('app/mcp.json');
    mkdirSync(w.at('app'));
    w.watch();
    for (let n = 0; n < 50; n++) writeFileSync(w.at(n % 2 === 0 ? `app/log-${n}` : `note-${n}`), 'x');
    writeFileSync(w.at('app/mcp.json'), 'x');
    await until('any word', () => w.all.length > 0);
    expect(new Set(w.all)).toEqual(new Set(['app/mcp.json']));
  });

  it('that cannot be watched is said', () => {
    watching = createPathWatch('/nowhere', () => undefined);
    expect(watching.set(['/a\u0000b/mcp.json'])).toBe(false);
  });
});
