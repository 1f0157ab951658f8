import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Debian and Ubuntu packages behind the libraries that Electron loads. Several names: newer releases renamed them. */
const packageOf = {
  'libgtk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libgdk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libnss3.so': ['libnss3'],
  'libnssutil3.so': ['libnss3'],
  'libsmime3.so': ['libnss3'],
  'libnspr4.so': ['libnspr4'],
  'libasound.so.2': ['libasound2t64', 'libasound2'],
  'libgbm.so.1': ['libgbm1'],
  'libatk-1.0.so.0': ['libatk1.0-0t64', 'libatk1.0-0'],
  'libatk-bridge-2.0.so.0': ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  'libatspi.so.0': ['libatspi2.0-0t64', 'libatspi2.0-0'],
  'libcups.so.2': ['libcups2t64', 'libcups2'],
  'libdrm.so.2': ['libdrm2'],
  'libxkbcommon.so.0': ['libxkbcommon0'],
  'libXcomposite.so.1': ['libxcomposite1'],
  'libXdamage.so.1': ['libxdamage1'],
  'libXfixes.so.3': ['libxfixes3'],
  'libXrandr.so.2': ['libxrandr2'],
  'libXext.so.6': ['libxext6'],
  'libX11.so.6': ['libx11-6'],
  'libxcb.so.1': ['libxcb1'],
  'libpango-1.0.so.0': ['libpango-1.0-0'],
  'libcairo.so.2': ['libcairo2'],
  'libdbus-1.so.3': ['libdbus-1-3'],
  'libglib-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgio-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgobject-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libexpat.so.1': ['libexpat1'],
};

/** Shared libraries that `binary` needs and this system lacks, each with the names its package may have. Empty where ldd cannot tell. */
export function missingLibraries(binary) {
  const listed = spawnSync('ldd', [binary], { encoding: 'utf8', env: { ...process.env, LD_LIBRARY_PATH: dirname(binary) } });
  const missing = [...(listed.stdout ?? '').matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1]);
  return [...new Set(missing)].map((library) => ({ library, packages: packageOf[library] ?? [] }));
}

export const hasCommand = (name) => (process.env.PATH ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, name)));

const known = (name) => {
  const shown = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' });
  return shown.status === 0 && /Candidate: (?!\(none\))\S/.test(shown.stdout);
};

/** Of several names of one package, the one that this release of the system has; the last where apt does not know. */
export const packageName = (names) => names.find(known) ?? names.at(-1);

/** Installs packages with apt, as root only. @returns the names that are still not installed */
export function aptInstall(names, { log = console.error } = {}) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const lists = '/var/lib/apt/lists';
  const hasLists = existsSync(lists) && readdirSync(lists).some((file) => file.includes('_Packages'));
  log(`Installing system packages: ${names.join(' ')}`);
  if (!hasLists) spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
  const install = () =>
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { stdio: ['ignore', 'ignore', 'inherit'], env })
      .status === 0;
  if (!install()) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
    install();
  }
  return names.filter(
    (name) => !spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' }).stdout?.includes('install ok installed'),
  );
}
