import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';

/** Whose are the tasks that a client has made of questions (MCP 2025-11-25, tasks): a server hears of those that it asked for, and of no others. */
export interface ClientTasks {
  /** what the client answered to a question of this server */
  learn(server: string, result: JsonValue | undefined): void;
  ownerOf(taskId: JsonValue | undefined): string | undefined;
  /** a list of the client's, without what is another server's */
  ofServer(server: string, result: JsonObject): JsonObject;
}

/** of one session */
const mostTasks = 1000;

export function createClientTasks(): ClientTasks {
  const owners = new Map<JsonValue, string>();
  return {
    learn(server, result) {
      const task = isJsonObject(result) ? result['task'] : undefined;
      const taskId = isJsonObject(task) ? task['taskId'] : undefined;
      if (typeof taskId !== 'string' || owners.has(taskId)) return;
      owners.set(taskId, server);
      const [oldest] = owners.keys();
      if (owners.size > mostTasks && oldest !== undefined) owners.delete(oldest);
    },
    ownerOf: (taskId) => (typeof taskId === 'string' ? owners.get(taskId) : undefined),
    ofServer(server, result) {
      const { tasks } = result;
      if (!Array.isArray(tasks)) return result;
      const own = (tasks as JsonValue[]).filter((task) => isJsonObject(task) && owners.get(task['taskId'] ?? null) === server);
      return Object.assign(Object.create(null) as object, result, { tasks: own }) as JsonObject;
    },
  };
}
