import { randomBytes } from 'node:crypto';
import type { AuditFilter } from '../../../shared/commands/audit-contract.js';
import type { JsonObject } from '../../../shared/json/json.js';
import type { ActivityView, CallRecord } from '../../../shared/model/views.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Audit } from '../ports/rooms.js';
import type { CallStore, CheckpointFile, JournalFile, MetaStore } from '../ports/stores.js';
import { createActivity, type Activity } from './activity.js';
import { keyedHash, subKey } from './chain.js';
import { createCheckpoints } from './checkpoints.js';
import { toCsv, toJsonLines, toOtlp } from './export.js';
import { createLogWriter } from './log-writer.js';
import { createRedactor, unbounded, type Redactor } from './redactor.js';
import { startRetention } from './retention.js';
import { verifyLog, type Verification } from './verify.js';

export interface AuditDeps {
  readonly store: {
    readonly calls: CallStore;
    readonly meta: MetaStore;
    readonly checkpoints: CheckpointFile;
    readonly journal: JournalFile;
  };
  /** values to take out wherever they turn up; the same array while nothing changed */
  readonly secrets: () => readonly string[];
  /** the clients' own tokens, taken out where they stand as they are; the same array while nothing changed */
  readonly tokens?: () => readonly string[];
  /** 32 random bytes: keys the hashes and signs the checkpoints */
  readonly key: Uint8Array;
  /** the key is a new one, because the one of earlier checkpoints is lost: told by whoever found it */
  readonly keyLost?: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retention: () => { readonly days: number; readonly megabytes: number };
  /** a record was committed: opened, or ended */
  readonly changed: (record: CallRecord) => void;
  /** one line for people when the log cannot be written, undefined when it can again */
  readonly health?: (problem: string | undefined) => void;
  readonly version?: string;
}

export interface AuditStats {
  readonly calls: number;
  readonly byVerdict: Record<string, number>;
  readonly byTool: { server: string; tool: string; calls: number }[];
  readonly bytes: number;
}

export interface AuditRoom extends Audit {
  /** newest first */
  list(filter: AuditFilter): CallRecord[];
  show(id: string): CallRecord | undefined;
  stats(sinceMs?: number): AuditStats;
  activity(): ActivityView;
  verify(): Promise<Verification>;
  /** oldest first */
  export(filter: AuditFilter, format: 'jsonl' | 'csv' | 'otlp'): { text: string; records: number };
  /** writes something beside the calls into the log: chained and signed as they are, secrets taken out */
  note(body: JsonObject): void;
  /** words of a command line or an address as another person may read them: what the log would take out is covered */
  covered(words: readonly string[]): string[];
  /** commits what waits; false when the log cannot be written */
  flush(): boolean;
  /** what was wrong with the log at start, one line each */
  readonly problems: readonly string[];
  /** commits what waits and signs the tip. Nothing can be opened afterwards. */
  stop(): void;
}

const none: readonly string[] = [];
const takenOut = /⟦redacted:[0-9a-f]{12}⟧/g;
const signEveryLinks = 100;
const signWithinMs = 10_000;
const signApartMs = 1000;

/**
 * The log: every call one record, opened before it is forwarded and closed after, secrets taken out before any write, chained and
 * signed. Calls that were open when the process ended before get the outcome `unknown`. Throws when the store cannot be read.
 */
