import type { JsonObject } from '../../../shared/json/json.js';
import type { CallRecord } from '../../../shared/model/views.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import { createOpenCells } from '../ports/open-cells.js';
import type { Audit, AuditEntry } from '../ports/rooms.js';
import type { CallCircumstances, CallEnd, CallStore, JournalFile, LogOp } from '../ports/stores.js';
import { buildEnd, buildRecord, endRecord, type Draft } from './build-record.js';
import { endBody, linkHash, openHead, readOpenBody, type KeyedHash } from './chain.js';
import { createCircumstances } from './circumstances.js';
import type { Redactor } from './redactor.js';

export interface LogWriterDeps {
  readonly calls: CallStore;
  readonly journal: JournalFile;
  readonly redactor: () => Redactor;
  /** the keyed hash of arguments */
  readonly keyed: KeyedHash;
  readonly clock: Clock;
  readonly logger: Logger;
  /** a record was committed, opened or closed */
  readonly committed: (record: CallRecord) => void;
  /** the tip moved by this many links */
  readonly advanced: (links: number) => void;
  /** the log cannot be written (one line for people), or can again (undefined) */
  readonly health: (problem: string | undefined) => void;
}

export interface LogWriter extends Audit {
  open(entry: AuditEntry): void;
  /** commits what waits. False when the log cannot be written. */
  flush(): boolean;
  /** Something beside the calls that belongs in the log; secrets are taken out. Kept and written later while the log cannot be written. */
  note(body: JsonObject): void;
  /** ends a record that an earlier process left open */
  abandon(record: CallRecord): void;
  /** takes over what an earlier process left in the journal and had no time to commit */
  recover(): void;
  tip(): { readonly seq: number; readonly hash: string };
  /** opens nothing more; what waits is committed */
  stop(): void;
}

/** The log cannot take a record: the call must be refused. */
class LogUnavailable extends Error {}

/** What must still be written of a call: nothing is kept here longer than that, for what outgrown tables point at lives on with them. */
interface LiveCall {
  /** until it is committed; `line` is the draft as the journal holds it and the chain covers it */
  opening: { readonly draft: Draft; readonly common: CallCircumstances; readonly line: string } | undefined;
  /** set while the opening still waits: both are committed as one */
  end: CallEnd | undefined;
  /** as committed, while the call goes on */
  record: CallRecord | undefined;
}

type Work =
  | { readonly kind: 'open'; readonly call: LiveCall }
  | { readonly kind: 'close'; readonly record: CallRecord; readonly end: CallEnd }
  | { readonly kind: 'note'; readonly body: string };

/** What waits is committed after this long: the cost of a commit is shared by all that came meanwhile. */
const queueMs = 40;
const retryMs = 1000;
const noteBounds = { text: 2000, items: 100, depth: 4 };
/** this many are committed at once, without waiting for more: a longer commit would hold up calls */
const enough = 256;
/** So much text of calls that have ended (UTF-16 units) is committed at once too: longer commits cost no less, and what waits long is moved to where only a whole collection finds it. */
const enoughText = 128 * 1024;
/** What became of a call whose record an earlier process left open: one that was refused was never sent. */
const endOf = ({ enforced }: Pick<CallRecord, 'enforced'>): CallEnd =>
  enforced === 'refused' ? { outcome: 'refused' } : { outcome: 'unknown', error: 'Toolgate ended before the answer came' };

/**
 * Writes the log in two steps. A record that is opened becomes a line of a journal, redacted: one write to the operating system for all that were
 * prepared, which survives kill -9 when `open` or `secure` returns. Within 50 ms everything that waits goes into the call table in one transaction,
 * a call that has ended meanwhile as one row and one link, and the journal is emptied. INVARIANT: after a failed write nothing opens until a commit
 * has succeeded.
 */
