import type { CallRecord } from '../../../shared/model/views.js';
import type { LimitCharge } from '../../../shared/policy/types.js';
import type { CallIntent, CallReply, Passage } from '../ports/corridor.js';
import { HeldBack } from '../ports/upstreams.js';
import { attempt } from './attempt.js';
import type { CorridorDeps } from './create-corridor.js';
import type { FlowMemory } from './flow-memory.js';
import { isOver, type Judge, type Judgement, type Stop } from './judge.js';
import { newsSince, overtakenSince } from './news.js';
import type { Permission } from './permission.js';
import { createCallLog, type CallLog, type HowDecided } from './record.js';
import * as say from './refusals.js';

export interface CorridorParts extends CorridorDeps {
  readonly flows: FlowMemory;
  readonly judge: Judge;
  /** a name for a call when the source of names fails */
  readonly spareId: () => string;
}

export type Go = Extract<Permission, { kind: 'go' }>;

/** Why a call that was let through did not leave. */
export type Held = { readonly kind: 'unwritten'; readonly cause: unknown } | { readonly kind: 'overtaken'; readonly news: Stop };

/**
 * One call on its way, with all that must be given back when it is refused. Making it cannot fail: a call that is refused for a fault is
 * recorded too. A class because there is one per call.
 */
export class StartedCall implements Passage {
  readonly id: string;
  readonly log: CallLog;
  judgement: Judgement | undefined;
  permission: Go | undefined;
  reserved = false;
  /** what got stricter after it left */
  news: Stop | undefined;
  /** set where it must not leave */
  held: Held | undefined;
  private left = false;

  constructor(
    readonly parts: CorridorParts,
    readonly intent: CallIntent,
  ) {
    const atMs = attempt(() => parts.clock.nowMs()) ?? 0;
    this.id = attempt(() => parts.ids.next('call')) ?? parts.spareId();
    this.log = createCallLog(this.id, atMs, intent, parts.audit, parts.logger);
  }

  leave(): void {
    // what is sent again later is the same call
    if (this.left) return;
    this.held = this.whyHeld();
    if (this.held !== undefined) throw new HeldBack('the call was held back');
    this.left = true;
  }

  mayGoOn(): boolean {
    const judgement = this.permission?.judgement;
    this.news = judgement === undefined ? unpermitted() : overtakenSince(this.parts, this.intent, judgement);
    return this.news === undefined;
  }

  private whyHeld(): Held | undefined {
    const judgement = this.permission?.judgement;
    const news = judgement === undefined ? unpermitted() : newsSince(this.parts, this.intent, judgement);
    if (news !== undefined) return { kind: 'overtaken', news };
    try {
      this.log.secure();
      return undefined;
    } catch (cause) {
      return { kind: 'unwritten', cause };
    }
  }

  refuse(stop: Stop, how: HowDecided, outcome: CallRecord['outcome'] = 'refused', cause?: string): CallReply {
    const { parts, intent, judgement } = this;
    if (this.reserved) this.giveBack();
    this.finishApproval();
    const code =
      stop.kind === 'refusal' ? stop.refusal.code : stop.kind === 'invalid' ? 'INVALID' : (judgement?.decision.code ?? 'UNKNOWN');
    this.log.refused(judgement, code, outcome, how, cause);
    if (stop.kind === 'unknown') return say.unknownReply(intent.method, intent.tool);
    if (stop.kind === 'invalid') return say.invalidReply(stop.why);
    const { refusal } = stop;
    this.guard('call.refusal-not-told', () =>
      parts.onRefused?.({
        callId: this.id,
        caller: intent.caller,
        server: intent.server,
        method: intent.method,
        tool: intent.tool,
        code: refusal.code,
        reason: refusal.reason,
        retryAfterMs: refusal.retryAfterMs,
        decision: judgement?.decision,
        limits: refusal.code === 'LIMITED' ? this.hitLimits(refusal.rule) : [],
      }),
    );
    return say.refusalReply(intent.method, refusal);
  }

  /** Whatever went wrong in here: not sent, and recorded. */
  fault(cause: unknown): CallReply {
    this.parts.logger.error('call.fault', {
      call: this.id,
      cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    });
    return this.refuse({ kind: 'refusal', refusal: say.fault(cause) }, this.permission?.how ?? {}, 'refused', 'fault inside the gate');
  }

  giveBack(): void {
    this.reserved = false;
    this.guard('call.limits-not-released', () => this.parts.limits.release(this.id));
    this.guard('call.limits-not-released', () => this.parts.shared?.release(this.id));
  }

  finishApproval(): void {
    const approval = this.permission?.approval;
    if (approval !== undefined) this.guard('call.approval-not-finished', () => this.parts.approvals.finished(approval.id));
  }

  guard(event: string, run: () => void): void {
    try {
      run();
    } catch (cause) {
      this.parts.logger.error(event, { cause: String(cause) });
    }
  }

  private hitLimits(rule: string | undefined): readonly LimitCharge[] {
    const { judgement, parts } = this;
    if (judgement === undefined) return [];
    return judgement.charges.filter((charge) => charge.pointer === rule || isOver(charge, (one) => parts.limits.read(one)));
  }
}

const unpermitted = (): Stop => ({ kind: 'refusal', refusal: say.fault('permitted by nobody') });
