import type { Signal, Snapshot, Topic, Topics, ToolView } from '../../shared/model/views.js';
import { atOnce, inSlices, type Slicing } from '../../shared/slices.js';
import type { Clock } from './ports/clock.js';

/** Where the board gets each topic from when it changed. `tools` is asked per server and yields once a tool. */
export type Sources = { readonly [T in Exclude<Topic, 'tools'>]: () => Topics[T] } & {
  readonly tools: (server: string) => Iterator<void, ToolView[]>;
  readonly servers: () => Topics['servers'];
};

export interface Board {
  snapshot(): Snapshot;
  gate(): Topics['gate'];
  subscribe(listener: (signal: Signal) => void, topics?: readonly Topic[]): () => void;
  /** A room's news: the topic is read again and published, at most once per 50 ms. */
  changed(topic: Exclude<Topic, 'tools'>): void;
  toolsChanged(server: string): void;
  close(): void;
}

const PUBLISH_EVERY_MS = 50;

/** Turns rooms' "something changed" into snapshots with a revision. It keeps no state of its own but what is dirty. */
export function createBoard(sources: Sources, clock: Clock, slicing: Slicing, onFault: (topic: string, error: unknown) => void): Board {
  const listeners = new Map<(signal: Signal) => void, ReadonlySet<Topic> | undefined>();
  const dirty = new Set<Exclude<Topic, 'tools'>>();
  const dirtyServers = new Set<string>();
  /** servers whose tools are being put together; what changes meanwhile has them put together once more, and only that is told */
  const gathering = new Set<string>();
  let revision = 0;
  let cancelTimer: (() => void) | undefined;

  const wanted = (topic: Topic): boolean => {
    for (const topics of listeners.values()) if (topics === undefined || topics.has(topic)) return true;
    return false;
  };

  const publish = (topic: Topic, make: () => Signal): void => {
    if (!wanted(topic)) return;
    try {
      const signal = make();
      for (const [listener, topics] of listeners) if (topics === undefined || topics.has(topic)) listener(signal);
    } catch (error) {
      onFault(topic, error);
    }
  };

  const flush = (): void => {
    cancelTimer = undefined;
    const topics = [...dirty];
    const servers = [...dirtyServers].filter((server) => !gathering.has(server));
    dirty.clear();
    for (const server of servers) dirtyServers.delete(server);
    for (const topic of topics) publish(topic, () => ({ topic, revision: ++revision, value: sources[topic]() }) as Signal);
    for (const server of servers) void publishTools(server);
  };

  const publishTools = async (server: string): Promise<void> => {
    if (!wanted('tools') || gathering.has(server)) return;
    gathering.add(server);
    try {
      let value: ToolView[];
      do {
        dirtyServers.delete(server);
        value = await inSlices(sources.tools(server), slicing);
      } while (dirtyServers.has(server));
      publish('tools', () => ({ topic: 'tools', revision: ++revision, key: server, value }));
    } catch (error) {
      onFault('tools', error);
    } finally {
      gathering.delete(server);
      if (dirtyServers.has(server)) schedule();
    }
  };

  const schedule = (): void => {
    if (listeners.size > 0) cancelTimer ??= clock.after(PUBLISH_EVERY_MS, flush);
  };

  return {
    snapshot() {
      const servers = sources.servers();
      return {
        revision,
        gate: sources.gate(),
        servers,
        tools: Object.fromEntries(servers.map((server) => [server.name, atOnce(sources.tools(server.name))])),
        clients: sources.clients(),
        approvals: sources.approvals(),
        grants: sources.grants(),
        meters: sources.meters(),
        activity: sources.activity(),
        notices: sources.notices(),
        changes: sources.changes(),
        settings: sources.settings(),
      };
    },
    gate: () => sources.gate(),
    subscribe(listener, topics) {
      listeners.set(listener, topics === undefined ? undefined : new Set(topics));
      return () => void listeners.delete(listener);
    },
    changed(topic) {
      dirty.add(topic);
      schedule();
    },
    toolsChanged(server) {
      dirtyServers.add(server);
      schedule();
    },
    close() {
      cancelTimer?.();
      listeners.clear();
    },
  };
}
