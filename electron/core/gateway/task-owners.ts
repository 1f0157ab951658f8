/** Which server a task runs on and whose it is (MCP 2025-11-25 tasks). Keeps the newest 10,000. */
export interface TaskOwners {
  add(taskId: string, client: string, server: string): void;
  /** the server, only for the client that started the task */
  serverOf(taskId: string, client: string): string | undefined;
}

const capacity = 10_000;

export function createTaskOwners(): TaskOwners {
  const owners = new Map<string, string>();
  // the client is part of the key: two servers may use the same id for different clients
  const key = (taskId: string, client: string) => `${client}\n${taskId}`;
  return {
    add(taskId, client, server) {
      owners.set(key(taskId, client), server);
      if (owners.size > capacity) owners.delete(owners.keys().next().value as string);
    },
    serverOf: (taskId, client) => owners.get(key(taskId, client)),
  };
}
