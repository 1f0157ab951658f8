import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './paths.mjs';

const home = at('node_modules/electron');
const triedFile = at('.cache/electron-download-failed');
const probeMs = 5_000;
const downloadMs = 15 * 60_000;
const retryAfterMs = 24 * 3_600_000;

/** Path of the official Electron's binary where it is installed, else undefined. */
export function installedElectron() {
  const pathFile = join(home, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const binary = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(home, 'dist'), readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/** A quick look whether the download site answers at all, so that a machine without it does not wait for minutes. */
async function siteAnswers() {
  if (process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror) return true;
  try {
    await fetch('https://github.com/electron/electron/releases', {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(probeMs),
    });
    return true;
  } catch {
    return false;
  }
}

const triedLately = () => existsSync(triedFile) && Date.now() - statSync(triedFile).mtimeMs < retryAfterMs;

/**
 * Path of the official Electron: what is installed, else what its own installer downloads (tried at most once a day after a failure;
 * it checks what it downloads against its checksums). Undefined where it cannot be had.
 */
export async function officialElectron({ log = console.error, download = true } = {}) {
  const installed = installedElectron();
  if (installed || !download || triedLately() || !existsSync(join(home, 'install.js'))) return installed;
  if (await siteAnswers()) {
    log('Downloading Electron (once) ...');
    spawnSync(process.execPath, [join(home, 'install.js')], { stdio: ['ignore', 'ignore', 'pipe'], timeout: downloadMs });
    const now = installedElectron();
    if (now) return now;
  }
  mkdirSync(at('.cache'), { recursive: true });
  writeFileSync(triedFile, new Date().toISOString());
  return undefined;
}
