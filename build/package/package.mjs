#!/usr/bin/env node
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../build.mjs';
import { installedElectron, officialElectron } from '../official-electron.mjs';
import { at, root } from '../paths.mjs';
import { testElectron, testElectronVersion } from '../test-electron.mjs';
import { packDeb, packTar } from './archives.mjs';
import config from './electron-builder.config.mjs';
import { fusesOfTestElectron, readFuses, wantedFuses } from './fuses.mjs';

const help = `Packs Toolgate for this machine's Linux: a folder that runs as it is, a .tar.gz and a .deb, in dist/.

usage: npm run package -- [options]

  --dir-only        only the folder
  --out DIR         put everything into DIR instead of dist/
  --test-electron   take the test Electron even where the official one is there
  --help            this text

The official Electron is used where it is installed or can be downloaded; else the test Electron, and then everything is marked as a test
build: it gets no security fixes and must not be given to anyone. Installers for macOS, Windows and Linux are made by the release
workflow: npx electron-builder --config build/package/electron-builder.config.mjs`;

const marker = `This is a test build of Toolgate around Electron ${testElectronVersion}, which gets no security fixes.
It shows that packing works. Do not give it to anyone and do not use it for daily work.
`;

/** The folder of an Electron to pack, its version, and whether it is the one for tests only. */
async function chooseElectron(forTests) {
  const official = forTests ? undefined : (installedElectron() ?? (await officialElectron()));
  if (official) {
    const { version } = (await import('electron/package.json', { with: { type: 'json' } })).default;
    return { dist: dirname(official), version, isTest: false };
  }
  return { dist: dirname(await testElectron()), version: testElectronVersion, isTest: true };
}

/**
 * Builds the folder of the packaged application with electron-builder, from `out/` as it is.
 * @returns {Promise<{ folder: string, binary: string, isTest: boolean }>}
 */
export async function packFolder({ out = at('dist'), forTests = false, log = console.error } = {}) {
  if (process.platform !== 'linux') throw new Error('This packs for Linux only; see --help for the others.');
  const electron = await chooseElectron(forTests);
  const work = mkdtempSync(join(tmpdir(), 'toolgate-pack-'));
  try {
    const dist = join(work, 'electron');
    cpSync(electron.dist, dist, { recursive: true });
    for (const own of ['complete', 'version', 'resources/default_app.asar']) rmSync(join(dist, own), { force: true });
    // A hard link would let the packer write into the Electron it packs.
    process.env.USE_HARD_LINKS = 'false';
    const { Arch, build: pack, Platform } = await import('electron-builder');
    log(`Packing with ${electron.isTest ? 'the test ' : ''}Electron ${electron.version} ...`);
    await pack({
      targets: Platform.LINUX.createTarget('dir', Arch[process.arch]),
      projectDir: root,
      publish: 'never',
      config: {
        ...config,
        directories: { ...config.directories, output: out },
        // what is packed here was not released: it never looks for updates
        publish: null,
        electronDist: dist,
        electronVersion: electron.version,
        ...(electron.isTest && { electronFuses: fusesOfTestElectron }),
      },
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const folder = [join(out, 'linux-unpacked'), join(out, `linux-${process.arch}-unpacked`)].find(existsSync);
  const binary = join(folder, 'toolgate-desktop');
  const fuses = readFuses(binary);
  for (const [name, value] of Object.entries(electron.isTest ? fusesOfTestElectron : wantedFuses))
    if (fuses[name] !== value) throw new Error(`The fuse ${name} of ${binary} is ${fuses[name]}, it must be ${value}.`);
  if (electron.isTest) writeFileSync(join(folder, 'TEST-BUILD.txt'), marker);
  return { folder, binary, isTest: electron.isTest };
}

async function main(args) {
  if (args.includes('--help')) return console.log(help);
  const out = resolve(args.includes('--out') ? args[args.indexOf('--out') + 1] : at('dist'));
  mkdirSync(out, { recursive: true });
  await build();
  const { folder, isTest } = await packFolder({ out, forTests: args.includes('--test-electron') });
  console.log(folder);
  if (args.includes('--dir-only')) return;
  console.log(packTar({ folder, out, isTest }));
  console.log(packDeb({ folder, out, isTest }));
  if (isTest) console.error('Test build: do not give it to anyone.');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
