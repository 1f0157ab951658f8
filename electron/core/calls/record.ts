import type { CallRecord } from '../../../shared/model/views.js';
import type { JsonObject } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import { inEnglish } from '../../../shared/words/say.js';
import { coreWords } from '../../../shared/words/core/en.js';
import type { CallIntent } from '../ports/corridor.js';
import type { Logger } from '../ports/logger.js';
import type { Audit, AuditEntry } from '../ports/rooms.js';
import { attempt } from './attempt.js';
import type { Judgement } from './judge.js';

export interface HowDecided {
  readonly approvalId?: string;
  readonly approvedBy?: string;
  readonly grantId?: string;
  readonly waitMs?: number;
}

/** The one log record of one call. INVARIANT: opened at most once, closed at most once, and not closed before it was opened. */
export interface CallLog {
  readonly opened: boolean;
  /** the arguments as JSON text, once they are written down */
  readonly argumentsJson: string | undefined;
  /** Opens the record before forwarding. Throws or rejects when the log cannot take it. Returns undefined where nothing is to be waited for. */
  forwarding(judgement: Judgement, how: HowDecided, durable: boolean): Promise<void> | undefined;
  /** The same for a call that asks to leave: it is written down by `secure`. Throws when the log cannot take it. */
  prepare(judgement: Judgement, how: HowDecided): void;
  /** What was prepared survives kill -9 when this returns. Throws when the log could not take it. */
  secure(): void;
  /** Records a call that is not made. A record that was opened for forwarding is closed instead. Never throws. */
  refused(judgement: Judgement | undefined, code: string, outcome: CallRecord['outcome'], how: HowDecided, error?: string): void;
  /** Never throws: the call is over, its answer belongs to the caller. */
  close(end: Parameters<Audit['close']>[1]): void;
}

const empty: JsonObject = Object.freeze({});

/** A class because there is one per call: closures of a function would be made anew for each. */
class OneCallLog implements CallLog {
  opened = false;
  argumentsJson: string | undefined;
  private closed = false;

  constructor(
    private readonly id: string,
    private readonly atMs: number,
    private readonly intent: CallIntent,
    private readonly audit: Audit,
    private readonly logger: Logger,
  ) {}

  forwarding(judgement: Judgement, how: HowDecided, durable: boolean): Promise<void> | undefined {
    if (this.opened) throw new Error('the record of this call is open already');
    this.opened = true;
    const done = this.audit.open(this.entry(judgement, 'forwarded', judgement.decision.code, how), durable);
    return done ?? undefined;
  }

  prepare(judgement: Judgement, how: HowDecided): void {
    if (this.opened) throw new Error('the record of this call is open already');
    this.opened = true;
    this.audit.prepare(this.entry(judgement, 'forwarded', judgement.decision.code, how));
  }

  secure(): void {
    this.audit.secure(this.id);
  }

  refused(judgement: Judgement | undefined, code: string, outcome: CallRecord['outcome'], how: HowDecided, error?: string): void {
    if (!this.opened) {
      this.opened = true;
      try {
        const done = this.audit.open(this.entry(judgement, 'refused', code, how), false);
        if (done !== undefined) done.catch((cause: unknown) => this.complain('call.record-failed', cause));
      } catch (cause) {
        this.complain('call.record-failed', cause);
      }
    }
    this.close({ outcome, ...(error === undefined ? {} : { error }) });
  }

  close(end: Parameters<Audit['close']>[1]): void {
    if (this.closed || !this.opened) return;
    this.closed = true;
    try {
      this.audit.close(this.id, end);
    } catch (cause) {
      this.complain('call.record-not-closed', cause);
    }
  }

  private entry(judgement: Judgement | undefined, enforced: AuditEntry['enforced'], code: string, how: HowDecided): AuditEntry {
    const { intent } = this;
    const args = judgement?.subject?.arguments ?? argumentsOf(intent);
    this.argumentsJson = attempt(() => stringify(args));
    const entry: AuditEntry = {
      id: this.id,
      atMs: this.atMs,
      client: intent.caller.client,
      session: intent.caller.session,
      server: intent.server,
      method: intent.method,
      tool: intent.tool,
      class: judgement?.subject?.class ?? 'unclassified',
      verdict: judgement?.decision.verdict ?? 'deny',
      enforced,
      code,
      because: becauseOf(judgement),
      rule: judgement?.decision.because[0]?.pointer ?? '',
      mode: judgement?.mode ?? 'enforce',
      policyRevision: judgement?.revision ?? 0,
      arguments: args,
      argumentsJson: this.argumentsJson,
      approvalId: how.approvalId,
      approvedBy: how.approvedBy,
      grantId: how.grantId,
      waitMs: how.waitMs,
    };
    if (intent.decided !== undefined) tell(intent.decided, entry, judgement);
    return entry;
  }

  private complain(event: string, cause: unknown): void {
    this.logger.error(event, { call: this.id, cause: String(cause) });
  }
}

function tell(decided: NonNullable<CallIntent['decided']>, entry: AuditEntry, judgement: Judgement | undefined): void {
  const { id, server, tool, class: riskClass, verdict, enforced, code, rule, mode } = entry;
  decided({
    callId: id,
    server,
    tool,
    known: judgement?.subject?.tool !== undefined,
    class: riskClass,
    verdict,
    enforced,
    code,
    rule,
    mode,
  });
}

export const createCallLog = (id: string, atMs: number, intent: CallIntent, audit: Audit, logger: Logger): CallLog =>
  new OneCallLog(id, atMs, intent, audit, logger);

/** The reasons, and what the file system said when the call was judged: later it may say something else. */
function becauseOf(judgement: Judgement | undefined): AuditEntry['because'] {
  const because = judgement?.decision.because ?? [{ pointer: '', text: coreWords.because.unjudged }];
  const followed = judgement?.subject?.facts.paths.followed() ?? [];
  return followed.length === 0
    ? because
    : [...because, ...followed.map(({ path, real }) => ({ pointer: '', text: inEnglish('because.ledTo', { from: path, real }) }))];
}

function argumentsOf(intent: CallIntent): JsonObject {
  const given = intent.params['arguments'];
  if (intent.method !== 'tools/call') return intent.params;
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as JsonObject) : empty;
}
