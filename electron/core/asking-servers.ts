import { createHash } from 'node:crypto';
import { stringify } from '../../shared/json/stringify.js';
import type { ServerConfig } from '../../shared/model/views.js';
import type { MetaStore } from './ports/stores.js';

const keyOf = (server: string): string => `asks-clients/${server}`;

/** Servers that were seen to ask things of their clients, kept over restarts, each with what it was started by then: another one has to be seen anew. */
export function createAskingServers(meta: MetaStore, config: (name: string) => ServerConfig | undefined) {
  const identity = (server: string): string =>
    createHash('sha256')
      .update(stringify({ ...config(server)?.transport }))
      .digest('base64url');
  return {
    has: (server: string): boolean => meta.get(keyOf(server)) === identity(server),
    add: (server: string): void => meta.set(keyOf(server), identity(server)),
  };
}
