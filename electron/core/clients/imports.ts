import type { ServerConfig, TransportConfig } from '../../../shared/model/views.js';
import type { Gate, ImportedServer } from './gate-port.js';
import type { Launch } from './launch.js';

/** Where a server of an application's file goes behind the gate. */
export interface Placed {
  readonly server: string;
  readonly state: 'new' | 'same' | 'renamed';
}

export interface Imports {
  /** places a server: an identical launch is the same server, a differing one of the same name becomes `<name>-<client>` */
  place(name: string, launch: Launch, client: string): Placed;
  /** what has to be added for all that was placed */
  readonly added: readonly ImportedServer[];
}

/** Plans what goes behind the gate; adds nothing. */
export function planImports(gate: Pick<Gate, 'servers' | 'hasValue'>): Imports {
  const added: ImportedServer[] = [];
  const taken = (name: string): boolean => [...gate.servers(), ...added].some((one) => one.name.toLowerCase() === name.toLowerCase());
  const identical = (launch: Launch): string | undefined =>
    gate.servers().find((server) => isSame(gate, server, launch))?.name ??
    added.find((one) => sameTransport(one.transport, launch) && sameValues(one, launch))?.name;

  return {
    added,
    place(name, launch, client) {
      const before = identical(launch);
      if (before !== undefined) return { server: before, state: 'same' };
      const wanted = serverNameFrom(name);
      let server = wanted;
      if (taken(server)) server = serverNameFrom(`${wanted.slice(0, 63 - client.length)}-${client}`);
      for (let n = 2; taken(server); n++) server = serverNameFrom(`${wanted.slice(0, 60 - client.length)}-${client}-${n}`);
      added.push({ name: server, transport: transportFrom(launch), values: launch.values });
      return { server, state: server === wanted ? 'new' : 'renamed' };
    },
  };
}

/** A name that the gate takes: other characters become dashes. */
export function serverNameFrom(name: string): string {
  const clean = name
    .replace(/[^A-Za-z0-9 ._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 64)
    .replace(/[^A-Za-z0-9_]+$/, '');
  return clean === '' ? 'server' : clean;
}

function transportFrom(launch: Launch): TransportConfig {
  const names = [...new Set(launch.values.map((one) => one.name))];
  if (launch.kind === 'stdio')
    return {
      kind: 'stdio',
      command: launch.command,
      args: [...launch.args],
      envNames: names,
      ...(launch.cwd === undefined ? {} : { cwd: launch.cwd }),
    };
  return { kind: launch.kind, url: launch.url, headerNames: names };
}

function isSame(gate: Pick<Gate, 'hasValue'>, server: ServerConfig, launch: Launch): boolean {
  if (!sameTransport(server.transport, launch)) return false;
  const kind = launch.kind === 'stdio' ? 'env' : 'header';
  return launch.values.every(({ name, value }) => gate.hasValue(server.name, kind, name, value));
}

/** Everything but the values. */
function sameTransport(transport: TransportConfig, launch: Launch): boolean {
  const other = transportFrom(launch);
  const sorted = (one: TransportConfig): string =>
    JSON.stringify(
      one.kind === 'stdio'
        ? { ...one, envNames: [...one.envNames].sort() }
        : { ...one, headerNames: one.headerNames.map((name) => name.toLowerCase()).sort() },
      Object.keys({ kind: 0, command: 0, args: 0, cwd: 0, envNames: 0, url: 0, headerNames: 0 }),
    );
  return sorted(transport) === sorted(other);
}

const sameValues = (one: ImportedServer, launch: Launch): boolean =>
  launch.values.every(({ name, value }) => one.values.some((other) => other.name === name && other.value === value));
