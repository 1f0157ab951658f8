import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../../build/paths.mjs';

/**
 * Packages of exact versions in a folder of their own under .cache, installed once, without running their install scripts.
 * @param {string} folder name under .cache
 * @param {Readonly<Record<string, string>>} packages name to version
 * @param {{ scripts?: boolean }} [options] `scripts`: let them run (for `node`, which fetches its program that way)
 * @returns {string} the folder
 */
export function installed(folder, packages, { scripts = false } = {}) {
  const dir = at('.cache', folder);
  const wanted = JSON.stringify({ private: true, dependencies: packages }, null, 2);
  const done = join(
    dir,
    `.done-${Object.entries(packages)
      .map(([name, version]) => `${name.replace(/\W+/g, '_')}@${version}`)
      .join('+')
      .slice(0, 200)}`,
  );
  if (existsSync(done)) return dir;
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'package.json'), wanted);
  const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...(scripts ? [] : ['--ignore-scripts'])], {
    cwd: dir,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) throw new Error(`npm install in ${dir} failed:\n${npm.stderr}`);
  writeFileSync(done, '');
  return dir;
}
