import { spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { exchangeNames, type Exchanged, type Judged } from './exchange-names.js';

export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** permission bits */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeMs: number;
  readonly size: number;
  /** tells the file from another one that took its name */
  readonly inode: number;
  /** how many names it has */
  readonly names: number;
}

/** A file kept open, whatever becomes of its name. */
export interface HeldFile {
  read(): Uint8Array;
  inode: number;
  close(): void;
}

/**
 * The file system as this room needs it. Synchronous: between looking at a file and replacing it nothing of ours may run. Every method
 * throws Node's errors (`code`), except where it says otherwise.
 */
export interface ConfigFiles {
  read(path: string): Uint8Array;
  /** facts of the path itself, a link not followed; undefined when there is nothing */
  facts(path: string): FileFacts | undefined;
  /** facts of what it leads to; undefined when there is nothing (a link may dangle) */
  target(path: string): FileFacts | undefined;
  realpath(path: string): string;
  /** makes a new file, never over another, with this mode and owner, and brings it to the disk */
  create(path: string, bytes: Uint8Array, mode: number, owner?: { readonly uid: number; readonly gid: number }): void;
  /** the same with the mode, owner, access list and extended attributes of another file; what of them could not be kept, for people */
  createLike(model: string, facts: FileFacts, path: string, bytes: Uint8Array): string | undefined;
  hold(path: string): HeldFile;
  rename(from: string, to: string): void;
  /** lets two files have each other's names where `target` is what was judged; undefined where the system cannot. Throws nothing. */
  exchange(fresh: string, target: string, judged: Judged): Exchanged | undefined;
  /** a second name for the same file */
  link(from: string, to: string): void;
  /** brings a folder's list of names to the disk, where the system can */
  syncFolder(path: string): void;
  /** removes a file; nothing happens when there is none */
  remove(path: string): void;
  /** the folders that had to be made, outermost first */
  makeFolder(path: string, mode: number): string[];
  /** removes a folder when it is empty */
  removeFolder(path: string): void;
  list(path: string): string[];
}

/** The real one. */
export const nodeConfigFiles: ConfigFiles = {
  // What says that it is empty is not read: a file of the system's own (`/proc/kmsg`) says so too, and may hold whoever reads it for ever.
  read: (path) => (statSync(path).size === 0 ? new Uint8Array() : readFileSync(path)),
  facts: (path) => factsOf(() => lstatSync(path)),
  target: (path) => factsOf(() => statSync(path)),
  realpath: (path) => realpathSync(path),
  create: (path, bytes, mode, owner) => fill(openSync(path, 'wx', 0o600), path, bytes, mode, owner),
  createLike(model, facts, path, bytes) {
    if (process.platform === 'darwin') {
      // The system's own copy takes access lists and extended attributes along.
      copyFileSync(model, path, constants.COPYFILE_EXCL);
      const file = openSync(path, 'r+');
      ftruncateSync(file);
      fill(file, path, bytes, facts.mode, facts);
      return undefined;
    }
    fill(openSync(path, 'wx', 0o600), path, bytes, facts.mode, facts);
    return process.platform === 'linux' ? copyAttributes(model, path) : undefined;
  },
  hold(path) {
    const file = openSync(path, 'r');
    return {
      inode: Number(fstatSync(file).ino),
      read() {
        const { size } = fstatSync(file);
        const bytes = Buffer.alloc(size);
        let filled = 0;
        for (let read = -1; read !== 0 && filled < size; filled += read) read = readSync(file, bytes, filled, size - filled, filled);
        return bytes.subarray(0, filled);
      },
      close: () => closeSync(file),
    };
  },
  rename: (from, to) => renameSync(from, to),
  exchange: (fresh, target, judged) => exchangeNames(fresh, target, judged),
  link: (from, to) => linkSync(from, to),
  syncFolder(path) {
    if (process.platform === 'win32') return;
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  },
  remove(path) {
    try {
      unlinkSync(path);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  },
  makeFolder(path, mode) {
    const first = mkdirSync(path, { recursive: true, mode });
    if (first === undefined) return [];
    const made: string[] = [];
    for (let at = path; at.length >= first.length; at = at.slice(0, Math.max(at.lastIndexOf('/'), at.lastIndexOf('\\')))) made.unshift(at);
    return made;
  },
  removeFolder(path) {
    try {
      rmdirSync(path);
    } catch (error) {
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
    }
  },
  list: (path) => readdirSync(path),
};

function fill(file: number, path: string, bytes: Uint8Array, mode: number, owner?: { readonly uid: number; readonly gid: number }): void {
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
    if (owner !== undefined && process.getuid !== undefined && (owner.uid !== process.getuid() || owner.gid !== process.getgid?.()))
      fchownSync(file, owner.uid, owner.gid);
    if (process.platform !== 'win32') fchmodSync(file, mode);
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    unlinkSync(path);
    throw error;
  }
  closeSync(file);
}

const COPY_MS = 5000;

/** Node knows neither access lists nor extended attributes; the `cp` of GNU's coreutils copies them without a byte of content. */
function copyAttributes(from: string, to: string): string | undefined {
  const done = spawnSync('cp', ['--attributes-only', '--preserve=mode,xattr', '--', from, to], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: COPY_MS,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
  });
  if (done.status === 0) return undefined;
  return (done.error?.message ?? done.stderr.split('\n')[0] ?? '') || 'cp failed';
}

function factsOf(stat: () => ReturnType<typeof statSync>): FileFacts | undefined {
  try {
    const found = stat();
    if (found === undefined) return undefined;
    const kind = found.isSymbolicLink() ? 'link' : found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
    return {
      kind,
      mode: Number(found.mode) & 0o7777,
      uid: Number(found.uid),
      gid: Number(found.gid),
      mtimeMs: Number(found.mtimeMs),
      size: Number(found.size),
      inode: Number(found.ino),
      names: Number(found.nlink),
    };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | undefined)?.code ?? '';
