import { createHash } from 'node:crypto';
import type { ConnectionState } from '../../../shared/model/applications.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import { exists, isPresent, type ApplicationFiles } from './application-files.js';
import type { FileFacts } from './config-files.js';
import type { Look } from './look.js';
import { createPathWatch, type PathWatch } from './path-watch.js';
import { filesOf, pathOf, signsOf } from './places.js';

/** Something a person should know about an application. */
export type ApplicationNews =
  | { readonly kind: 'state'; readonly id: string; readonly name: string; readonly state: ConnectionState; readonly problem: string }
  /** it goes through the gate again */
  | { readonly kind: 'well'; readonly id: string; readonly name: string }
  /** an application, or servers of one, that Toolgate could put the gate before */
  | { readonly kind: 'offer'; readonly id: string; readonly name: string; readonly servers: readonly string[] };

/** after a word of the system: applications write a file in several steps, and some again and again */
export const SOON_MS = 1000;
/** where the system tells nothing */
export const LOOK_EVERY_MS = 2000;
/** where it tells, but may miss what comes from another machine */
export const LOOK_SELDOM_MS = 60_000;

export interface WatchDeps {
  readonly files: ApplicationFiles;
  readonly clock: Clock;
  readonly logger: Logger;
  /** what reads the files; it is loaded for that, and larger than all else here */
  readonly reader: () => Promise<{ look(): Look }>;
  /** what decides beside the files what is read in them; undefined: not known, so that every start reads */
  readonly readBy: () => string | undefined;
  /** where the gate is now: a taken port may have been given up for another while it runs */
  readonly port: () => number;
  /** a hash of all that was looked at when all was well, kept over restarts */
  readonly memory: { load(): string | undefined; save(print: string): void };
  readonly tell: (news: ApplicationNews) => void;
  readonly watchPaths?: (home: string, changed: () => void) => PathWatch;
}

interface Content {
  readonly date: string;
  readonly hash: string;
}

export interface Watch {
  start(): void;
  stop(): void;
}

/**
 * Looks at the applications' files at once and whenever the system says that one may have changed, by their dates, and tells what did. At a
 * start their contents are hashed, and read only where they are not those of the last look that found all well. It never writes to an
 * application's file: what to do about it is a person's click, so it cannot end in a fight with the application.
 */
export function createWatch(deps: WatchDeps): Watch {
  const { files, clock, logger, memory, tell } = deps;
  let cancel: (() => void) | undefined;
  let isSoon = false;
  let paths: PathWatch | undefined;
  let signature = '';
  const states = new Map<string, string>();
  /** seen but not recorded yet: a disk may be full */
  const fresh = new Set<string>();
  const contents = new Map<string, Content>();

  const look = (): void => {
    try {
      const now = `${deps.port()} ${signatureOf(files)}`;
      if (now === signature) return;
      signature = now;
      const print = printOf(files, deps.readBy(), contents);
      if (print !== undefined && print === memory.load() && files.connections.seen().length > 0) return;
      const unread = unreadLook(files);
      if (unread !== undefined) return take(unread, print);
      deps
        .reader()
        .then((reader) => {
          if (paths !== undefined) take(reader.look(), print);
        })
        .catch(failed);
    } catch (error) {
      failed(error);
    }
  };
  // A home folder on a network drive may be away for a while: the next look tries again.
  const failed = (error: unknown): void => {
    signature = '';
    logger.warn('clients.watch', { error: String(error) });
  };

  const take = ({ connections, found }: Look, print: string | undefined): void => {
    tellStates(connections);
    tellOffers(found);
    // What changed while it was read was perhaps not read.
    const well = connections.every(({ state }) => state === 'connected') && print === printOf(files, deps.readBy(), contents);
    memory.save(well ? (print ?? '') : '');
  };

  const tellStates = (connections: Look['connections']): void => {
    const known = new Set<string>();
    for (const { id, state, problem = '', home, project, ...view } of connections) {
      const name = project === undefined ? view.name : `${view.name} in ${project}`;
      const key = `${id}\n${home}\n${project ?? ''}`;
      known.add(key);
      const before = states.get(key) ?? 'connected';
      const said = `${state === 'connected' ? 'connected' : `${state} ${problem}`}`;
      states.set(key, said);
      if (said === before) continue;
      logger.warn('clients.state', { id, state });
      tell(state === 'connected' ? { kind: 'well', id, name } : { kind: 'state', id, name, state, problem });
    }
    for (const key of states.keys()) if (!known.has(key)) states.delete(key);
  };

  const tellOffers = (found: Look['found']): void => {
    const recorded = files.connections.seen();
    const first = recorded.length === 0;
    const seen = new Set([...recorded, ...fresh]);
    for (const { id, name, present, connected, servers } of found) {
      if (!present) continue;
      const direct = connected
        ? []
        : servers.filter((server) => !server.gate && !server.disabled && !server.project).map((server) => server.name);
      const unseen = direct.filter((server) => !seen.has(`${id}/${server}`));
      const isNew = !seen.has(id);
      if (isNew) fresh.add(id);
      for (const server of unseen) fresh.add(`${id}/${server}`);
      // What was there before the very first look is what the first start shows anyway.
      if (!first && !connected && (isNew || unseen.length > 0)) tell({ kind: 'offer', id, name, servers: direct });
    }
    if (fresh.size === 0 && !first) return;
    files.connections.setSeen([...new Set([...recorded, ...fresh]), ...(first ? ['.'] : [])]);
    fresh.clear();
  };

  const round = (): void => {
    isSoon = false;
    // Watched before it is looked at: nothing happens in between unseen.
    const told = watchAll();
    look();
    cancel = clock.after(told ? LOOK_SELDOM_MS : LOOK_EVERY_MS, round);
  };
  const watchAll = (): boolean => {
    try {
      return paths?.set(reallyAt(files, pathsOf(files))) ?? false;
    } catch (error) {
      logger.warn('clients.watch', { error: String(error) });
      return false;
    }
  };
  const soon = (): void => {
    if (isSoon || paths === undefined) return;
    isSoon = true;
    cancel?.();
    cancel = clock.after(SOON_MS, round);
  };
  return {
    start() {
      if (paths !== undefined) return;
      paths = (deps.watchPaths ?? createPathWatch)(files.places().home, soon);
      round();
    },
    stop() {
      cancel?.();
      paths?.close();
      paths = undefined;
    },
  };
}

