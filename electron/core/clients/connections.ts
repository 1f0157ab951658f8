import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { codeOf, type ConfigFiles } from './config-files.js';
import type { GatePath } from './leads-to-gate.js';

/** One entry that we wrote or took out. */
const change = z.object({
  at: z.array(z.string()),
  name: z.string(),
  kind: z.enum(['replaced', 'added', 'removed']),
  /** server that the entry leads to, or went to when it was taken out; absent for the entry that leads to all */
  server: z.string().optional(),
  /** fingerprint of what we wrote */
  print: z.string().optional(),
});
export type Change = z.infer<typeof change>;

const connectedFile = z.object({
  path: z.string(),
  /** hash of the content that disconnecting brings back, `none` where there was no file */
  before: z.string(),
  /** hash of what we wrote */
  after: z.string(),
  /** true until the write is known to have happened: a crash leaves it so */
  writing: z.boolean(),
  /** name of the backup that holds `before` */
  backup: z.string().optional(),
  /** name of the copy of what we wrote */
  written: z.string(),
  /** folders that had to be made for it */
  madeFolders: z.array(z.string()),
  changes: z.array(change),
  /** entries that stay with the application */
  left: z.array(z.object({ at: z.array(z.string()), name: z.string() })),
});
export type ConnectedFile = z.infer<typeof connectedFile>;

const connection = z.object({
  id: z.string(),
  home: z.string(),
  /** the folder of a project whose own files these are */
  project: z.string().optional(),
  /** name of the client behind the gate */
  client: z.string(),
  mode: z.enum(['mirror', 'aggregate']),
  atMs: z.number(),
  files: z.array(connectedFile),
});
export type Connection = z.infer<typeof connection>;
/** What a connection is known by. */
export type ConnectionKey = Pick<Connection, 'id' | 'home' | 'project'>;

const backup = z.object({ name: z.string(), id: z.string(), file: z.string(), atMs: z.number(), sha: z.string() });
export type Backup = z.infer<typeof backup>;

/** a way to the gate as it was written into a file: a later port or place of the program does not make it a stranger */
const gatePath = z.object({
  port: z.number(),
  bridge: z.object({ command: z.string(), args: z.array(z.string()), env: z.record(z.string(), z.string()), dataDir: z.string() }),
});

const KEEP_PATHS = 20;

const document = z.object({
  version: z.literal(1),
  connections: z.array(connection),
  backups: z.array(backup),
  /** applications and direct servers that a person was told about */
  seen: z.array(z.string()),
  gatePaths: z.array(gatePath).default([]),
});
type Document = z.infer<typeof document>;

/** What Toolgate has changed in applications' files: `connections.json` in the data folder, no secrets in it. */
export interface Connections {
  all(): readonly Connection[];
  of(key: ConnectionKey): Connection | undefined;
  /** durable when it returns; undefined removes it. `path`: the way to the gate that is written now. Throws when it cannot be written. */
  put(key: ConnectionKey, connection: Connection | undefined, path?: GatePath): void;
  /** the ways to the gate that were ever written into files, the last 20 */
  gatePaths(): readonly GatePath[];
  backups(): readonly Backup[];
  setBackups(backups: readonly Backup[]): void;
  seen(): readonly string[];
  setSeen(seen: readonly string[]): void;
}

export function openConnections(fs: ConfigFiles, dataDir: string): Connections {
  const path = join(dataDir, 'connections.json');
  let held: Document | undefined;

  const load = (): Document => {
    if (held !== undefined) return held;
    let text: string;
    try {
      text = Buffer.from(fs.read(path)).toString('utf8');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      return (held = { version: 1, connections: [], backups: [], seen: [], gatePaths: [] });
    }
    const parsed = document.safeParse(json(text));
    if (!parsed.success) throw new Error(`${path} is damaged: move it away; the backups beside it hold the applications' files`);
    return (held = parsed.data);
  };
  const save = (next: Document): void => {
    writeOwn(fs, path, `${JSON.stringify(next, undefined, 2)}\n`);
    held = next;
  };

  return {
    all: () => load().connections,
    of: (key) => load().connections.find((one) => isOf(one, key)),
    put(key, next, path) {
      const others = load().connections.filter((one) => !isOf(one, key));
      save({ ...load(), connections: next === undefined ? others : [...others, next], gatePaths: withPath(load().gatePaths, path) });
    },
    gatePaths: () => load().gatePaths,
    backups: () => load().backups,
    setBackups: (backups) => save({ ...load(), backups: [...backups] }),
    seen: () => load().seen,
    setSeen: (seen) => save({ ...load(), seen: [...seen] }),
  };
}

const isOf = (one: Connection, { id, home, project }: ConnectionKey): boolean =>
  one.id === id && one.home === home && one.project === project;

function withPath(paths: Document['gatePaths'], path: GatePath | undefined): Document['gatePaths'] {
  if (path === undefined) return paths;
  const { port, bridge } = path;
  const next = { port, bridge: { command: bridge.command, args: [...bridge.args], env: { ...bridge.env }, dataDir: bridge.dataDir } };
  const others = paths.filter((one) => !isDeepStrictEqual(one, next));
  return [...others, next].slice(-KEEP_PATHS);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Replaces a file of our own, 0600, whole or not at all. */
export function writeOwn(fs: ConfigFiles, path: string, text: string | Uint8Array): void {
  const fresh = `${path}.new`;
  fs.remove(fresh);
  fs.create(fresh, typeof text === 'string' ? Buffer.from(text, 'utf8') : text, 0o600);
  fs.rename(fresh, path);
}
