import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNodePaths } from '../../../electron/core/node-paths.js';

describe('node paths', () => {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'paths-')));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('follows a link in the middle of a path that does not exist yet', () => {
    mkdirSync(join(root, 'secret'));
    symlinkSync(join(root, 'secret'), join(root, 'harmless'));
    expect(createNodePaths(root).resolve(join(root, 'harmless', 'new', 'file'))).toBe(join(root, 'secret', 'new', 'file'));
  });

  it('has no answer for a loop of links', () => {
    symlinkSync(join(root, 'b'), join(root, 'a'));
    symlinkSync(join(root, 'a'), join(root, 'b'));
    expect(createNodePaths(root).resolve(join(root, 'a', 'file'))).toBeUndefined();
  });

  // A dangling link is an existing name: what is written through it lands at its target.
  it('has no answer for a dangling link', () => {
    symlinkSync(join(root, 'nowhere'), join(root, 'dangling'));
    expect(createNodePaths(root).resolve(join(root, 'dangling', 'file'))).toBeUndefined();
    expect(createNodePaths(root).resolve(join(root, 'dangling'))).toBeUndefined();
  });
});
