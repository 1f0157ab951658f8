#!/usr/bin/env node
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { compileAhead } from './compiled/compile-ahead.mjs';
import { alone } from './lock.mjs';
import { thirdPartyNotices } from './package/third-party.mjs';
import { at } from './paths.mjs';
import { isBuilt, markBuilt, sourcesStamp } from './sources.mjs';

/** Its message is all that a person needs. */
export class CannotBuild extends Error {}

/**
 * Builds everything into `out/`; needs neither a display nor Electron. Does nothing when `out/` was built from these very sources.
 * @returns {Promise<'built' | 'fresh'>}
 */
export async function build({ force = false } = {}) {
  if (!force && isBuilt(sourcesStamp())) return 'fresh';
  return alone(at('.cache/build.lock'), () => buildAll(force));
}

/** Vite, loaded where it is used. An older Node cannot even read it: that, and a checkout without its packages, is said in words. */
async function vite() {
  try {
    return (await import('vite')).build;
  } catch (cause) {
    const { engines } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
    throw new CannotBuild(`Cannot build Toolgate: run \`npm ci\` first, with Node ${engines.node} (this is ${process.versions.node}).`, {
      cause,
    });
  }
}

async function buildAll(force) {
  // Another process may have built it while this one waited.
  const stamp = sourcesStamp();
  if (!force && isBuilt(stamp)) return 'fresh';
  const viteBuild = await vite();
  mkdirSync(at('out'), { recursive: true });
  for (const gone of ['.built-from', 'chunks', 'compiled', 'toolgate.cjs']) rmSync(at('out', gone), { recursive: true, force: true });
  const parts = [import('./vite.main.mjs'), import('./vite.cli.mjs'), import('./vite.preload.mjs'), import('./vite.renderer.mjs')];
  for (const { default: config } of await Promise.all(parts)) await viteBuild(config);
  chmodSync(at('out/toolgate.cjs'), 0o755);
  await compileAhead().catch((error) => console.warn(`Nothing was compiled ahead, so starts take longer: ${error.message}`));
  writeFileSync(at('out/third-party-notices.txt'), thirdPartyNotices());
  markBuilt(stamp);
  return 'built';
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const started = Date.now();
  try {
    const outcome = await build({ force: process.argv.includes('--force') });
    console.log(outcome === 'fresh' ? 'out/ is up to date.' : `Built out/ in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  } catch (error) {
    if (!(error instanceof CannotBuild)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
