import type { Clock } from '../ports/clock.js';
import type { ClientDirectory, Corridor, ServerDirectory } from '../ports/corridor.js';
import type { Ids } from '../ports/ids.js';
import type { Caller } from '../ports/messages.js';
import type { Logger } from '../ports/logger.js';
import type { AliasStore, TaskStore } from '../ports/stores.js';
import type { Telemetry } from '../ports/telemetry.js';
import type { Upstreams } from '../ports/upstreams.js';
import type { Names } from './names.js';
import type { TaskOwners } from './task-owners.js';
import type { Views } from './views.js';

export interface GatewayDeps {
  readonly corridor: Corridor;
  readonly upstreams: Upstreams;
  readonly servers: ServerDirectory;
  readonly clients: ClientDirectory;
  readonly aliases: AliasStore;
  readonly taskStore: TaskStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** read at every use, so that settings take effect at once */
  readonly options: () => { readonly maxRequestBytes: number };
  readonly version: string;
  /** where requests are told of; undefined while nobody wants to know */
  readonly telemetry?: () => Telemetry | undefined;
  /** a session is over: what was kept for it can go */
  readonly sessionEnded?: (caller: Caller) => void;
}

/** What every session shares. */
export interface Hub extends GatewayDeps {
  readonly toolNames: Names;
  readonly promptNames: Names;
  readonly views: Views;
  readonly tasks: TaskOwners;
  /** whether any other session is subscribed to a resource */
  subscribedElsewhere(session: object, server: string, uri: string): boolean;
}
