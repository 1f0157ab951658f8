import { canonical } from '../../../shared/json/canonical.js';
import type { CallRecord } from '../../../shared/model/views.js';
import type { AuditEntry } from '../ports/rooms.js';
import type { CallEnd } from '../ports/stores.js';
import { fitArguments } from './fit-arguments.js';
import type { Redactor } from './redactor.js';

/** A record on its way: its `seq` is given when it is committed. */
export type Draft = { -readonly [K in keyof CallRecord]: CallRecord[K] };

/** The record of a call that goes on: redacted first, then shortened. `argumentsHash` is keyed and covers the arguments as they were. */
export function buildRecord(entry: AuditEntry, redactor: Redactor, keyed: (text: string) => string): Draft {
  const whole = wholeArguments(entry);
  const draft: Draft = {
    id: plain(entry.id),
    seq: 0,
    atMs: entry.atMs,
    client: plain(entry.client),
    session: plain(entry.session),
    server: plain(entry.server),
    method: plain(entry.method),
    tool: plain(redactor.label(entry.tool)),
    class: entry.class,
    verdict: entry.verdict,
    enforced: entry.enforced,
    code: plain(entry.code),
    because: entry.because.map(({ pointer, text }) => ({ pointer: plain(pointer), text: plain(redactor.label(text)) })),
    rule: plain(redactor.label(entry.rule)),
    mode: entry.mode,
    policyRevision: entry.policyRevision,
    argumentsText: argumentsText(entry, whole.length, redactor),
    argumentsBytes: Buffer.byteLength(whole),
    argumentsHash: keyed(whole),
    outcome: 'open',
  };
  if (entry.approvalId !== undefined) draft.approvalId = plain(entry.approvalId);
  if (entry.approvedBy !== undefined) draft.approvedBy = plain(entry.approvedBy);
  if (entry.grantId !== undefined) draft.grantId = plain(entry.grantId);
  if (entry.waitMs !== undefined) draft.waitMs = entry.waitMs;
  return draft;
}

/** Empty when it cannot be written as JSON at all (nested beyond the stack): then the text says so too. */
function wholeArguments(entry: AuditEntry): string {
  try {
    return canonical(entry.arguments);
  } catch {
    return '';
  }
}

/** How it ended, fit to be written. */
export function buildEnd(end: CallEnd, redactor: Redactor): CallEnd {
  const built: { -readonly [K in keyof CallEnd]: CallEnd[K] } = { outcome: end.outcome };
  if (end.error !== undefined) built.error = plain(redactor.text(end.error.slice(0, 4000)));
  if (end.answerBytes !== undefined) built.answerBytes = end.answerBytes;
  if (end.durationMs !== undefined) built.durationMs = end.durationMs;
  return built;
}

/** A call is never without a record because its arguments could not be worked on: then they are left out, which the record says. */
function argumentsText(entry: AuditEntry, length: number, redactor: Redactor): string {
  try {
    // JSON.stringify escapes NUL and lone surrogates, so the text needs no `plain`
    return fitArguments(entry.arguments, length, redactor);
  } catch {
    return JSON.stringify({ '⟦not kept⟧': 'the arguments could not be redacted' });
  }
}

/** Text that SQLite gives back as it was: no NUL, no lone surrogate. */
function plain(text: string): string {
  return /[\u0000\ud800-\udfff]/.test(text) ? Buffer.from(text.replaceAll('\u0000', '␀'), 'utf8').toString('utf8') : text;
}
