import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import type { CallReply } from '../ports/corridor.js';
import type { Answer } from '../ports/messages.js';
import { invalidParams } from './govern.js';
import type { Hub } from './hub.js';
import { relay, request } from './relay.js';
import { can, type Call, type Session } from './session.js';

/**
 * Tasks (MCP 2025-11-25, experimental): the call that starts one was judged; what follows goes to the server it runs on, and only for
 * the client that started it.
 */
export const getTask = follow;
export const taskResult = follow;
export const cancelTask = follow;

function follow(hub: Hub, session: Session, call: Call): CallReply | Promise<CallReply> {
  const { taskId } = call.params;
  if (typeof taskId !== 'string') return invalidParams('"taskId" must be a string');
  const server = hub.tasks.serverOf(taskId, session.caller.client);
  if (server === undefined || (session.route !== '' && server !== session.route) || !hub.servers.has(server))
    return invalidParams(`there is no task ${taskId.slice(0, 200)}`);
  return relay(hub, session, call, server);
}

/** The tasks of this client at all servers of the session, at most 20 pages of each. */
export async function listTasks(hub: Hub, session: Session, call: Call): Promise<CallReply> {
  const lists = await Promise.all(
    session
      .links()
      .filter((link) => can(link, 'tasks'))
      .map((link) => tasksAt(hub, session, call, link.server)),
  );
  return { kind: 'result', result: { tasks: lists.flat() } };
}

async function tasksAt(hub: Hub, session: Session, call: Call, server: string): Promise<JsonValue[]> {
  const tasks: JsonValue[] = [];
  let cursor: JsonValue | undefined;
  for (let page = 0; page < 20; page++) {
    const answer = await request(hub, session, call, server, cursor === undefined ? {} : { cursor });
    const result = 'bytes' in answer ? resultOf(answer) : undefined;
    const found = result?.['tasks'];
    if (!Array.isArray(found)) break;
    tasks.push(
      ...(found as JsonValue[]).filter(
        (task) =>
          isJsonObject(task) && typeof task['taskId'] === 'string' && hub.tasks.serverOf(task['taskId'], session.caller.client) === server,
      ),
    );
    cursor = result?.['nextCursor'];
    if (typeof cursor !== 'string') break;
  }
  return tasks;
}

/** Remembers the task that a call has started. The one place where the gateway looks into the answer of a tool. */
export function learnTask(hub: Hub, session: Session, server: string, reply: CallReply): void {
  if (reply.kind !== 'answer' || reply.answer.kind !== 'result') return;
  const task = resultOf(reply.answer)?.['task'];
  const taskId = isJsonObject(task) ? task['taskId'] : undefined;
  if (typeof taskId === 'string' && taskId.length <= 1000) hub.tasks.add(taskId, session.caller.client, server);
}

function resultOf(answer: Answer): JsonObject | undefined {
  const message = parseStrict(answer.bytes);
  const result = message.ok && isJsonObject(message.value) ? message.value['result'] : undefined;
  return isJsonObject(result) ? result : undefined;
}
