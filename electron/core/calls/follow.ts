import { freezeDeep } from '../../../shared/json/freeze.js';
import type { Decision, Mode } from '../../../shared/model/decision.js';
import { coreWords } from '../../../shared/words/core/en.js';
import type { CallIntent, CallReply, Forward } from '../ports/corridor.js';
import type { ToolFacts } from '../ports/rooms.js';
import { attempt } from './attempt.js';
import type { CorridorDeps } from './create-corridor.js';
import type { Judgement } from './judge.js';
import { createCallLog } from './record.js';
import * as say from './refusals.js';
import { settled } from './send.js';
import { followerOf } from './subject.js';

/** What ends something: nothing but lockdown keeps it from its server. */
const endings = new Set(['tasks/cancel', 'resources/unsubscribe']);
const nothing: readonly never[] = [];

/**
 * The way of a request that only continues or ends what a call has let through (`tasks/…`, `logging/setLevel`, `resources/unsubscribe`): nobody is
 * asked and nothing is counted, but it leaves a record like every other, and stops where the tool that it continues (`intent.tool`, for tasks) is
 * no longer let through at all. Never rejects; every fault ends in a refusal.
 */
export async function follow(deps: CorridorDeps, spareId: () => string, intent: CallIntent, forward: Forward): Promise<CallReply> {
  const log = createCallLog(
    attempt(() => deps.ids.next('call')) ?? spareId(),
    attempt(() => deps.clock.nowMs()) ?? 0,
    intent,
    deps.audit,
    deps.logger,
  );
  let judgement: Judgement | undefined;
  try {
    freezeDeep(intent.params);
    const judged = judge(deps, intent);
    ({ judgement } = judged);
    if (judged.refusal !== undefined) {
      log.refused(judgement, judged.refusal.code, 'refused', {});
      return say.refusalReply(intent.method, judged.refusal);
    }
    await log.forwarding(judgement, {}, false);
    const startedMs = deps.clock.monotonicMs();
    const sent = await settled(forward(intent.params, deps.options().callTimeoutMs, intent.signal), intent.server, 'read');
    const durationMs = Math.max(0, deps.clock.monotonicMs() - startedMs);
    if (sent.kind === 'failed') {
      log.close({ outcome: sent.fault.outcome, error: sent.line, durationMs });
      return say.refusalReply(intent.method, sent.fault.refusal);
    }
    log.close({ outcome: sent.outcome, answerBytes: sent.answer.bytes.length, durationMs });
    return { kind: 'answer', answer: sent.answer };
  } catch (cause) {
    deps.logger.error('call.fault', {
      method: intent.method,
      cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    });
    log.refused(judgement, 'FAULT', 'refused', {}, 'fault inside the gate');
    return say.refusalReply(intent.method, say.fault(cause));
  }
}

function judge(deps: CorridorDeps, intent: CallIntent): { judgement: Judgement; refusal: say.Refusal | undefined } {
  const { policy, revision } = deps.policy.current();
  const mode = deps.mode.current();
  const isTask = intent.method.startsWith('tasks/') && intent.tool !== '';
  const tool = isTask ? deps.tools.get(intent.server, intent.tool) : undefined;
  const refusal =
    mode === 'lockdown' ? say.locked() : !isTask || endings.has(intent.method) ? undefined : heldBack(intent, tool, mode, policy);
  const decision: Decision =
    refusal === undefined
      ? {
          verdict: 'allow',
          code: 'ALLOW',
          because: [{ pointer: '', text: coreWords.because.continues }],
          limits: [],
        }
      : { verdict: 'deny', code: refusal.code, because: [{ pointer: refusal.rule ?? '', text: refusal.reason }], limits: [] };
  const subject = followerOf(intent, tool, deps.paths);
  const approval = { timeoutMs: undefined, remember: undefined };
  return {
    refusal,
    judgement: { subject, decision, mode, revision, next: 'go', charges: nothing, approval, flow: nothing, beside: nothing },
  };
}

/** A task of a tool that would not be called any more brings nothing back either. */
function heldBack(
  intent: CallIntent,
  tool: ToolFacts | undefined,
  mode: Mode,
  policy: ReturnType<CorridorDeps['policy']['current']>['policy'],
): say.Refusal | undefined {
  if (tool?.pin === 'changed') return say.changed(tool.tool);
  if (tool?.pin === 'quarantined') return say.quarantined(tool.tool);
  const { verdict, because } = policy.position({
    client: intent.caller.client,
    server: intent.server,
    tool: intent.tool,
    // a tool that is no longer listed is whatever it may have been
    class: tool?.class ?? 'unclassified',
    governed: 'tools',
  });
  const stops = mode !== 'observe' && (verdict === 'deny' || verdict === 'hide');
  return stops
    ? say.ruledOut({
        verdict: 'deny',
        code: 'DENIED',
        because: because.length === 0 ? [{ pointer: '', text: coreWords.because.denies }] : because,
        limits: [],
      })
    : undefined;
}
