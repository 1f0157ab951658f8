import type { CallRecord } from '../../../shared/model/views.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Audit, AuditEntry } from '../ports/rooms.js';
import type { CallEnd, CallStore, LogOp } from '../ports/stores.js';
import { buildEnd, buildRecord } from './build-record.js';
import { endBody, linkHash, openBody, wholeBody } from './chain.js';
import type { Redactor } from './redactor.js';

export interface LogWriterDeps {
  readonly calls: CallStore;
  readonly redactor: () => Redactor;
  readonly hashKey: Uint8Array;
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
  /** commits what waits. False when the log cannot be written. */
  flush(): boolean;
  /** ends a record that an earlier process left open: what became of the call is not known */
  abandon(record: CallRecord): void;
  tip(): { readonly seq: number; readonly hash: string };
  /** opens nothing more; what waits is committed */
  stop(): void;
}

/** The log cannot take a record: the call must be refused. */
export class LogUnavailable extends Error {}

interface LiveCall {
  readonly entry: AuditEntry;
  readonly durable: boolean;
  readonly settle: ((error?: Error) => void) | undefined;
  /** set while the opening still waits: both are committed as one */
  end: CallEnd | undefined;
  /** as committed */
  record: CallRecord | undefined;
}

type Work =
  | { readonly kind: 'open'; readonly call: LiveCall }
  | { readonly kind: 'close'; readonly record: CallRecord; readonly end: CallEnd }
  | { readonly kind: 'note'; readonly body: string };

/** queued records are committed within 50 ms; the rest of the time is for the commit itself */
const queueMs = 30;
const retryMs = 1000;
/** more than this waiting means commits do not keep up: calls are refused until they do */
const maxWaiting = 20_000;

/**
 * Writes the log in groups: everything that waits goes into one transaction. Durable records are committed (to the disk) at the end of
 * the current turn of the event loop, others within 50 ms. The hot path only queues; redaction and JSON happen at the commit, on the
 * same object that is judged and sent. INVARIANT: after a failed commit nothing opens until one has succeeded.
 */
