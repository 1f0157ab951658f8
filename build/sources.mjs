import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './paths.mjs';

const inputs = ['electron', 'shared', 'renderer', 'build', 'package.json', 'package-lock.json', 'node_modules/.package-lock.json'];
const outputs = ['out/main/main.js', 'out/preload/preload.js', 'out/renderer/index.html', 'out/toolgate.cjs'];
const stampFile = at('out/.built-from');

function addTo(hash, path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) return void hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
  for (const name of readdirSync(path).sort()) addTo(hash, join(path, name));
}

/** A hash over name, size and time of every file that the build reads. */
export function sourcesStamp() {
  const hash = createHash('sha256');
  for (const input of inputs) addTo(hash, at(input));
  return hash.digest('hex');
}

/** A hash over name and content of these files and folders, the same on every machine. */
export function contentHash(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!statSync(at(path)).isDirectory())
      return void hash
        .update(`${path}\0`)
        .update(readFileSync(at(path)))
        .update('\0');
    for (const name of readdirSync(at(path)).sort()) add(`${path}/${name}`);
  };
  paths.forEach(add);
  return hash.digest('base64url');
}

/** True when `out/` was built from exactly these sources. */
export const isBuilt = (stamp) =>
  outputs.every((file) => existsSync(at(file))) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;

export const markBuilt = (stamp) => writeFileSync(stampFile, stamp);