export function createLogWriter(deps: LogWriterDeps): LogWriter {
  const { calls, journal, clock, logger } = deps;
  const live = createOpenCells<LiveCall>();
  /** calls whose lines wait for the next write to the journal */
  const unwritten: string[] = [];
  const circumstancesOf = createCircumstances();
  let waiting: Work[] = [];
  let tip = calls.tip();
  let soon: (() => void) | undefined;
  let stopped = false;
  let failure: { readonly sinceMs: number; readonly why: string; refused: number } | undefined;
  /** of calls that wait and have ended */
  let endedText = 0;

  const flush = (): boolean => {
    soon?.();
    soon = undefined;
    if (waiting.length === 0 && failure === undefined) return true;
    const batch = waiting;
    waiting = [];
    endedText = 0;
    return commit(batch);
  };

  /** Commits the oldest that wait, up to the first call that goes on: their order stays, and each is one row and one link. */
  const flushEnded = (): void => {
    let count = 0;
    let text = 0;
    for (const work of waiting) {
      if (work.kind === 'open' && work.call.end === undefined) break;
      count += 1;
      text += textOf(work);
    }
    if (text < enoughText || failure !== undefined) return;
    endedText -= text;
    commit(waiting.splice(0, count));
  };

  const commit = (waited: Work[]): boolean => {
    let batch = waited;
    let gap: Work | undefined;
    try {
      if (failure !== undefined) {
        batch = afterFailure(batch);
        gap = {
          kind: 'note',
          body: JSON.stringify({
            gap: 'the log could not be written',
            sinceMs: failure.sinceMs,
            untilMs: clock.nowMs(),
            refused: failure.refused,
          }),
        };
        batch.unshift(gap);
      }
      const built = build(batch);
      calls.write(built.ops);
      tip = built.tip;
      batch.forEach((work, i) => {
        if (work.kind === 'open') written(work.call, built.records[i]);
      });
      if (waiting.length === 0) emptyJournal();
      if (failure !== undefined) {
        logger.info('audit.recovered', { refused: failure.refused });
        failure = undefined;
        deps.health(undefined);
      }
      for (const record of built.records) if (record !== undefined) deps.committed(record);
      deps.advanced(built.ops.length);
      return true;
    } catch (error) {
      waiting = [...batch.filter((work) => work !== gap), ...waiting];
      failed(error);
      return false;
    }
  };

  const textOf = (work: Work): number => (work.kind === 'open' ? (work.call.opening?.line.length ?? 0) : 0);

  const written = (call: LiveCall, record: CallRecord | undefined): void => {
    call.opening = undefined;
    if (call.end === undefined) call.record = record;
  };

  /** Everything in it stands in the table now. Where it cannot be emptied, a later start finds that by the ids. */
  const emptyJournal = (): void => {
    unwritten.length = 0;
    try {
      journal.clear();
    } catch (error) {
      logger.warn('audit.journal', { error: String(error) });
    }
  };

  /** The commit that failed may have reached the file after all: what stands there is not written again. */
  const afterFailure = (batch: Work[]): Work[] => {
    const found = calls.tip();
    if (found.seq === tip.seq) return batch;
    tip = found;
    return batch.filter((work) => {
      if (work.kind !== 'open') return true;
      const record = work.call.opening === undefined ? undefined : calls.get(work.call.opening.draft.id);
      if (record === undefined) return true;
      written(work.call, record);
      if (work.call.end !== undefined && record.outcome === 'open') waiting.push({ kind: 'close', record, end: work.call.end });
      return false;
    });
  };

  /** The links of a batch, and the record that each of them leaves (none for a note). */
  const build = (batch: readonly Work[]): { ops: LogOp[]; tip: typeof tip; records: (CallRecord | undefined)[] } => {
    const redactor = deps.redactor();
    const atMs = clock.nowMs();
    const ops: LogOp[] = [];
    const records: (CallRecord | undefined)[] = [];
    let { seq, hash } = tip;
    for (const work of batch) {
      seq += 1;
      if (work.kind === 'note') {
        hash = linkHash(hash, seq, 'note', atMs, work.body);
        ops.push({ kind: 'note', seq, atMs, hash, body: work.body });
        records.push(undefined);
      } else if (work.kind === 'close') {
        const end = buildEnd(work.end, redactor);
        const body = endBody(end);
        hash = linkHash(hash, seq, 'close', atMs, `${work.record.seq}\n${body}`);
        ops.push({ kind: 'close', seq, atMs, callSeq: work.record.seq, end, body, hash });
        records.push({ ...work.record, ...end });
      } else {
        const { opening, end } = work.call;
        if (opening === undefined) throw new Error('a record waits that was committed already');
        // nobody else has the draft before it is committed
        const record = opening.draft;
        record.seq = seq;
        if (end !== undefined) endRecord(record, end, redactor);
        const kind = end === undefined ? 'open' : 'whole';
        hash = linkHash(hash, seq, kind, atMs, kind === 'open' ? opening.line : endBody(record) + opening.line);
        ops.push({ kind, seq, atMs, record, common: opening.common, hash });
        records.push(record);
      }
    }
    return { ops, tip: { seq, hash }, records };
  };

  const failed = (error: unknown): void => {
    const why = error instanceof Error ? error.message : String(error);
    if (failure === undefined) {
      logger.error('audit.failed', { error: why });
      failure = { sinceMs: clock.nowMs(), why, refused: 0 };
      deps.health(`The log cannot be written (${why}): calls are refused until it can. Free some space or check the data folder.`);
    }
    soon ??= clock.after(retryMs, flush);
  };

  const prepare = (entry: AuditEntry): void => {
    if (failure !== undefined) failure.refused += 1;
    if (stopped || failure !== undefined) throw new LogUnavailable(`the log cannot be written: ${failure?.why ?? 'it is closed'}`);
    if (live.get(entry.id) !== undefined) throw new LogUnavailable(`call ${entry.id} has a record already`);
    const redactor = deps.redactor();
    const circumstances = circumstancesOf(entry, redactor);
    const draft = buildRecord(entry, circumstances.kept, redactor, deps.keyed);
    const head = openHead(draft, circumstances.text);
    // never written as one text, it holds the arguments of the draft and no copy of them
    const line = head + draft.argumentsText;
    if (!journal.add(head, draft.argumentsText)) {
      write();
      journal.add(head, draft.argumentsText);
    }
    unwritten.push(entry.id);
    const call: LiveCall = { opening: { draft, common: circumstances.kept, line }, end: undefined, record: undefined };
    live.set(entry.id, call);
    queue({ kind: 'open', call });
  };

  /** The lines that wait go to the journal. Throws when they cannot; then none of the calls that waited for it is made. */
  const write = (): void => {
    if (unwritten.length === 0) return;
    try {
      journal.write();
      unwritten.length = 0;
    } catch (error) {
      failed(error);
      giveUp();
      throw new LogUnavailable(`the log cannot be written: ${String(error)}`);
    }
  };

  /** Forgets the calls whose lines were lost. Those that have ended, or were committed meanwhile, need no line any more. */
  const giveUp = (): void => {
    const lost = new Set<LiveCall>();
    for (const id of unwritten.splice(0)) {
      const call = live.get(id);
      if (call?.opening === undefined) continue;
      live.take(id);
      lost.add(call);
    }
    waiting = waiting.filter((work) => work.kind !== 'open' || !lost.has(work.call));
  };

  const queue = (work: Work): void => {
    waiting.push(work);
    if (failure === undefined && waiting.length >= enough) flush();
    else soon ??= clock.after(failure === undefined ? queueMs : retryMs, flush);
  };

  return {
    prepare,
    secure(id) {
      write();
      if (live.get(id) === undefined) throw new LogUnavailable(`call ${id} has no record`);
    },
    open(entry) {
      prepare(entry);
      write();
    },
    close(id, end) {
      const call = live.take(id);
      if (call === undefined) return;
      const { record } = call;
      call.record = undefined;
      if (record !== undefined) return queue({ kind: 'close', record, end });
      call.end = end;
      endedText += call.opening?.line.length ?? 0;
      if (endedText >= enoughText) flushEnded();
    },
    flush,
    note(body) {
      if (!stopped) queue({ kind: 'note', body: JSON.stringify(deps.redactor().json(body, noteBounds)) });
    },
    abandon: (record) => queue({ kind: 'close', record, end: endOf(record) }),
    recover() {
      for (const line of journal.read()) {
        const draft = readOpenBody(line);
        if (draft !== undefined && calls.get(draft.id) === undefined)
          waiting.push({ kind: 'open', call: { opening: { draft, common: draft, line }, end: endOf(draft), record: undefined } });
      }
      if (waiting.length === 0) emptyJournal();
    },
    tip: () => tip,
    stop() {
      flush();
      stopped = true;
      soon?.();
      soon = undefined;
    },
  };
}
