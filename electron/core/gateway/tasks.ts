import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import type { CallReply } from '../ports/corridor.js';
import type { Answer } from '../ports/messages.js';
import type { StoredTask } from '../ports/stores.js';
import { listed } from './listed.js';
import { invalidParams } from './own-replies.js';
import type { Hub } from './hub.js';
import { relay } from './relay.js';
import type { Call, Session } from './session.js';

/** the extension's name in `capabilities.extensions` of both sides */
export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks';

/**
 * What is asked of a task (MCP 2025-11-25, experimental, and the extension of 2026-07-28): the call that started it was judged; what follows goes to
 * the server it runs on, only for the client that started it, and only while its tool is let through.
 */
export async function followTask(hub: Hub, session: Session, call: Call): Promise<CallReply> {
  const { taskId } = call.params;
  if (typeof taskId !== 'string') return invalidParams('"taskId" must be a string');
  const tasks = hub.tasks.find(session.caller.client, session.route, taskId).filter(({ server }) => hub.servers.has(server));
  const [task] = tasks;
  if (task === undefined) return invalidParams(`there is no task ${taskId.slice(0, 200)}`);
  if (tasks.length > 1)
    return invalidParams(
      `${tasks.map(({ server }) => server).join(' and ')} each have a task ${taskId.slice(0, 200)}: ask at the address of one server`,
    );
  // after a start of the gate, the tool has to be known before anybody can say whether it is still let through
  await listed(hub, task.server, session);
  return relay(hub, session, call, task);
}

/** The tasks of this client at the servers of the session, at most 20 pages of each. */
export async function listTasks(hub: Hub, session: Session, call: Call): Promise<CallReply> {
  const servers = [...hub.tasks.serversOf(session.caller.client)].filter(
    (server) => hub.servers.has(server) && (session.route === '' || session.route === server),
  );
  const lists = await Promise.all(servers.map((server) => tasksAt(hub, session, call, server)));
  return { kind: 'result', result: { tasks: lists.flat() } };
}

async function tasksAt(hub: Hub, session: Session, call: Call, server: string): Promise<JsonValue[]> {
  const tasks: JsonValue[] = [];
  let cursor: JsonValue | undefined;
  for (let page = 0; page < 20; page++) {
    const reply = await relay(hub, session, call, { server, tool: '', params: cursor === undefined ? {} : { cursor } });
    const result = reply.kind === 'answer' ? resultOf(reply.answer) : undefined;
    const found = result?.['tasks'];
    if (!Array.isArray(found)) break;
    tasks.push(
      ...(found as JsonValue[]).filter(
        (task) =>
          isJsonObject(task) &&
          typeof task['taskId'] === 'string' &&
          hub.tasks.find(session.caller.client, server, task['taskId']).length > 0,
      ),
    );
    cursor = result?.['nextCursor'];
    if (typeof cursor !== 'string') break;
  }
  return tasks;
}

/**
 * Remembers the task that a call has started: in the era with a handshake where the client asked for one, in the other wherever the server made one
 * of the call. The one place where the gateway looks into the answer of a tool.
 */
export function learnTask(hub: Hub, session: Session, target: Pick<StoredTask, 'server' | 'tool'>, reply: CallReply): void {
  if (reply.kind !== 'answer' || reply.answer.kind !== 'result' || !reply.answer.bytes.includes('"task')) return;
  const result = resultOf(reply.answer);
  const task = result?.['resultType'] === 'task' ? result : result?.['task'];
  const taskId = isJsonObject(task) ? task['taskId'] : undefined;
  if (typeof taskId === 'string' && taskId.length <= 1000) hub.tasks.add({ client: session.caller.client, ...target, taskId });
}

function resultOf(answer: Answer): JsonObject | undefined {
  const message = parseStrict(answer.bytes);
  const result = message.ok && isJsonObject(message.value) ? message.value['result'] : undefined;
  return isJsonObject(result) ? result : undefined;
}
