import { readFileSync } from 'node:fs';

/** Marks the place in Electron's binary where the fuses stand: then one byte version, one byte count, one character per fuse. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const names = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
];
const states = { 0x30: false, 0x31: true };

/**
 * What a packaged Toolgate may and may not do. `runAsNode` stays on: the command line and the bridge are the application itself, run as
 * Node on the script inside it. docs/threat-model.md says what that means.
 */
export const wantedFuses = {
  runAsNode: true,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

/** Electron 25, for tests, ends before the last one. */
export const fusesOfTestElectron = Object.fromEntries(
  Object.entries(wantedFuses).filter(([name]) => name !== 'grantFileProtocolExtraPrivileges'),
);

/**
 * The fuses of a binary, by name; a removed one is undefined. On macOS give the file of "Electron Framework".
 * Throws where the file has none.
 * @returns {Record<string, boolean | undefined>}
 */
export function readFuses(binary) {
  const bytes = readFileSync(binary);
  const at = bytes.indexOf(sentinel);
  if (at < 0) throw new Error(`${binary} has no fuses: it is not Electron.`);
  const wire = at + sentinel.length;
  if (bytes[wire] !== 1) throw new Error(`${binary} has fuses of version ${bytes[wire]}, which are not known here.`);
  const count = bytes[wire + 1] ?? 0;
  return Object.fromEntries(names.slice(0, count).map((name, index) => [name, states[bytes[wire + 2 + index] ?? 0]]));
}
