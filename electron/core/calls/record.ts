import type { CallRecord } from '../../../shared/model/views.js';
import type { JsonObject } from '../../../shared/json/json.js';
import type { CallIntent } from '../ports/corridor.js';
import type { Logger } from '../ports/logger.js';
import type { Audit, AuditEntry } from '../ports/rooms.js';
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
  /** Opens the record before forwarding. Throws or rejects when the log cannot take it. Returns undefined where nothing is to be waited for. */
  forwarding(judgement: Judgement, how: HowDecided, durable: boolean): Promise<void> | undefined;
  /** Records a call that is not made. A record that was opened for forwarding is closed instead. Never throws. */
  refused(judgement: Judgement | undefined, code: string, outcome: CallRecord['outcome'], how: HowDecided, error?: string): void;
  /** Never throws: the call is over, its answer belongs to the caller. */
  close(end: Parameters<Audit['close']>[1]): void;
}

const empty: JsonObject = Object.freeze({});

export function createCallLog(id: string, atMs: number, intent: CallIntent, audit: Audit, logger: Logger): CallLog {
  let opened = false;
  let closed = false;

  const entry = (judgement: Judgement | undefined, enforced: AuditEntry['enforced'], code: string, how: HowDecided): AuditEntry => ({
    id,
    atMs,
    client: intent.caller.client,
    session: intent.caller.session,
    server: intent.server,
    method: intent.method,
    tool: intent.tool,
    class: judgement?.subject?.class ?? 'unclassified',
    verdict: judgement?.decision.verdict ?? 'deny',
    enforced,
    code,
    because: judgement?.decision.because ?? [{ pointer: '', text: 'the call could not be judged' }],
    rule: judgement?.decision.because[0]?.pointer ?? '',
    mode: judgement?.mode ?? 'enforce',
    policyRevision: judgement?.revision ?? 0,
    arguments: judgement?.subject?.arguments ?? argumentsOf(intent),
    ...how,
  });
  const complain = (event: string) => (cause: unknown) => logger.error(event, { call: id, cause: String(cause) });

  const log: CallLog = {
    get opened() {
      return opened;
    },
    forwarding(judgement, how, durable) {
      if (opened) throw new Error('the record of this call is open already');
      opened = true;
      const done = audit.open(entry(judgement, 'forwarded', judgement.decision.code, how), durable);
      return done ?? undefined;
    },
    refused(judgement, code, outcome, how, error) {
      if (!opened) {
        opened = true;
        try {
          const done = audit.open(entry(judgement, 'refused', code, how), false);
          if (done !== undefined) done.catch(complain('call.record-failed'));
        } catch (cause) {
          complain('call.record-failed')(cause);
        }
      }
      log.close({ outcome, ...(error === undefined ? {} : { error }) });
    },
    close(end) {
      if (closed || !opened) return;
      closed = true;
      try {
        audit.close(id, end);
      } catch (cause) {
        complain('call.record-not-closed')(cause);
      }
    },
  };
  return log;
}

function argumentsOf(intent: CallIntent): JsonObject {
  const given = intent.params['arguments'];
  if (intent.method !== 'tools/call') return intent.params;
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as JsonObject) : empty;
}
