import type { ApplicationView } from '../../../shared/model/applications.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import type { ApplicationFiles } from './application-files.js';
import type { Application } from './application.js';
import type { Backups } from './backups.js';
import type { Entry } from './entries.js';
import type { Plain } from './formats/format.js';
import type { Gate } from './gate-port.js';
import type { Places } from './places.js';
import type { ReadContext } from './read-entry.js';
import type { LastReadings } from './unless-changed.js';

/** What the parts of this room share. */
export interface Room extends ApplicationFiles {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
  readonly logger: Logger;
  readonly gate: Gate;
  readonly backups: Backups;
  /** old files that are still looked after, in case somebody writes into them */
  readonly looks: Set<Promise<void>>;
  /** what was in the files at the last look: the entries, or why there are none */
  readonly readings: LastReadings<Entry[] | ApplicationView['problems'][number]>;
  projectFolders(): readonly string[];
  /** whether an entry leads to this very gate, at a port or by a bridge that is ours or was */
  leadsToGate(entry: Plain): boolean;
}

export const contextOf = (application: Pick<Application, 'urlMeansSse' | 'variables'>, places: Places): ReadContext => ({
  home: places.home,
  env: places.env,
  ...(application.urlMeansSse === undefined ? {} : { urlMeansSse: application.urlMeansSse }),
  ...(application.variables === undefined ? {} : { variables: application.variables }),
});
