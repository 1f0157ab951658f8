import { canonical, isCanonical } from '../../../shared/json/canonical.js';
import { stringify } from '../../../shared/json/stringify.js';
import type { CallRecord } from '../../../shared/model/views.js';
import type { AuditEntry } from '../ports/rooms.js';
import type { CallEnd } from '../ports/stores.js';
import type { KeyedHash } from './chain.js';
import { fitArguments, maxArgumentsText } from './fit-arguments.js';
import type { Redactor } from './redactor.js';

/** A record on its way: its `seq` is given when it is committed. */
export type Draft = { -readonly [K in keyof CallRecord]: CallRecord[K] };

/** The record of a call that goes on: redacted first, then shortened. `argumentsHash` is keyed and covers the arguments as they were. */
export function buildRecord(entry: AuditEntry, redactor: Redactor, keyed: KeyedHash): Draft {
  const whole = wholeArguments(entry);
  const inOrder = whole === '' || isCanonical(entry.arguments) ? whole : canonical(entry.arguments);
  // of longer ones a few parts are kept, and only those are looked at
  const bytes = whole.length <= maxArgumentsText ? keyed.read(inOrder) : undefined;
  return {
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
    approvalId: maybePlain(entry.approvalId),
    approvedBy: maybePlain(entry.approvedBy),
    grantId: maybePlain(entry.grantId),
    waitMs: entry.waitMs,
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

const maybePlain = (text: string | undefined): string | undefined => (text === undefined ? undefined : plain(text));

/** Text that SQLite gives back as it was: no NUL, no lone surrogate. */
function plain(text: string): string {
  return /[\u0000\ud800-\udfff]/.test(text) ? Buffer.from(text.replaceAll('\u0000', '␀'), 'utf8').toString('utf8') : text;
}
