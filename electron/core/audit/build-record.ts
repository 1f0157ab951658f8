import { canonical, isCanonical } from '../../../shared/json/canonical.js';
import { stringify } from '../../../shared/json/stringify.js';
import type { CallRecord } from '../../../shared/model/views.js';
import type { AuditEntry } from '../ports/rooms.js';
import type { CallCircumstances, CallEnd } from '../ports/stores.js';
import type { KeyedHash } from './chain.js';
import { fitArguments, maxArgumentsText } from './fit-arguments.js';
import { plain } from './plain.js';
import type { Redactor } from './redactor.js';

/** A record on its way: its `seq` is given when it is committed. */
export type Draft = { -readonly [K in keyof CallRecord]: CallRecord[K] };

/** The record of a call that goes on: redacted first, then shortened. `argumentsHash` is keyed and covers the arguments as they were. */
export function buildRecord(entry: AuditEntry, common: CallCircumstances, redactor: Redactor, keyed: KeyedHash): Draft {
  const whole = wholeArguments(entry);
  const inOrder = whole === '' || isCanonical(entry.arguments) ? whole : canonical(entry.arguments);
  // of longer ones a few parts are kept, and only those are looked at
  const bytes = whole.length <= maxArgumentsText ? keyed.read(inOrder) : undefined;
  return {
    id: plain(entry.id),
    seq: 0,
    atMs: entry.atMs,
    client: common.client,
    session: common.session,
    server: common.server,
    method: common.method,
    tool: common.tool,
    class: common.class,
    verdict: common.verdict,
    enforced: common.enforced,
    code: common.code,
    because: common.because,
    rule: common.rule,
    mode: common.mode,
    policyRevision: common.policyRevision,
    approvalId: common.approvalId,
    approvedBy: common.approvedBy,
    grantId: common.grantId,
    waitMs: common.waitMs,
    argumentsBytes: bytes === undefined ? Buffer.byteLength(inOrder) : bytes.to - bytes.from,
    argumentsHash: bytes === undefined ? keyed.hashText(inOrder) : keyed.hash(bytes),
    argumentsText: argumentsText(entry, whole, redactor, whole !== '' && bytes !== undefined && !redactor.marked(bytes)),
    outcome: 'open',
    error: undefined,
    answerBytes: undefined,
    durationMs: undefined,
  };
}

/** How it ended, fit to be written. */
export function buildEnd(end: CallEnd, redactor: Redactor): CallEnd {
  const built: { -readonly [K in keyof CallEnd]: CallEnd[K] } = { outcome: end.outcome };
  if (end.error !== undefined) built.error = plain(redactor.text(end.error.slice(0, 4000)));
  if (end.answerBytes !== undefined) built.answerBytes = end.answerBytes;
  if (end.durationMs !== undefined) built.durationMs = end.durationMs;
  return built;
}

/** The same, into the record. */
export function endRecord(record: Draft, end: CallEnd, redactor: Redactor): void {
  record.outcome = end.outcome;
  record.error = end.error === undefined ? undefined : plain(redactor.text(end.error.slice(0, 4000)));
  record.answerBytes = end.answerBytes;
  record.durationMs = end.durationMs;
}

/** Empty when it cannot be written as JSON at all (nested beyond the stack): then the text says so too. */
function wholeArguments(entry: AuditEntry): string {
  try {
    return entry.argumentsJson ?? stringify(entry.arguments);
  } catch {
    return '';
  }
}

/** A call is never without a record because its arguments could not be worked on: then they are left out, which the record says. */
function argumentsText(entry: AuditEntry, whole: string, redactor: Redactor, unmarked: boolean): string {
  try {
    // JSON.stringify escapes NUL and lone surrogates, so the text needs no `plain`
    return fitArguments(entry.arguments, whole, redactor, unmarked);
  } catch {
    return JSON.stringify({ '⟦not kept⟧': 'the arguments could not be redacted' });
  }
}
