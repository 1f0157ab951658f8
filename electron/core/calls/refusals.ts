import type { JsonObject } from '../../../shared/json/json.js';
import { refusalCode, type Decision, type RefusalCode } from '../../../shared/model/decision.js';
import { inEnglish } from '../../../shared/words/say.js';
import { coreWords } from '../../../shared/words/core/en.js';
import type { OwnReply } from '../ports/messages.js';

/** Why a call does not go through, before it is put into a message. `retryAfterMs` in milliseconds, `rule` a JSON pointer. */
export interface Refusal {
  readonly code: RefusalCode;
  /** what happened, one or more sentences */
  readonly reason: string;
  /** whether trying again can help, one sentence */
  readonly advice: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly rule?: string;
}

/** JSON-RPC error code of a refusal where the method has no tool result to carry it (server-defined range of JSON-RPC 2.0). */
const refusedErrorCode = -32090;

/** Puts a refusal into the reply that the method calls for: a tool result with `isError`, else a JSON-RPC error with the same data. */
export function refusalReply(method: string, refusal: Refusal): OwnReply {
  const text = `[TOOLGATE ${refusal.code}] ${refusal.reason} ${refusal.advice}`;
  const data: JsonObject = {
    code: refusal.code,
    retryable: refusal.retryable,
    ...(refusal.retryAfterMs === undefined ? {} : { retryAfterMs: refusal.retryAfterMs }),
    ...(refusal.rule === undefined || refusal.rule === '' ? {} : { rule: refusal.rule }),
  };
  if (method !== 'tools/call') return { kind: 'error', code: refusedErrorCode, message: text, data };
  return { kind: 'result', result: { content: [{ type: 'text', text }], isError: true, _meta: { 'toolgate/decision': data } } };
}

/** The answer to a name that is not there, and, word for word the same, to one that is hidden. */
export function unknownReply(method: string, name: string): OwnReply {
  if (method === 'resources/read' || method === 'resources/subscribe' || method === 'resources/unsubscribe')
    return { kind: 'error', code: -32002, message: 'Resource not found', data: { uri: name } };
  if (method === 'tools/call') return { kind: 'error', code: -32602, message: `Unknown tool: ${name}` };
  if (method === 'prompts/get') return { kind: 'error', code: -32602, message: `Unknown prompt: ${name}` };
  return { kind: 'error', code: -32601, message: 'Method not found' };
}

export const invalidReply = (why: string): OwnReply => ({ kind: 'error', code: -32602, message: `Invalid params: ${why}` });

const seconds = (ms: number): string => {
  const whole = Math.max(1, Math.ceil(ms / 1000));
  return whole === 1 ? '1 second' : `${String(whole)} seconds`;
};
const sentence = (text: string): string => {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
};

/** A rule said no, or a limit is used up. */
export function ruledOut(decision: Decision): Refusal {
  const code = refusalCode.safeParse(decision.code);
  const rule = decision.because[0]?.pointer ?? '';
  const reason = decision.because.map((one) => sentence(one.text)).join(' ');
  if (code.success && code.data === 'LIMITED') return limited(reason, decision.retryAfterMs, rule);
  return {
    code: code.success ? code.data : 'DENIED',
    reason,
    advice: 'Trying again will not help unless the person changes the rule.',
    retryable: false,
    rule,
  };
}

export function limited(reason: string, retryAfterMs: number | undefined, rule: string): Refusal {
  const finite = retryAfterMs !== undefined && Number.isFinite(retryAfterMs);
  return {
    code: 'LIMITED',
    reason: sentence(reason),
    advice: finite
      ? `Trying again can help after ${seconds(retryAfterMs)}.`
      : 'Trying again will not help unless the person raises the limit.',
    retryable: finite,
    ...(finite ? { retryAfterMs: Math.max(0, Math.ceil(retryAfterMs)) } : {}),
    rule,
  };
}

