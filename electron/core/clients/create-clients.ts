import type { ApplicationChange, ApplicationView, ConnectionView, ImportedView } from '../../../shared/model/applications.js';
import { fail, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import type { Application } from './application.js';
import { applications, instructed } from './application-table.js';
import { createBackups } from './backups.js';
import { nodeConfigFiles, type ConfigFiles } from './config-files.js';
import { connect, type ConnectOptions } from './connect.js';
import { openConnections } from './connections.js';
import { disconnect, disconnectAll, type DisconnectOptions } from './disconnect.js';
import { discover } from './discover.js';
import type { Gate } from './gate-port.js';
import { importServers, type ImportInput } from './import-servers.js';
import { leadsToGate } from './leads-to-gate.js';
import { openLink } from './open-link.js';
import { platformOf } from './places.js';
import { restore } from './restore.js';
import type { Room } from './room.js';
import { stateOf } from './states.js';
import { createWatch, type ApplicationNews } from './watch.js';

export interface ClientsDeps {
  readonly dataDir: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
  readonly logger: Logger;
  readonly gate: Gate;
  /** folders a person named, whose projects may have files of their own */
  readonly projectFolders: () => readonly string[];
  readonly fs?: ConfigFiles;
  /** instead of the built-in table */
  readonly applications?: readonly Application[];
}

/** The AI applications of this machine. `home` everywhere: another home folder than this process's own. */
export interface ClientsRoom {
  /** `project`: a folder to look in beside those that are set */
  discover(home?: string, project?: string): ApplicationView[];
  connect(id: string, options: ConnectOptions): Promise<Result<ApplicationChange>>;
  disconnect(id: string, options: DisconnectOptions): Promise<Result<ApplicationChange>>;
  /** takes the gate out of every application; goes on where one of them refuses, and says so */
  disconnectAll(options: {
    readonly dryRun: boolean;
    readonly home?: string | undefined;
    readonly edited: DisconnectOptions['edited'];
  }): Promise<Result<ApplicationChange>>;
  /** without `backup`: puts the gate back; with one: brings that copy of a file back */
  restore(
    id: string,
    options: { readonly backup?: string | undefined; readonly home?: string | undefined; readonly project?: string | undefined },
  ): Promise<Result<ApplicationChange>>;
  /** tells of applications that lose the gate or go past it, and of new ones; the end of the watch */
  watch(tell: (news: ApplicationNews) => void): () => void;
  importFrom(input: ImportInput): Promise<Result<ImportedView[]>>;
  /** opens the application with a link that has it ask whether to add the gate */
  openLink(id: string): Promise<Result<{ readonly url: string }>>;
  /** how each connected application stands now */
  verify(home?: string, id?: string): ConnectionView[];
  /** resolves when no file that was replaced is looked after any more: two seconds after the last change at most. To be waited for at the end */
  settled(): Promise<void>;
}

/** Opens nothing and reads nothing before it is asked. */
export function createClients(deps: ClientsDeps): ClientsRoom {
  const fs = deps.fs ?? nodeConfigFiles;
  const connections = openConnections(fs, deps.dataDir);
  const platform = platformOf(deps.platform);
  const names = (folder: string): readonly string[] => {
    try {
      return fs.list(folder);
    } catch {
      return [];
    }
  };
  const room: Room = {
    fs,
    clock: deps.clock,
    ids: deps.ids,
    logger: deps.logger,
    gate: deps.gate,
    applications: deps.applications ?? applications,
    instructed,
    connections,
    backups: createBackups({ fs, clock: deps.clock, dataDir: deps.dataDir, connections }),
    looks: new Set(),
    readings: new Map(),
    places: (home) =>
      home === undefined || home === deps.home ? { home: deps.home, platform, env: deps.env, names } : { home, platform, env: {}, names },
    projectFolders: deps.projectFolders,
    leadsToGate: (entry) => leadsToGate(entry, [{ port: deps.gate.port(), bridge: deps.gate.bridgeCommand() }, ...connections.gatePaths()]),
  };
  let last: Promise<unknown> = Promise.resolve();
  /** one change at a time: two clicks never meet in one file */
  const inTurn = <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
    const next = last
      .then(work)
      .catch((error: unknown) => fail('STORAGE', error instanceof Error ? error.message : String(error), 'See the log of Toolgate.'));
    last = next;
    return next;
  };

  return {
    discover: (home, project) => discover(room, home, project),
    connect: (id, options) => inTurn(() => connect(room, id, options)),
    disconnect: (id, options) => inTurn(() => disconnect(room, id, options)),
    disconnectAll: (options) => inTurn(() => disconnectAll(room, options)),
    restore: (id, options) => inTurn(() => restore(room, id, options)),
    watch(tell) {
      const watch = createWatch(room, tell);
      watch.start();
      return () => watch.stop();
    },
    importFrom: (input) => inTurn(() => Promise.resolve(importServers(room, input))),
    openLink: (id) => inTurn(() => openLink(room, id)),
    verify: (home, id) =>
      connections
        .all()
        .filter((one) => one.home === room.places(home).home && (id === undefined || one.id === id))
        .map((one) => stateOf(room, one)),
    async settled() {
      while (room.looks.size > 0) await Promise.all(room.looks);
    },
  };
}
