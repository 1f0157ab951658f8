import { ok } from '../../shared/result.js';
import type { ApplicationFiles } from './clients/application-files.js';
import { createClients, type ClientsRoom } from './clients/create-clients.js';
import { addServer } from './add-server.js';
import type { Gate } from './clients/gate-port.js';
import { handshake } from './handshake.js';
import type { Clock } from './ports/clock.js';
import type { BridgeCommand } from './ports/bridge-command.js';
import type { Ids } from './ports/ids.js';
import type { Logger } from './ports/logger.js';
import type { Opener } from './ports/opener.js';
import { SecretUnreadable, type SecretStore } from './ports/secret-store.js';
import type { ClientRoom } from './settings/client-directory.js';
import type { SettingsRoom } from './settings/create-settings.js';
import { secretKey } from './views.js';

export interface ApplicationsDeps {
  readonly files: ApplicationFiles;
  readonly dataDir: string;
  readonly settings: SettingsRoom;
  readonly clients: ClientRoom;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly bridge: BridgeCommand;
  /** the port of the listener, and whether it listens now */
  readonly gate: () => { readonly port: number; readonly listening: boolean };
  /** the tools of a server as they were listed last */
  readonly toolNames: (server: string) => readonly string[] | undefined;
  readonly opener: Opener;
  /** words of a command line with passwords and keys covered */
  readonly covered: (words: readonly string[]) => readonly string[];
  /** a server came behind the gate */
  readonly serverAdded: (name: string) => void;
  /** a server went again */
  readonly serverRemoved: (name: string) => void;
  /** a client's token ended */
  readonly clientRemoved: (name: string) => void;
}

/** The applications' room, with what it needs of settings, secrets and tokens. */
export function createApplications(deps: ApplicationsDeps): ClientsRoom {
  const { settings, clients, secrets, ids } = deps;
  const gate: Gate = {
    port: () => deps.gate().port,
    servers: () => settings.servers(),
    covered: deps.covered,
    hasValue(server, kind, name, value) {
      try {
        return secrets.get(secretKey(server, kind, name)) === value;
      } catch (error) {
        if (error instanceof SecretUnreadable) return false;
        throw error;
      }
    },
    addServer({ name, transport, values, off = false }) {
      const added = addServer(deps, { name, transport, enabled: !off, trusted: false, instances: 'auto' }, values);
      if (added.ok) deps.serverAdded(name);
      return added;
    },
    removeServer(name) {
      if (settings.removeServer(name).ok) deps.serverRemoved(name);
    },
    tokenFor(client, application) {
      const token = clients.tokenOf(client);
      if (token !== undefined) return ok(token);
      if (settings.clients().some((one) => one.name === client)) clients.remove(client);
      const fresh = ids.token();
      const added = clients.add(client, fresh, application);
      return added.ok ? ok(fresh) : added;
    },
    removeClient(client) {
      // A client that a person made under this name stays.
      if (settings.clients().find((one) => one.name === client)?.application === undefined) return;
      if (clients.remove(client).ok) deps.clientRemoved(client);
    },
    toolNames: deps.toolNames,
    open: (url) => deps.opener.open(url),
    bridgeCommand: () => ({ ...deps.bridge, dataDir: deps.dataDir }),
    get handshake() {
      const { port, listening } = deps.gate();
      if (!listening) return undefined;
      return (client: string, server: string | undefined) => handshake(port, clients.tokenOf(client) ?? '', server, clients.checkName);
    },
  };
  return createClients({
    files: deps.files,
    dataDir: deps.dataDir,
    clock: deps.clock,
    ids,
    logger: deps.logger,
    gate,
    projectFolders: () => settings.get().projectFolders,
  });
}
