import type { CallReply } from '../ports/corridor.js';
import { complete } from './completion.js';
import { INVALID_REQUEST } from './envelope.js';
import type { Hub } from './hub.js';
import { setLevel } from './logging.js';
import { getPrompt, listPrompts } from './prompts.js';
import { listResources, listTemplates, readResource, subscribe, unsubscribe } from './resources.js';
import type { Call, Session } from './session.js';
import { followTask, listTasks } from './tasks.js';
import { callTool, listTools } from './tools.js';

export type Method = (hub: Hub, session: Session, call: Call) => CallReply | Promise<CallReply>;

/** Every request a client may make within a session. What is not here does not exist. */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['initialize', () => ({ kind: 'error', code: INVALID_REQUEST, message: 'Invalid Request: this session is initialized already' })],
  ['ping', () => ({ kind: 'result', result: {} })],
  ['tools/list', listTools],
  ['tools/call', callTool],
  ['resources/list', listResources],
  ['resources/templates/list', listTemplates],
  ['resources/read', readResource],
  ['resources/subscribe', subscribe],
  ['resources/unsubscribe', unsubscribe],
  ['prompts/list', listPrompts],
  ['prompts/get', getPrompt],
  ['completion/complete', complete],
  ['logging/setLevel', setLevel],
  ['tasks/get', followTask],
  ['tasks/result', followTask],
  ['tasks/update', followTask],
  ['tasks/cancel', followTask],
  ['tasks/list', listTasks],
]);
