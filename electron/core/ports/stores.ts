/** Persistence that rooms without I/O of their own ask for; `core/store` implements them on SQLite, tests in memory. */
import type { CallRecord } from '../../../shared/model/views.js';

export interface StampStore {
  /** every stamp younger than `sinceMs` (wall clock), oldest first */
  load(sinceMs: number): { key: string; callId: string; atMs: number; amount: number }[];
  /** one transaction, durable when it returns */
  add(stamps: readonly { key: string; callId: string; atMs: number; amount: number }[]): void;
  remove(callId: string): void;
  prune(beforeMs: number): void;
}

export interface StoredGrant {
  readonly id: string;
  readonly client: string;
  readonly server: string;
  readonly tool: string;
  readonly definitionHash: string;
  /** only session grants; they end with the process */
  readonly session: string | undefined;
  readonly conditions: readonly unknown[];
  readonly createdAtMs: number;
  readonly expiresAtMs: number | undefined;
}

export interface GrantStore {
  load(): StoredGrant[];
  put(grant: StoredGrant): void;
  remove(id: string): void;
}

export interface StoredPin {
  readonly server: string;
  /** `tool:<name>`, `instructions` or `launch` */
  readonly subject: string;
  readonly hash: string;
  /** the accepted definition as canonical JSON text, for the diff */
  readonly definition: string;
  readonly atMs: number;
  readonly state: 'pinned' | 'released';
  /** hash of the other definition that a person refused; any third one is news again */
  readonly refused?: string | undefined;
}

export interface PinStore {
  load(): StoredPin[];
  put(pins: readonly StoredPin[]): void;
  remove(server: string, subject?: string): void;
}

export interface PolicyRevision {
  readonly revision: number;
  readonly atMs: number;
  /** who: `window`, `cli`, `file`, `start` … */
  readonly by: string;
  readonly sentence: string;
  readonly text: string;
}

/** Newest first. */
export interface RevisionStore {
  /** `notBy`: without those that this author made */
  list(limit: number, notBy: string): PolicyRevision[];
  after(revision: number): PolicyRevision[];
  get(revision: number): PolicyRevision | undefined;
  add(revision: Omit<PolicyRevision, 'revision'>): number;
}

/** The stored map of aggregate names: alias -> (server, tool). Aliases are never parsed. */
export interface AliasStore {
  load(): { alias: string; server: string; tool: string }[];
  put(entry: { alias: string; server: string; tool: string }): void;
}

/** A task that a server made of a call, and whose it is. */
export interface StoredTask {
  readonly client: string;
  readonly server: string;
  readonly taskId: string;
  /** the server's own name of the tool */
  readonly tool: string;
}

export interface TaskStore {
  /** oldest first */
  load(): StoredTask[];
  put(task: StoredTask): void;
  remove(task: StoredTask): void;
}

/** Small facts that must survive: key to text. */
export interface MetaStore {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

/** How a call ended. */
export type CallEnd = Pick<CallRecord, 'outcome' | 'error' | 'answerBytes' | 'durationMs'>;

/** What many calls of a session have in common. The same object for all of them is kept once. */
export type CallCircumstances = Pick<
  CallRecord,
  | 'client'
  | 'session'
  | 'server'
  | 'method'
  | 'tool'
  | 'class'
  | 'verdict'
  | 'enforced'
  | 'code'
  | 'because'
  | 'rule'
  | 'mode'
  | 'policyRevision'
  | 'approvalId'
  | 'approvedBy'
  | 'grantId'
  | 'waitMs'
>;

/**
 * One link of the log's hash chain. `open` and `whole` are covered by their row in the call table (`whole`: opened and closed in
 * the same commit), `close` and `note` by `body`. `hash` is lower-case hex.
 */
export type LogOp =
  | {
      readonly kind: 'open' | 'whole';
      readonly seq: number;
      readonly atMs: number;
      readonly hash: string;
      readonly record: CallRecord;
      readonly common: CallCircumstances;
    }
  | {
      readonly kind: 'close';
      readonly seq: number;
      readonly atMs: number;
      readonly hash: string;
      readonly callSeq: number;
      readonly body: string;
      readonly end: CallEnd;
    }
  | { readonly kind: 'note'; readonly seq: number; readonly atMs: number; readonly hash: string; readonly body: string };

export interface LogLink {
  readonly kind: string;
  readonly seq: number;
  readonly atMs: number;
  readonly hash: string;
  readonly callSeq: number | undefined;
  readonly body: string | undefined;
  /** the row of the call table with this `seq`, where there is one */
  readonly record: CallRecord | undefined;
}

/** The call table and its chain. Every method is synchronous and throws when the database cannot do it. */
export interface CallStore {
  /** seq and hash of the last link; seq 0 and an empty hash when there is none */
  tip(): { readonly seq: number; readonly hash: string };
  /** all or none, in one transaction; it survives kill -9 when this returns, and loss of power after the next `sync` */
  write(ops: readonly LogOp[]): void;
  /** newest first */
  list(filter: CallFilter): CallRecord[];
  get(id: string): CallRecord | undefined;
  /** records whose call has not ended, oldest first */
  open(): CallRecord[];
  /** up to `limit` links after `seq`, in order */
  links(afterSeq: number, limit: number): LogLink[];
  counts(sinceMs: number): { readonly verdict: string; readonly server: string; readonly tool: string; readonly calls: number }[];
  /** calls since then, counted by minute and by what became of them */
  perMinute(sinceMs: number): {
    readonly atMs: number;
    readonly verdict: string;
    readonly asked: boolean;
    readonly enforced: string;
    readonly code: string;
    readonly calls: number;
  }[];
  total(): number;
  /** the last seq whose link is older than `beforeMs`, 0 when there is none */
  lastSeqBefore(beforeMs: number): number;
  /** seq and hash of a link, for the anchor of a cut */
  link(seq: number): { readonly seq: number; readonly hash: string } | undefined;
  /** removes every link and call up to and including `seq`, and gives the space back */
  cut(seq: number): void;
  /** brings what was written to the disk */
  sync(): void;
  /** The same, off the way of calls: what was committed before is on the disk when the promise resolves. */
  syncSoon(): Promise<void>;
  /** bytes in use by the whole database */
  bytes(): number;
}

/** `AuditFilter` of the command table, already validated. */
export interface CallFilter {
  readonly client?: string | undefined;
  readonly server?: string | undefined;
  readonly tool?: string | undefined;
  readonly verdict?: string | undefined;
  readonly outcome?: string | undefined;
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  readonly text?: string | undefined;
  readonly beforeSeq?: number | undefined;
  readonly limit: number;
}

/**
 * Opened calls on their way into the call table: one line each, append only. What was added survives kill -9 when `write` returns; a line torn by
 * that is left out by `read`. `write` throws when the file cannot be written: then no line counts that was added since the last one.
 */
export interface JournalFile {
  /** every whole line, oldest first; empty when there is no file */
  read(): string[];
  /** Adds a line for the next `write`; `rest` goes on in it. False when there is no room beside those that wait: they are written first. */
  add(line: string, rest: string): boolean;
  /** the lines that wait, with one write to the operating system */
  write(): void;
  /** forgets every line, those that wait too: they stand in the call table now */
  clear(): void;
  close(): void;
}

/** The signed second file that the log's chain is checked against: lines, append only. */
export interface CheckpointFile {
  /** every line, oldest first; empty when there is no file */
  read(): string[];
  append(line: string, sync: boolean): void;
  /** replaces the file atomically */
  replace(lines: readonly string[]): void;
}
