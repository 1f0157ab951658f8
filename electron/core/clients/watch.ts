import type { ConnectionState } from '../../../shared/model/applications.js';
import { discover } from './discover.js';
import { createPathWatch, type PathWatch } from './path-watch.js';
import { filesOf, signsOf } from './places.js';
import type { Room } from './room.js';
import { stateOf } from './states.js';

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

export interface Watch {
  start(): void;
  stop(): void;
}

/**
 * Looks at the applications' files at once and whenever the system says that one may have changed, by their dates, and tells what did. It
 * never writes to an application's file: what to do about it is a person's click, so it cannot end in a fight with the application.
 */
export function createWatch(
  room: Room,
  tell: (news: ApplicationNews) => void,
  watchPaths: (home: string, changed: () => void) => PathWatch = createPathWatch,
): Watch {
  let cancel: (() => void) | undefined;
  let isSoon = false;
  let paths: PathWatch | undefined;
  let signature = '';
  const states = new Map<string, string>();
  /** seen but not recorded yet: a disk may be full */
  const fresh = new Set<string>();

  const look = (): void => {
    try {
      const now = signatureOf(room);
      if (now === signature) return;
      signature = now;
      tellStates();
      tellOffers();
    } catch (error) {
      // A home folder on a network drive may be away for a while: the next look tries again.
      signature = '';
      room.logger.warn('clients.watch', { error: String(error) });
    }
  };

  const tellStates = (): void => {
    const known = new Set<string>();
    for (const connection of room.connections.all()) {
      const { id, state, problem = '', ...view } = stateOf(room, connection);
      const name = view.project === undefined ? view.name : `${view.name} in ${view.project}`;
      const key = `${id}\n${connection.home}\n${view.project ?? ''}`;
      known.add(key);
      const before = states.get(key) ?? 'connected';
      const said = `${state === 'connected' ? 'connected' : `${state} ${problem}`}`;
      states.set(key, said);
      if (said === before) continue;
      room.logger.warn('clients.state', { id, state });
      tell(state === 'connected' ? { kind: 'well', id, name } : { kind: 'state', id, name, state, problem });
    }
    for (const key of states.keys()) if (!known.has(key)) states.delete(key);
  };

  const tellOffers = (): void => {
    const recorded = room.connections.seen();
    const first = recorded.length === 0;
    const seen = new Set([...recorded, ...fresh]);
    for (const { id, name, present, connected, servers } of discover(room)) {
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
    room.connections.setSeen([...new Set([...recorded, ...fresh]), ...(first ? ['.'] : [])]);
    fresh.clear();
  };

  const round = (): void => {
    isSoon = false;
    // Watched before it is looked at: nothing happens in between unseen.
    const told = watchAll();
    look();
    cancel = room.clock.after(told ? LOOK_SELDOM_MS : LOOK_EVERY_MS, round);
  };
  const watchAll = (): boolean => {
    try {
      return paths?.set(reallyAt(room, pathsOf(room))) ?? false;
    } catch (error) {
      room.logger.warn('clients.watch', { error: String(error) });
      return false;
    }
  };
  const soon = (): void => {
    if (isSoon || paths === undefined) return;
    isSoon = true;
    cancel?.();
    cancel = room.clock.after(SOON_MS, round);
  };
  return {
    start() {
      if (paths !== undefined) return;
      paths = watchPaths(room.places().home, soon);
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
const pathsOf = (room: Room): Set<string> => {
  const places = room.places();
  return new Set([
    ...room.applications.flatMap((application) => [...filesOf(application, places), ...signsOf(application, places)]),
    ...room.connections.all().flatMap((one) => one.files.map((file) => file.path)),
  ]);
};

/** The paths and, where links lead elsewhere, the places they lead to. */
function reallyAt(room: Room, paths: Set<string>): Set<string> {
  const all = new Set(paths);
  for (const path of paths) if (room.fs.target(path) !== undefined) all.add(room.fs.realpath(path));
  return all;
}

/** Changes whenever a file of the table appears, goes or is written, and when a connection is made or ended. */
function signatureOf(room: Room): string {
  const parts = [...pathsOf(room)].map((path) => {
    const facts = room.fs.target(path);
    return facts === undefined ? '-' : facts.kind === 'folder' ? 'd' : `${facts.mtimeMs}:${facts.size}`;
  });
  return [...parts, ...room.connections.all().map((one) => `${one.id}${one.atMs}`)].join(' ');
}