export function createLogWriter(deps: LogWriterDeps): LogWriter {
  const { calls, clock, logger } = deps;
  const live = new Map<string, LiveCall>();
  let waiting: Work[] = [];
  let tip = calls.tip();
  let soon: (() => void) | undefined;
  let immediate = false;
  let stopped = false;
  let failure: { readonly sinceMs: number; refused: number } | undefined;

  const flush = (): boolean => {
    soon?.();
    soon = undefined;
    if (waiting.length === 0 && failure === undefined) return true;
    let batch = waiting;
    waiting = [];
    try {
      if (failure !== undefined) {
        batch = afterFailure(batch);
        batch.unshift({ kind: 'note', body: JSON.stringify({ gap: 'the log could not be written', sinceMs: failure.sinceMs, untilMs: clock.nowMs(), refused: failure.refused }) });
      }
      const built = build(batch);
      calls.write(built.ops, built.durable);
      tip = built.tip;
      if (failure !== undefined) {
        logger.info('audit.recovered', { refused: failure.refused });
        failure = undefined;
        deps.health(undefined);
      }
      settle(built.done);
      deps.advanced(built.ops.length);
      return true;
    } catch (error) {
      failed(batch, error);
      return false;
    }
  };

  /** The commit that failed may have reached the file after all: what stands there is not written again. */
  const afterFailure = (batch: Work[]): Work[] => {
    const found = calls.tip();
    if (found.seq === tip.seq) return batch;
    tip = found;
    return batch.filter((work) => {
      if (work.kind !== 'open') return true;
      const record = calls.get(work.call.entry.id);
      if (record === undefined) return true;
      work.call.record = record;
      if (work.call.end !== undefined && record.outcome === 'open') waiting.push({ kind: 'close', record, end: work.call.end });
      return false;
    });
  };

  const build = (batch: readonly Work[]): { ops: LogOp[]; durable: boolean; tip: typeof tip; done: [Work, CallRecord | undefined][] } => {
    const redactor = deps.redactor();
    const atMs = clock.nowMs();
    const ops: LogOp[] = [];
    const done: [Work, CallRecord | undefined][] = [];
    let { seq, hash } = tip;
    let durable = false;
    const link = (kind: LogOp['kind'], body: string): string => (hash = linkHash(hash, seq, kind, atMs, body));
    for (const work of batch) {
      seq += 1;
      if (work.kind === 'note') {
        ops.push({ kind: 'note', seq, atMs, hash: link('note', work.body), body: work.body });
        done.push([work, undefined]);
      } else if (work.kind === 'close') {
        const end = buildEnd(work.end, redactor);
        const body = endBody(end);
        ops.push({ kind: 'close', seq, atMs, callSeq: work.record.seq, end, body, hash: link('close', `${work.record.seq}\n${body}`) });
        done.push([work, { ...work.record, ...end }]);
      } else {
        durable ||= work.call.durable;
        const opened = buildRecord(work.call.entry, seq, redactor, deps.hashKey);
        const end = work.call.end;
        const record = end === undefined ? opened : { ...opened, ...buildEnd(end, redactor) };
        ops.push(
          end === undefined
            ? { kind: 'open', seq, atMs, record, hash: link('open', openBody(record)) }
            : { kind: 'whole', seq, atMs, record, hash: link('whole', wholeBody(record)) },
        );
        done.push([work, record]);
      }
    }
    return { ops, durable, tip: { seq, hash }, done };
  };

  const settle = (done: readonly [Work, CallRecord | undefined][]): void => {
    for (const [work, record] of done) {
      if (work.kind === 'open') {
        work.call.record = record;
        work.call.settle?.();
      }
      if (record !== undefined) deps.committed(record);
    }
  };

  const failed = (batch: readonly Work[], error: unknown): void => {
    const why = error instanceof Error ? error.message : String(error);
    if (failure === undefined) {
      logger.error('audit.failed', { error: why });
      failure = { sinceMs: clock.nowMs(), refused: 0 };
      deps.health(`The log cannot be written (${why}): calls are refused until it can. Free some space or check the data folder.`);
    }
    const keep: Work[] = [];
    for (const work of batch) {
      if (work.kind === 'open' && work.call.settle !== undefined) {
        failure.refused += 1;
        live.delete(work.call.entry.id);
        work.call.settle(new LogUnavailable(`the log cannot be written: ${why}`));
      } else if (work.kind !== 'note') keep.push(work);
    }
    waiting = [...keep, ...waiting];
    soon ??= clock.after(retryMs, flush);
  };

  const queue = (work: Work): void => {
    waiting.push(work);
    soon ??= clock.after(failure === undefined ? queueMs : retryMs, flush);
  };

  return {
    open(entry, durable) {
      if (failure !== undefined) failure.refused += 1;
      if (stopped || failure !== undefined) throw new LogUnavailable('the log cannot be written');
      if (waiting.length >= maxWaiting) throw new LogUnavailable('too many records wait to be written');
      if (live.has(entry.id)) throw new LogUnavailable(`call ${entry.id} has a record already`);
      if (!durable) {
        const call: LiveCall = { entry, durable, settle: undefined, end: undefined, record: undefined };
        live.set(entry.id, call);
        queue({ kind: 'open', call });
        return undefined;
      }
      return new Promise<void>((resolve, reject) => {
        const call: LiveCall = { entry, durable, settle: (error) => (error === undefined ? resolve() : reject(error)), end: undefined, record: undefined };
        live.set(entry.id, call);
        waiting.push({ kind: 'open', call });
        if (immediate) return;
        immediate = true;
        setImmediate(() => {
          immediate = false;
          flush();
        });
      });
    },
    close(id, end) {
      const call = live.get(id);
      if (call === undefined) return;
      live.delete(id);
      if (call.record === undefined) call.end = end;
      else queue({ kind: 'close', record: call.record, end });
    },
    flush,
    abandon: (record) => queue({ kind: 'close', record, end: { outcome: 'unknown', error: 'Toolgate ended before the answer came' } }),
    tip: () => tip,
    stop() {
      flush();
      stopped = true;
      soon?.();
      soon = undefined;
    },
  };
}
