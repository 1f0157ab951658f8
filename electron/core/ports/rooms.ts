import type { JsonObject, JsonValue } from '../../../shared/json/json.js';
import type { Because, Decision, Mode } from '../../../shared/model/decision.js';
import type { Evidence, Finding, RiskClass, ScanVerdict, Severity } from '../../../shared/model/risk.js';
import type { ApprovalScope, CallRecord, PinState } from '../../../shared/model/views.js';
import type { CallCircumstances } from './stores.js';
import type { CallFacts, CompiledPolicy, LimitCharge } from '../../../shared/policy/types.js';
import type { CancelSignal } from './cancel.js';
import type { Caller } from './messages.js';

/** What the corridor asks of the rooms beside it. Each room implements its own; they meet in create-core. */

export interface PolicySource {
  /** the running policy: never absent, at worst "everything asks" */
  current(): { readonly policy: CompiledPolicy; readonly revision: number };
}

export interface ModeSource {
  current(): Mode;
}

/** Facts about a tool as last listed, looked up by map. */
export interface ToolFacts {
  readonly server: string;
  readonly tool: string;
  readonly class: RiskClass;
  readonly severity: Severity;
  readonly evidence: readonly Evidence[];
  readonly inputSchema: JsonValue | undefined;
  /** canonical hash (RFC 8785, SHA-256) of the whole definition */
  readonly definitionHash: string;
  readonly pin: PinState;
  readonly scan: ScanVerdict;
  readonly findings: readonly Finding[];
  readonly labels: readonly ('private-data' | 'untrusted-content' | 'outward')[];
  /** HTTP or SSE: paths in its arguments are not on this machine */
  readonly remote: boolean;
  /** the server's working directory, where known */
  readonly cwd: string | undefined;
}

export interface ToolSource {
  get(server: string, tool: string): ToolFacts | undefined;
}

export type Reservation =
  | { readonly kind: 'reserved' }
  | { readonly kind: 'exceeded'; readonly charge: LimitCharge; readonly used: number; readonly retryAfterMs: number };

export interface Limits {
  /** used amount of a charge's window now, and ms until `charge.amount` fits */
  read(charge: LimitCharge): { readonly used: number; readonly freeInMs: number };
  /**
   * All or none, in one synchronous step, made durable before it returns; throws when it cannot be (the call is refused).
   * A charge with `max` Infinity counts but is held against nothing: a person allowed this call past it, or nothing is enforced.
   */
  reserve(callId: string, charges: readonly LimitCharge[]): Reservation;
  /** gives back: only when the request provably never left */
  release(callId: string): void;
  /** the same charges, with what a person added for now to their maxima */
  extended?(charges: readonly LimitCharge[]): readonly LimitCharge[];
  /** the request left: nothing of it will be given back */
  spent?(callId: string): void;
}

export type SharedReservation =
  | Reservation
  /** the counter server cannot be asked; `allowed`: the person chose to count here alone then */
  | { readonly kind: 'unreachable'; readonly allowed: boolean };

/** Limits that several gates count together. Asked after the own limits have reserved, and only while `active`. */
export interface SharedCounters {
  active(): boolean;
  /** all or none; never rejects */
  reserve(callId: string, charges: readonly LimitCharge[]): Promise<SharedReservation>;
  /** gives back: only when the request provably never left */
  release(callId: string): void;
}

export interface ApprovalQuestion {
  readonly callId: string;
  readonly caller: Caller;
  readonly server: string;
  readonly tool: string;
  readonly method: string;
  readonly class: RiskClass;
  readonly severity: Severity;
  readonly definitionHash: string;
  readonly policyRevision: number;
  readonly inputSchema: JsonValue | undefined;
  /** the arguments that will be sent (for tools), else the params */
  readonly arguments: JsonObject;
  /** what else a tool call sends besides name, arguments and `_meta` (answers to a server's questions …); shown and bound too */
  readonly alsoSent?: JsonObject;
  /** what the rules were judged on: remembered answers are matched against it */
  readonly facts: CallFacts;
  /** what asks beside the rules: `flow`, pointers of limits. A remembered answer covers these only when it was given for them. */
  readonly beside: readonly string[];
  readonly because: readonly Because[];
  readonly findings: readonly Finding[];
  readonly timeoutMs: number | undefined;
  readonly remember: 'never' | 'session' | 'always' | undefined;
  readonly flow: readonly string[];
  /** aborted when the caller cancels */
  readonly signal: CancelSignal;
  /** aborted when the caller has said its last word */
  readonly parting?: CancelSignal | undefined;
  readonly tellWaiting: ((step: number, message: string) => void) | undefined;
}

export type ApprovalAnswer =
  | { readonly kind: 'approved'; readonly approvalId: string; readonly by: string; readonly scope: ApprovalScope }
  | { readonly kind: 'denied'; readonly approvalId: string; readonly by: string; readonly reason: string | undefined }
  | { readonly kind: 'expired'; readonly approvalId: string }
  | { readonly kind: 'cancelled'; readonly approvalId: string }
  /** 50 s without an answer and without a progress token: the card stays, one identical repeat consumes it */
  | { readonly kind: 'pending'; readonly approvalId: string }
  /** the question no longer stands (definition changed, a new grant may cover it): judge the call again from the start */
  | { readonly kind: 'superseded'; readonly approvalId: string }
  /** nobody can be asked: queue full, no window */
  | { readonly kind: 'unanswerable'; readonly why: string };

export interface Approvals {
  ask(question: ApprovalQuestion): Promise<ApprovalAnswer>;
  /** just before forwarding: consumes the single-use permission. False when it is not valid (any more): the call is refused. */
  consume(approvalId: string, question: ApprovalQuestion): boolean;
  /** a remembered answer that covers this call, or undefined */
  grantFor(
    question: Omit<
      ApprovalQuestion,
      'because' | 'findings' | 'flow' | 'signal' | 'tellWaiting' | 'timeoutMs' | 'remember' | 'policyRevision'
    >,
  ): { readonly id: string } | undefined;
  /** after forwarding, for the card's history; of an approval that was never consumed: gives it up */
  finished(approvalId: string): void;
}

/** What opens a record. `durable`: resolve only when it survives kill -9. */
export interface AuditEntry extends Pick<CallRecord, 'id' | 'atMs'>, CallCircumstances {
  /** redacted by the room before any write */
  readonly arguments: JsonObject;
  /** their text as `stringify` writes it, where somebody has written it already */
  readonly argumentsJson?: string | undefined;
}

export interface Audit {
  /**
   * Opens the record of a call. With `durable` it survives kill -9 when this returns, or when the promise it returns resolves; without,
   * within 50 ms. Throws or rejects when the log cannot take it: the call is refused.
   */
  open(entry: AuditEntry, durable: boolean): void | Promise<void>;
  /** As `open` without `durable`; it is written down together with others, by `secure`. */
  prepare(entry: AuditEntry): void;
  /** The record that was prepared survives kill -9 when this returns. Throws when the log could not take it: the call is refused. */
  secure(id: string): void;
  close(id: string, end: Pick<CallRecord, 'outcome' | 'error' | 'answerBytes' | 'durationMs'>): void;
}

export type { Decision };
