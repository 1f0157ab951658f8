import type { ApplicationChange, ApplicationView, ConnectionView, ImportedView } from '../../../shared/model/applications.js';
import { fail, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import type { ApplicationFiles } from './application-files.js';
import { createBackups } from './backups.js';
import type { ConnectOptions } from './connect-job.js';
import { connect } from './connect.js';
import { disconnect, disconnectAll, type DisconnectOptions } from './disconnect.js';
import { discover } from './discover.js';
import type { Gate } from './gate-port.js';
import { importServers, type ImportInput } from './import-servers.js';
import { leadsToGate } from './leads-to-gate.js';
import { lookAt, type Look } from './look.js';
import { openLink } from './open-link.js';
import { restore } from './restore.js';
import type { Room } from './room.js';
import { stateOf } from './states.js';

export interface ClientsDeps {
  readonly files: ApplicationFiles;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
  readonly logger: Logger;
  readonly gate: Gate;
  /** folders a person named, whose projects may have files of their own */
  readonly projectFolders: () => readonly string[];
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
  /** how all of them stand now, for the watch */
  look(): Look;
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
  const { fs, connections } = deps.files;
  const room: Room = {
    ...deps.files,
    clock: deps.clock,
    ids: deps.ids,
    logger: deps.logger,
    gate: deps.gate,
    backups: createBackups({ fs, clock: deps.clock, dataDir: deps.dataDir, connections }),
    looks: new Set(),
    readings: new Map(),
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
    look: () => lookAt(room),
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
