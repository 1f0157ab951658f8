import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, type Stats } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

export interface SocketPaths {
  /** commands, for the CLI of the same user */
  readonly control: string;
  /** MCP, for `toolgate connect` */
  readonly bridge: string;
}

/** A Unix socket's path may have 107 bytes; a little is kept for the system's own additions. */
const MAX_SOCKET_PATH = 100;

/**
 * Where the sockets of a data folder are: in `<dataDir>/run` where the path is short enough, else in a 0700 folder of the user's in `/tmp`; named
 * pipes on Windows. The same answer in every process for the same folder, whatever an application's environment says of TMPDIR.
 */
export function socketPaths(dataDir: string, platform: NodeJS.Platform = process.platform): SocketPaths {
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  if (platform === 'win32') return { control: `\\\\.\\pipe\\toolgate-${hash}-control`, bridge: `\\\\.\\pipe\\toolgate-${hash}-bridge` };
  const inData = join(dataDir, 'run', 'control.sock');
  const folder = Buffer.byteLength(inData) <= MAX_SOCKET_PATH ? join(dataDir, 'run') : `/tmp/toolgate-${userInfo().uid}-${hash}`;
  return { control: join(folder, 'control.sock'), bridge: join(folder, 'bridge.sock') };
}

/** Makes the folder of the sockets, 0700 and the user's own. Throws when somebody else owns it. */
export function makeSocketFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = lstatSync(folder);
  if (!stat.isDirectory() || isStrangers(stat)) throw new Error(foreign(folder));
  chmodSync(folder, 0o700);
}

/**
 * Why what listens in this folder may be another user's program, which is told nothing; undefined where only this user can have put it there
 * (or nobody did). The folder in `/tmp` has a name that anybody can work out.
 */
export function whyNotOurs(folder: string): string | undefined {
  const stat = lookAt(folder);
  if (stat === undefined) return undefined;
  if (!stat.isDirectory() || isStrangers(stat)) return foreign(folder);
  return (stat.mode & 0o022) === 0 ? undefined : `others may write to the folder ${folder}; remove it and start Toolgate again`;
}

/** Undefined where nothing is, as under a data folder that is a file, and where nothing can be reached either. */
function lookAt(folder: string): Stats | undefined {
  try {
    return lstatSync(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return undefined;
    throw cause;
  }
}

const isStrangers = ({ uid }: Stats): boolean => process.getuid !== undefined && uid !== process.getuid();
const foreign = (folder: string): string => `${folder} belongs to somebody else; remove it and start again`;
