#!/usr/bin/env node
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build as viteBuild } from 'vite';
import { alone } from './lock.mjs';
import { thirdPartyNotices } from './package/third-party.mjs';
import { at } from './paths.mjs';
import { isBuilt, markBuilt, sourcesStamp } from './sources.mjs';
import cli from './vite.cli.mjs';
import main from './vite.main.mjs';
import preload from './vite.preload.mjs';
import renderer from './vite.renderer.mjs';

/**
 * Builds everything into `out/`; needs neither a display nor Electron. Does nothing when `out/` was built from these very sources.
 * @returns {Promise<'built' | 'fresh'>}
 */
export async function build({ force = false } = {}) {
  if (!force && isBuilt(sourcesStamp())) return 'fresh';
  return alone(at('.cache/build.lock'), () => buildAll(force));
}

async function buildAll(force) {
  // Another process may have built it while this one waited.
  const stamp = sourcesStamp();
  if (!force && isBuilt(stamp)) return 'fresh';
  mkdirSync(at('out'), { recursive: true });
  for (const gone of ['.built-from', 'chunks', 'toolgate.cjs']) rmSync(at('out', gone), { recursive: true, force: true });
  for (const config of [main, cli, preload, renderer]) await viteBuild(config);
  chmodSync(at('out/toolgate.cjs'), 0o755);
  writeFileSync(at('out/third-party-notices.txt'), thirdPartyNotices());
  markBuilt(stamp);
  return 'built';
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const started = Date.now();
  const outcome = await build({ force: process.argv.includes('--force') });
  console.log(outcome === 'fresh' ? 'out/ is up to date.' : `Built out/ in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}