export function createAudit(deps: AuditDeps): AuditRoom {
  const { clock, logger } = deps;
  const { calls, meta } = deps.store;
  const checkpoints = createCheckpoints(deps.store.checkpoints, subKey(deps.key, 'checkpoints'));
  const redactionKey = subKey(deps.key, 'redaction');
  const problems: string[] = [];
  let activity: Activity | undefined;
  let verifying = 0;

  let known: { readonly values: readonly string[]; readonly tokens: readonly string[]; readonly redactor: Redactor } | undefined;
  const redactor = (): Redactor => {
    const values = deps.secrets();
    const tokens = deps.tokens?.() ?? none;
    if (known?.tokens !== tokens || (known.values !== values && !sameItems(known.values, values)))
      known = { values: [...values], tokens, redactor: createRedactor(values, redactionKey, tokens) };
    return known.redactor;
  };

  const log = logId(meta, () => {
    const older = checkpoints
      .read()
      .good.filter((c) => c.kind === 'tip')
      .pop();
    if (older === undefined || older.seq === 0) return undefined;
    problems.push(
      'The log of earlier calls is not in the data folder any more; a new one was begun. `toolgate audit verify` tells where the old one ended.',
    );
    return older;
  });
  if (log.before !== undefined)
    checkpoints.add({ kind: 'begin', log: log.id, seq: log.before.seq, hash: log.before.hash, atMs: clock.nowMs() }, true);

  let unsigned = 0;
  let signedAtMs = -Infinity;
  let signTimer: (() => void) | undefined;
  let signing = false;
  let stopped = false;
  const signedAt = ({ seq, hash }: { seq: number; hash: string }, links: number, atEnd: boolean): void => {
    checkpoints.add({ kind: 'tip', log: log.id, seq, hash, atMs: clock.nowMs() }, atEnd);
    unsigned -= links;
    signedAtMs = clock.monotonicMs();
  };
  const notSigned = (error: unknown): void => {
    logger.warn('audit.checkpoint', { error: String(error) });
    signTimer ??= clock.after(signWithinMs, sign);
  };
  /** Signs the tip as it is now. The checkpoint must not know more than the disk after a loss of power, so that comes first; calls go on meanwhile. */
  const sign = (): void => {
    signTimer?.();
    signTimer = undefined;
    const tip = writer.tip();
    const links = unsigned;
    if (signing || links === 0 || tip.seq === 0) return;
    signing = true;
    calls
      .syncSoon()
      .then(() => {
        if (!stopped) signedAt(tip, links, false);
      })
      .catch(notSigned)
      .finally(() => (signing = false));
  };
  const signLast = (): void => {
    stopped = true;
    signTimer?.();
    const tip = writer.tip();
    if (unsigned === 0 || tip.seq === 0) return;
    try {
      calls.sync();
      signedAt(tip, unsigned, true);
    } catch (error) {
      logger.warn('audit.checkpoint', { error: String(error) });
    }
  };

  const writer = createLogWriter({
    calls,
    journal: deps.store.journal,
    redactor,
    keyed: keyedHash(subKey(deps.key, 'arguments')),
    clock,
    logger,
    committed(record) {
      activity?.add(record);
      deps.changed(record);
    },
    advanced(links) {
      unsigned += links;
      if (unsigned >= signEveryLinks && !signing && clock.monotonicMs() - signedAtMs >= signApartMs) sign();
      else signTimer ??= clock.after(signWithinMs, sign);
    },
    health: deps.health ?? (() => {}),
  });

  checkTip();
  writer.recover();
  for (const record of calls.open()) writer.abandon(record);
  writer.flush();

  const retention = startRetention({
    calls,
    clock,
    logger,
    limits: deps.retention,
    sign: ({ seq, hash }) => checkpoints.add({ kind: 'cut', log: log.id, seq, hash, atMs: clock.nowMs() }, true),
    held: () => verifying > 0,
    done() {
      // altered checkpoints are kept as they are: they are the evidence
      if (checkpoints.read().problems.length === 0) checkpoints.thin(log.id);
    },
  });

  /** A cheap look at start: is the link that was signed last still there? */
  function checkTip(): void {
    const signed = checkpoints.read();
    if (signed.lines === 0) {
      const { seq, hash } = writer.tip();
      if (seq > 0) problems.push('The signed checkpoints of the log are missing: what happened to it before now cannot be told.');
      checkpoints.add({ kind: seq > 0 ? 'lost' : 'tip', log: log.id, seq, hash, atMs: clock.nowMs() }, true);
    } else if (deps.keyLost === true) checkpoints.add({ kind: 'rekeyed', log: log.id, ...writer.tip(), atMs: clock.nowMs() }, true);
    else if (signed.good.length === 0)
      problems.push('No checkpoint of the log is signed with its key: `audit.key` is another one, or they were altered.');
    const last = signed.good.filter((c) => c.kind === 'tip' && c.log === log.id).pop();
    if (last === undefined || last.seq === 0 || calls.link(last.seq)?.hash === last.hash) return;
    logger.error('audit.altered', { seq: last.seq });
    problems.push('The log was altered while Toolgate was not running. `toolgate audit verify` says where.');
  }

  const listed = (filter: AuditFilter): CallRecord[] => {
    writer.flush();
    return calls.list(filter);
  };

  return {
    problems,
    open: (entry) => writer.open(entry),
    prepare: (entry) => writer.prepare(entry),
    secure: (id) => writer.secure(id),
    close: (id, end) => writer.close(id, end),
    note: (body) => writer.note(body),
    covered: (words) => (redactor().json(words, unbounded) as readonly string[]).map((word) => word.replaceAll(takenOut, '•••')),
    flush: () => writer.flush(),
    list: listed,
    show(id) {
      writer.flush();
      return calls.get(id);
    },
    stats(sinceMs = 0) {
      writer.flush();
      const byVerdict: Record<string, number> = {};
      const byTool = new Map<string, { server: string; tool: string; calls: number }>();
      let total = 0;
      for (const row of calls.counts(sinceMs)) {
        total += row.calls;
        byVerdict[row.verdict] = (byVerdict[row.verdict] ?? 0) + row.calls;
        const key = JSON.stringify([row.server, row.tool]);
        const tool = byTool.get(key) ?? { server: row.server, tool: row.tool, calls: 0 };
        tool.calls += row.calls;
        byTool.set(key, tool);
      }
      return { calls: total, byVerdict, byTool: [...byTool.values()].sort((a, b) => b.calls - a.calls), bytes: calls.bytes() };
    },
    activity: () => (activity ??= createActivity(calls, clock)).view(),
    async verify() {
      verifying += 1;
      try {
        if (!writer.flush()) logger.warn('audit.verify', { note: 'the newest records are not written yet' });
        return await verifyLog(calls, checkpoints, log.id, () => writer.tip());
      } finally {
        verifying -= 1;
      }
    },
    export(filter, format) {
      const records = listed(filter).reverse();
      const text = format === 'jsonl' ? toJsonLines(records) : format === 'csv' ? toCsv(records) : toOtlp(records, deps.version ?? '');
      return { text, records: records.length };
    },
    stop() {
      retention.stop();
      writer.stop();
      signLast();
    },
  };
}

/** The name of this database's log; for a fresh database a new one, with the tip of an older log where the checkpoints know of one. */
function logId(
  meta: MetaStore,
  older: () => { seq: number; hash: string } | undefined,
): { id: string; before: { seq: number; hash: string } | undefined } {
  const known = meta.get('log');
  if (known !== undefined) return { id: known, before: undefined };
  const id = randomBytes(8).toString('hex');
  const before = older();
  meta.set('log', id);
  return { id, before };
}

const sameItems = (a: readonly string[] | undefined, b: readonly string[]): boolean =>
  a !== undefined && a.length === b.length && a.every((item, i) => item === b[i]);