/** The files of the table, the signs of applications, and the files of connections. */
const pathsOf = (files: ApplicationFiles): Set<string> => {
  const places = files.places();
  return new Set([
    ...files.applications.flatMap((application) => [...filesOf(application, places), ...signsOf(application, places)]),
    ...files.connections.all().flatMap((one) => one.files.map((file) => file.path)),
  ]);
};

/** The paths and, where links lead elsewhere, the places they lead to. */
function reallyAt({ fs }: ApplicationFiles, paths: Set<string>): Set<string> {
  const all = new Set(paths);
  for (const path of paths) if (fs.target(path) !== undefined) all.add(fs.realpath(path));
  return all;
}

/** Changes whenever a file of the table appears, goes or is written, and when a connection is made or ended. */
function signatureOf(files: ApplicationFiles): string {
  const parts = [...pathsOf(files)].map((path) => {
    const facts = files.fs.target(path);
    return facts === undefined ? '-' : facts.kind === 'folder' ? 'd' : `${facts.mtimeMs}:${facts.size}`;
  });
  return [...parts, ...files.connections.all().map((one) => `${one.id}${one.atMs}`)].join(' ');
}

/** more than that is not read either */
const mostBytes = 64 * 1024 * 1024;

/**
 * A hash of everything that a look depends on: what is in the files, and what was changed in them. Undefined where that cannot be told. A content is
 * hashed anew when its date is another one, and at every start.
 */
function printOf(files: ApplicationFiles, readBy: string | undefined, contents: Map<string, Content>): string | undefined {
  if (readBy === undefined) return undefined;
  const { fs, connections, instructed } = files;
  const places = files.places();
  const contentOf = (path: string, { mtimeMs, size, inode }: FileFacts): string => {
    const date = `${mtimeMs} ${size} ${inode}`;
    const known = contents.get(path);
    if (known?.date === date) return known.hash;
    const hash = createHash('sha256').update(fs.read(path)).digest('base64url');
    contents.set(path, { date, hash });
    return hash;
  };
  try {
    const signs = instructed.flatMap((one) => one.signs.map((sign) => pathOf(sign, places)));
    const lines = [...pathsOf(files), ...signs].map((path) => {
      const facts = fs.target(path);
      if (facts?.kind === 'file' && facts.size > mostBytes) throw new Error(`${path} is too large`);
      return [path, fs.facts(path)?.kind, facts?.kind === 'file' ? contentOf(path, facts) : facts?.kind];
    });
    const changed = [readBy, connections.all(), connections.gatePaths(), lines];
    return createHash('sha256').update(JSON.stringify(changed)).digest('base64url');
  } catch {
    return undefined;
  }
}

/** What can be told without reading, where no application has a file yet: which of them are there. */
function unreadLook(files: ApplicationFiles): Look | undefined {
  const places = files.places();
  const { fs, connections, applications, instructed } = files;
  if (connections.all().length > 0 || applications.some((one) => filesOf(one, places).some((file) => exists(fs, file)))) return undefined;
  const row = (id: string, name: string, present: boolean): Look['found'][number] => ({ id, name, present, connected: false, servers: [] });
  return {
    connections: [],
    found: [
      ...applications.map((one) => row(one.id, one.name, isPresent(files, one, places))),
      ...instructed.map(({ id, name, signs }) =>
        row(
          id,
          name,
          signs.some((sign) => exists(fs, pathOf(sign, places))),
        ),
      ),
    ],
  };
}
