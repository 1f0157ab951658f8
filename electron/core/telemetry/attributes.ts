import type { Attributes } from '@opentelemetry/api';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import { isJsonObject } from '../../../shared/json/json.js';
import type { CallReply } from '../ports/corridor.js';
import type { Answer } from '../ports/messages.js';
import type { DecidedCall, TracedSession } from '../ports/telemetry.js';
import { AccessRefused, AnswerTooLarge, CallCancelled, CallTimedOut, FateUnknown, NeverSent, NoAnswer } from '../ports/upstreams.js';

/**
 * Names of the MCP semantic conventions (open-telemetry/semantic-conventions-genai, docs/gen-ai/mcp.md, status Development); what they have no
 * name for is under `toolgate.`. INVARIANT: no arguments, no answers, no URIs, and of names only those that a server lists.
 */
export const BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

export const ofMethod = (method: string): Attributes => ({
  'mcp.method.name': method,
  ...(method === 'tools/call' ? { 'gen_ai.operation.name': 'execute_tool' } : {}),
});

/** how a client reaches the gate: HTTP, or the bridge's local socket behind a pipe */
export const ofSession = ({ protocolVersion, transport }: TracedSession): Attributes => ({
  'mcp.protocol.version': protocolVersion,
  ...network(transport === 'http'),
});

export const network = (http: boolean): Attributes =>
  // no other version is spoken, to clients or to servers
  http
    ? { 'network.transport': 'tcp', 'network.protocol.name': 'http', 'network.protocol.version': '1.1' }
    : { 'network.transport': 'pipe' };

export function ofTarget(method: string, { tool, known }: Pick<DecidedCall, 'tool' | 'known'>): Attributes {
  if (!known || tool === '') return {};
  if (method === 'tools/call') return { 'gen_ai.tool.name': tool };
  return method === 'prompts/get' ? { 'gen_ai.prompt.name': tool } : {};
}

export const ofDecision = (what: DecidedCall): Attributes => ({
  'toolgate.call.id': what.callId,
  'toolgate.server': what.server,
  'toolgate.tool.class': what.class,
  'toolgate.policy.decision': what.verdict,
  'toolgate.policy.enforced': what.enforced,
  'toolgate.policy.code': what.code,
  'toolgate.policy.rule': what.rule,
  'toolgate.policy.mode': what.mode,
});

/** How something ended. Both empty: well. */
export interface Ending {
  /** `error.type` */
  readonly type?: string;
  /** code of a JSON-RPC error */
  readonly code?: string;
}

export const ofEnding = ({ type, code }: Ending): Attributes => ({
  ...(code === undefined ? {} : { 'rpc.response.status_code': code }),
  ...(type === undefined ? {} : { 'error.type': type }),
});

/** mistakes of the sender are no errors of the receiver */
const senderErrors = new Set(['-32700', '-32600', '-32601', '-32602', '-32002']);

export const asReceiver = (ending: Ending): Ending =>
  ending.code !== undefined && senderErrors.has(ending.code) ? { code: ending.code } : ending;

export function endingOf(reply: CallReply | Answer | Error | undefined, isToolError: (answer: Answer) => boolean): Ending {
  if (reply === undefined) return {};
  if (reply instanceof Error) return { type: faultNames.find(([kind]) => reply instanceof kind)?.[1] ?? '_OTHER' };
  if ('bytes' in reply) return endingOfAnswer(reply, isToolError);
  if (reply.kind === 'answer') return endingOfAnswer(reply.answer, isToolError);
  if (reply.kind === 'result') return reply.result['isError'] === true ? { type: 'tool_error' } : {};
  return { type: String(reply.code), code: String(reply.code) };
}

/** the first that fits: one is a kind of another */
const faultNames: readonly (readonly [abstract new (...args: never[]) => Error, string])[] = [
  [CallTimedOut, 'timeout'],
  [CallCancelled, 'cancelled'],
  [AnswerTooLarge, 'answer_too_large'],
  [NeverSent, 'unavailable'],
  [AccessRefused, 'access_refused'],
  [NoAnswer, 'no_answer'],
  [FateUnknown, 'connection_lost'],
];

const maxErrorBytes = 64 * 1024;

function endingOfAnswer(answer: Answer, isToolError: (answer: Answer) => boolean): Ending {
  if (answer.kind === 'result') return isToolError(answer) ? { type: 'tool_error' } : {};
  const parsed = answer.bytes.length > maxErrorBytes ? undefined : parseStrict(answer.bytes);
  const error = parsed?.ok === true && isJsonObject(parsed.value) ? parsed.value['error'] : undefined;
  const code = isJsonObject(error) && typeof error['code'] === 'number' ? String(error['code']) : undefined;
  return code === undefined ? { type: '_OTHER' } : { type: code, code };
}