export const denied = (by: string, reason: string | undefined, rule: string): Refusal => ({
  code: 'DENIED',
  reason:
    reason === undefined || reason.trim() === ''
      ? `A person refused this call (${by}).`
      : `A person refused this call (${by}): ${sentence(reason)}`,
  advice: 'Do not repeat it; choose another way or ask the person.',
  retryable: false,
  rule,
});

export const expired = (rule: string): Refusal => ({
  code: 'EXPIRED',
  reason: 'This call needs the approval of a person, and nobody answered in time.',
  advice: 'Trying again asks once more; tell the person first.',
  retryable: true,
  rule,
});

export const pending = (approvalId: string, rule: string): Refusal => ({
  code: 'PENDING',
  reason: `This call waits for the approval of a person (${approvalId}) and has not been made.`,
  advice: 'Repeat exactly the same call to go on waiting; it is made as soon as it is approved.',
  retryable: true,
  rule,
});

export const unanswerable = (why: string, rule: string): Refusal => ({
  code: 'UNAVAILABLE',
  reason: `This call needs the approval of a person, and nobody can be asked: ${sentence(why)}`,
  advice: 'Trying again can help later.',
  retryable: true,
  rule,
});

export const changed = (tool: string): Refusal => ({
  code: 'CHANGED',
  reason: inEnglish('because.changed', { tool }),
  advice: 'Trying again can help only after the person has accepted the change in Toolgate.',
  retryable: false,
});

export const quarantined = (tool: string): Refusal => ({
  code: 'QUARANTINED',
  reason: inEnglish('because.quarantined', { tool }),
  advice: 'Trying again can help only after the person has released it in Toolgate.',
  retryable: false,
});

export const locked = (): Refusal => ({
  code: 'LOCKED',
  reason: coreWords.because.locked,
  advice: 'Trying again can help only after the person has ended the lockdown.',
  retryable: false,
});

/** The rules, the tool or the mode changed between judging and sending. */
export const overtaken = (what: string): Refusal => ({
  code: 'DENIED',
  reason: `This call was not made: ${sentence(what)}`,
  advice: 'Trying again has it judged anew.',
  retryable: true,
});

export const cancelled = (): Refusal => ({
  code: 'UNAVAILABLE',
  reason: 'This call was cancelled by the client.',
  advice: 'Trying again makes a new call.',
  retryable: true,
});

/** how SQLite and the system say that nothing more can be written: the disk or the account's share of it is full, read-only or broken */
const unwritable = /disk is full|no space left|ENOSPC|EDQUOT|EROFS|\bEIO\b|readonly database|disk I\/O error/i;

/** Something failed in here, before the call was sent. Where the disk takes nothing more, a person can do something about it. */
export const fault = (cause: unknown): Refusal => (unwritable.test(String(cause)) ? diskUnavailable() : ownFault());

const diskUnavailable = (): Refusal => ({
  code: 'UNAVAILABLE',
  reason: 'Toolgate cannot write to its disk (is it full?), which this call needs, so the call was not made.',
  advice: 'Trying again can help when somebody has freed some space there.',
  retryable: true,
});

const ownFault = (): Refusal => ({
  code: 'UNAVAILABLE',
  reason: 'Toolgate could not judge this call because of a fault of its own, so the call was not made.',
  advice: 'Trying again can help later; the cause is in the log of Toolgate.',
  retryable: true,
});

export const countersUnavailable = (): Refusal => ({
  code: 'UNAVAILABLE',
  reason: 'A limit applies to this call, and the server that counts for it cannot be reached, so the call was not made.',
  advice: 'Trying again can help when that server is back.',
  retryable: true,
});

export const logUnavailable = (): Refusal => ({
  code: 'UNAVAILABLE',
  reason: 'Toolgate could not write this call into its log, so the call was not made.',
  advice: 'Trying again can help when the log can be written again (is the disk full?).',
  retryable: true,
});
