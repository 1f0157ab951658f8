import type { Decision } from '../../../shared/model/decision.js';
import type { LimitCharge } from '../../../shared/policy/types.js';
import type { Clock } from '../ports/clock.js';
import type { CallIntent, CallReply, Corridor, Forward } from '../ports/corridor.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import type { Answer, Caller } from '../ports/messages.js';
import type { Paths } from '../ports/paths.js';
import type { Approvals, Audit, Limits, ModeSource, PolicySource, SharedCounters, ToolFacts, ToolSource } from '../ports/rooms.js';
import { follow } from './follow.js';
import { createFlowMemory, type FlowStore } from './flow-memory.js';
import { createJudge } from './judge.js';
import { createShows } from './shows.js';
import { takeCall } from './take-call.js';

/** A call that was refused, for notices. Not told for unknown or hidden names. */
export interface RefusedCall {
  readonly callId: string;
  readonly caller: Caller;
  readonly server: string;
  readonly method: string;
  readonly tool: string;
  readonly code: string;
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
  readonly decision: Decision | undefined;
  /** the limits that were hit, where the code is LIMITED */
  readonly limits: readonly LimitCharge[];
}

export interface CorridorDeps {
  readonly policy: PolicySource;
  readonly mode: ModeSource;
  readonly tools: ToolSource;
  readonly limits: Limits;
  /** counted besides, where limits are shared with other gates */
  readonly shared?: SharedCounters;
  readonly approvals: Approvals;
  readonly audit: Audit;
  readonly paths: Paths;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** both in milliseconds; read for every call */
  readonly options: () => { readonly callTimeoutMs: number; readonly approvalTimeoutMs: number };
  /** looks at an answer on its way back; decides nothing, and a fault in it harms nothing */
  readonly scanResult?: (facts: ToolFacts, answer: Answer, caller: Caller) => void;
  readonly onRefused?: (call: RefusedCall) => void;
  /** where what a client has seen survives a restart */
  readonly flowStore: FlowStore;
  /** the session that limits count by, where it is not the caller's own */
  readonly sessionKey?: (caller: Caller) => string;
}

/**
 * The one way from a caller to a server: find, check the pin, judge, ask, judge again, reserve, write down, forward, write down.
 * Every fault on the way ends in a refusal; the promise never rejects. `endSession` forgets what a session has seen.
 */
export function createCorridor(deps: CorridorDeps): Corridor & { endSession(caller: Caller): void } {
  const flows = createFlowMemory(() => deps.clock.nowMs(), deps.flowStore);
  let spares = 0;
  const parts = {
    ...deps,
    logger: quiet(deps.logger),
    flows,
    judge: createJudge({ ...deps, flows }),
    spareId: () => `call_unnamed_${String(++spares)}`,
  };
  return {
    handle: (intent: CallIntent, forward: Forward): Promise<CallReply> => takeCall(parts, intent, forward),
    follow: (intent: CallIntent, forward: Forward): Promise<CallReply> => follow(parts, parts.spareId, intent, forward),
    shows: createShows(deps),
    endSession: (caller) => flows.endSession(caller),
  };
}

/** A logger that fails must not decide over a call. */
function quiet(logger: Logger): Logger {
  const guard = (level: keyof Logger) => (event: string, fields?: Readonly<Record<string, unknown>>) => {
    try {
      logger[level](event, fields);
    } catch {
      // there is nowhere left to say it
    }
  };
  return { info: guard('info'), warn: guard('warn'), error: guard('error') };
}
