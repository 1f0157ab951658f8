/** What is remembered of a task: where it runs and which tool started it. */
export interface OwnedTask {
  readonly server: string;
  /** the server's own name of the tool */
  readonly tool: string;
}

/** Which server a task runs on and whose it is (MCP 2025-11-25 tasks, and the extension of 2026-07-28). Keeps the newest 10,000. */
export interface TaskOwners {
  add(taskId: string, client: string, task: OwnedTask): void;
  /** only for the client that started the task */
  find(taskId: string, client: string): OwnedTask | undefined;
}

const capacity = 10_000;

export function createTaskOwners(): TaskOwners {
  const owners = new Map<string, OwnedTask>();
  // the client is part of the key: two servers may use the same id for different clients
  const key = (taskId: string, client: string) => `${client}\n${taskId}`;
  return {
    add(taskId, client, task) {
      owners.set(key(taskId, client), task);
      if (owners.size > capacity) owners.delete(owners.keys().next().value as string);
    },
    find: (taskId, client) => owners.get(key(taskId, client)),
  };
}
