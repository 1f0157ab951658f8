import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rooms } from './allow-list.js';
import { importsOf, violations } from './imports.js';

const root = join(import.meta.dirname, '..', '..');

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

describe('who may import whom', () => {
  const files = ['shared', 'electron', 'renderer'].flatMap(sources);

  it('finds the source of every room', () => {
    expect(files.length).toBeGreaterThan(60);
  });

  it('holds in every file', () => {
    expect(files.flatMap((file) => violations(file, readFileSync(join(root, file), 'utf8'), rooms))).toEqual([]);
  });

  it('names electron in the desktop, main and preload only', () => {
    const naming = files.filter((file) => importsOf(readFileSync(join(root, file), 'utf8')).includes('electron'));
    expect(naming.filter((file) => !/^electron\/(desktop\/|main\.ts|preload\.ts)/.test(file))).toEqual([]);
  });

  it.each([
    ['electron/core/policy/planted.ts', `import { x } from '../audit/audit.js';`],
    ['electron/core/calls/planted.ts', `import { readFileSync } from 'node:fs';`],
    ['electron/core/gateway/planted.ts', `import type { Upstreams } from '../upstreams/upstreams.js';`],
    ['electron/core/create-core.ts', `import { app } from 'electron';`],
    ['shared/policy/planted.ts', `import { createHash } from 'node:crypto';`],
    ['shared/policy/planted.ts', `export { core } from '../../electron/core/core.js';`],
    ['renderer/pages/planted.tsx', `const fs = await import('node:fs');`],
    ['renderer/elements/planted.tsx', `import { store } from '../state/store.js';`],
    ['electron/headless/planted.ts', `import { createGateway } from '../core/gateway/gateway.js';`],
    ['electron/desktop/planted.ts', `const x = require('../core/store/open-store.js');`],
    ['electron/elsewhere/planted.ts', `export const nothing = 1;`],
  ])('catches the planted fault in %s: %s', (file, source) => {
    expect(violations(file, source, rooms)).toHaveLength(1);
  });

  it('does not take comments and texts for imports', () => {
    expect(importsOf(`// import x from 'electron'\n/* import 'electron' */\nconst text = 'import';`)).toEqual([]);
  });
});
