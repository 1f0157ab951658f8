#!/usr/bin/env node
import { build, CannotBuild } from './build.mjs';
import { officialElectron } from './official-electron.mjs';
import { at, root } from './paths.mjs';
import { runChild } from './run-child.mjs';
import { sandboxFor } from './sandbox.mjs';
import { missingLibraries, packageName } from './system-packages.mjs';
import { testElectron, testElectronVersion } from './test-electron.mjs';

const help = `Starts Toolgate from this checkout, building it first when its sources changed.

usage: npm start -- [options]

  --hidden           start in the tray, without a window
  --data-dir DIR     keep settings, rules and log in DIR (also: TOOLGATE_DATA_DIR)
  --help             this text

With a display it starts the desktop application: in the official Electron where that is installed or can be downloaded, else (Linux
x64) in Electron ${testElectronVersion}, which is meant for tests. Without a display it runs "toolgate serve --ui" and prints an address to
open in a browser; "npm start -- serve --help" shows the options of that.`;

class CannotStart extends Error {}

async function chooseElectron() {
  const official = await officialElectron();
  if (official) return official;
  const no =
    'Electron is not installed and could not be downloaded. With access to its download site run: node node_modules/electron/install.js';
  let binary;
  try {
    binary = await testElectron();
  } catch (error) {
    throw new CannotStart(`${no}\nThe replacement for tests cannot be used either: ${error.message}.`, { cause: error });
  }
  console.error(
    `Warning: the official Electron could not be had, so this is Electron ${testElectronVersion}, which gets no security fixes. Good for a first look, not for daily work.`,
  );
  return binary;
}

function checkLibraries(binary) {
  if (process.platform !== 'linux') return;
  const missing = missingLibraries(binary);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.filter((entry) => entry.packages.length > 0).map((entry) => packageName(entry.packages)))];
  const unknown = missing.filter((entry) => entry.packages.length === 0).map((entry) => entry.library);
  throw new CannotStart(
    `Electron needs system libraries that are not installed. On Debian and Ubuntu:\n  sudo apt-get install ${packages.join(' ')}` +
      (unknown.length > 0 ? `\nand whatever holds ${unknown.join(', ')}` : '') +
      '\nOr run the gate without a desktop: npm start -- serve --ui',
  );
}

async function desktopCommand(args) {
  const binary = await chooseElectron();
  checkLibraries(binary);
  const sandbox = sandboxFor(binary);
  if ('problem' in sandbox) throw new CannotStart(sandbox.problem);
  if (sandbox.warning) console.error(`Warning: ${sandbox.warning}`);
  return [binary, [...sandbox.flags, root, ...args]];
}

const args = process.argv.slice(2);
const serving = args[0] === 'serve';
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

if (args.includes('--help') && !serving) console.log(help);
else
  try {
    if ((await build()) === 'built') console.error('Built out/.');
    if (serving) runChild(process.execPath, [at('out/toolgate.cjs'), ...args]);
    else if (hasDisplay) runChild(...(await desktopCommand(args)));
    else {
      console.error('No display here: running the gate without a desktop. Open the address below in a browser.');
      runChild(process.execPath, [at('out/toolgate.cjs'), 'serve', '--ui', ...args.filter((arg) => arg !== '--hidden')]);
    }
  } catch (error) {
    if (!(error instanceof CannotStart || error instanceof CannotBuild)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
