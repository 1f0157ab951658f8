import { dirname, join, posix } from 'node:path';
import type { Room } from './allow-list.js';

const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s+(?:type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]\s*\)|\brequire\s*\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Every module that a file names: static, dynamic and type imports. */
export function importsOf(source: string): string[] {
  const withoutComments = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return [...withoutComments.matchAll(IMPORT)].map((match) => (match[1] ?? match[2] ?? match[3])!);
}

/** Says what is wrong with one file's imports, a line each; empty when all is allowed. `file` is a path with `/` from the repository's root. */
export function violations(file: string, source: string, rooms: readonly Room[]): string[] {
  const room = rooms.find((one) => file.startsWith(one.at));
  if (room === undefined) return [`${file} stands in no room`];
  return importsOf(source)
    .filter((name) => !(name.startsWith('.') ? ownAllowed(room, file, name) : packageAllowed(room, name)))
    .map((name) => `${file} (room ${room.at}) must not import ${name}`);
}

function ownAllowed(room: Room, file: string, name: string): boolean {
  const target = posix.normalize(join(dirname(file), name).replaceAll('\\', '/')).replace(/\.js$/, '.ts');
  // Styles and data beside a file belong to its room like the code.
  return room.own.some((prefix) => target.startsWith(prefix));
}

function packageAllowed(room: Room, name: string): boolean {
  return room.packages.some((allowed) =>
    allowed === 'node:' ? name.startsWith('node:') : name === allowed || name.startsWith(`${allowed}/`),
  );
}
