import { mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Application } from '../../../electron/core/clients/application.js';
import { nodeConfigFiles, type ConfigFiles } from '../../../electron/core/clients/config-files.js';
import { openApplicationFiles } from '../../../electron/core/clients/application-files.js';
import { createClients, type ClientsRoom } from '../../../electron/core/clients/create-clients.js';
import type { Gate, ImportedServer } from '../../../electron/core/clients/gate-port.js';
import { createWatch, type ApplicationNews } from '../../../electron/core/clients/watch.js';
import { systemClock, type Clock } from '../../../electron/core/ports/clock.js';
import { randomIds } from '../../../electron/core/ports/ids.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import type { ServerConfig } from '../../../shared/model/views.js';
import { ok } from '../../../shared/result.js';

export const TOKEN = 'tok_0123456789abcdefghijklmnopqrstuvwxyzABC';

export interface FakeGate extends Gate {
  readonly added: Map<string, ImportedServer>;
  readonly clients: Set<string>;
}

/** A gate in memory that keeps what it is given. */
export function fakeGate(): FakeGate {
  const added = new Map<string, ImportedServer>();
  const clients = new Set<string>();
  const config = ({ name, transport }: ImportedServer): ServerConfig => ({
    name,
    transport,
    slug: name.slice(0, 8).toLowerCase(),
    enabled: true,
    trusted: false,
    instances: 'auto',
    addedAtMs: 0,
  });
  return {
    added,
    clients,
    port: () => 7411,
    servers: () => [...added.values()].map(config),
    covered: (words) => words.map((word) => word.replaceAll('s3cret', '•••')),
    hasValue: (server, _kind, name, value) => added.get(server)?.values.find((one) => one.name === name)?.value === value,
    addServer(server) {
      added.set(server.name, server);
      return ok(config(server));
    },
    removeServer: (name) => void added.delete(name),
    tokenFor(client) {
      clients.add(client);
      return ok(TOKEN);
    },
    removeClient: (client) => void clients.delete(client),
    bridgeCommand: () => ({ command: '/usr/bin/node', args: ['/opt/toolgate/toolgate.cjs'], env: {}, dataDir: '/data' }),
  };
}

export interface Bench {
  readonly root: string;
  readonly home: string;
  readonly dataDir: string;
  readonly gate: FakeGate;
  readonly clients: ClientsRoom;
  /** `reader`: what reads the files, asked for when one is to be read */
  watch(tell: (news: ApplicationNews) => void, reader?: () => Promise<ClientsRoom>): () => void;
  write(path: string, text: string | Uint8Array): string;
  read(path: string): string;
}

/** Real files, but no program is started for access lists or an exchange in one step: tests replace thousands of them, and nobody else does. */
export const plainFiles: ConfigFiles = {
  ...nodeConfigFiles,
  exchange(fresh, target) {
    renameSync(target, `${fresh}-out`);
    renameSync(fresh, target);
    renameSync(`${fresh}-out`, fresh);
    return 'done';
  },
  createLike: (_model, facts, path, bytes) => void nodeConfigFiles.create(path, bytes, facts.mode, facts),
};

/** Looks at files some seconds after they were written: a broken one is broken, a lock that a crash left without its writer's number is stale. */
export const later: Clock = { ...systemClock, nowMs: () => Date.now() + 5000 };

/** A home folder of its own, a data folder and the room on them. */
export function bench(
  options: {
    fs?: ConfigFiles;
    applications?: readonly Application[];
    projectFolders?: readonly string[];
    platform?: NodeJS.Platform;
    env?: Record<string, string>;
    clock?: Clock;
    home?: string;
    roots?: Pick<Bench, 'root' | 'home' | 'dataDir' | 'gate'>;
    /** what the watch keeps over starts, and by what it knows its own reading */
    memory?: { print: string | undefined };
    readBy?: string;
  } = {},
): Bench {
  const root = options.roots?.root ?? realpathSync(mkdtempSync(join(tmpdir(), 'clients-')));
  const [home, dataDir] = [options.home ?? join(root, 'home'), join(root, 'data')];
  mkdirSync(home, { recursive: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const gate = options.roots?.gate ?? fakeGate();
  const clock = options.clock ?? systemClock;
  const files = openApplicationFiles({
    dataDir,
    home,
    env: options.env ?? {},
    platform: options.platform ?? 'linux',
    fs: options.fs ?? plainFiles,
    ...(options.applications === undefined ? {} : { applications: options.applications }),
  });
  const clients = createClients({
    files,
    dataDir,
    clock,
    ids: randomIds,
    logger: silentLogger,
    gate,
    projectFolders: () => options.projectFolders ?? [],
  });
  const memory = options.memory ?? { print: undefined };
  return {
    root,
    home,
    dataDir,
    gate,
    clients,
    watch(tell, reader = () => Promise.resolve(clients)) {
      const watch = createWatch({
        ...{ files, clock, logger: silentLogger, reader, tell },
        readBy: () => options.readBy,
        port: () => gate.port(),
        memory: { load: () => memory.print, save: (print) => (memory.print = print) },
      });
      watch.start();
      return () => watch.stop();
    },
    write(path, text) {
      const whole = join(home, path);
      mkdirSync(dirname(whole), { recursive: true });
      writeFileSync(whole, text);
      return whole;
    },
    read: (path) => readFileSync(join(home, path), 'utf8'),
  };
}
