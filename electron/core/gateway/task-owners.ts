import type { Logger } from '../ports/logger.js';
import type { StoredTask, TaskStore } from '../ports/stores.js';

/**
 * Which server a task runs on and whose it is (MCP 2025-11-25 tasks, and the extension of 2026-07-28). Survives a restart: tasks of servers that
 * are reached by an address do. Keeps the newest 10,000.
 */
export interface TaskOwners {
  add(task: StoredTask): void;
  /** Only tasks that this client started, at `server` or, where that is `''`, at any: servers number theirs as they like, so there may be several. */
  find(client: string, server: string, taskId: string): readonly StoredTask[];
  /** the servers that run tasks of a client */
  serversOf(client: string): ReadonlySet<string>;
  /** A removed client has none: another that is given its name later owns its own only. */
  forget(client: string): void;
}

export function createTaskOwners(store: TaskStore, logger: Logger, capacity = 10_000): TaskOwners {
  const owned = new Map<string, StoredTask>();
  const keyOf = ({ client, server, taskId }: Omit<StoredTask, 'tool'>) => JSON.stringify([client, server, taskId]);
  for (const task of store.load()) owned.set(keyOf(task), task);

  /** what cannot be written holds for this run */
  const stored = (write: () => void): void => {
    try {
      write();
    } catch (fault) {
      logger.error('gateway.task.not-stored', { fault: String(fault) });
    }
  };
  const serversOf = (client: string): ReadonlySet<string> =>
    new Set([...owned.values()].filter((task) => task.client === client).map(({ server }) => server));

  return {
    add(task) {
      const key = keyOf(task);
      owned.delete(key);
      owned.set(key, task);
      stored(() => store.put(task));
      const [oldest] = owned;
      if (owned.size <= capacity || oldest === undefined) return;
      owned.delete(oldest[0]);
      stored(() => store.remove(oldest[1]));
    },
    find: (client, server, taskId) =>
      (server === '' ? [...serversOf(client)] : [server]).flatMap((one) => owned.get(keyOf({ client, server: one, taskId })) ?? []),
    serversOf,
    forget(client) {
      for (const [key, task] of owned) {
        if (task.client !== client) continue;
        owned.delete(key);
        stored(() => store.remove(task));
      }
    },
  };
}
