import { isJsonObject } from '../../../shared/json/json.js';
import type { ServerState } from '../../../shared/model/views.js';
import type { Slot } from './server-slot.js';

/** How one server is, for people. */
export interface ServerStatus {
  readonly state: ServerState;
  /** one line; absent while it is ready */
  readonly problem?: string;
  readonly processes: number;
  readonly protocolVersion?: string;
  readonly serverVersion?: string;
  readonly startedAtMs?: number;
  readonly latencyMs?: number;
  /** lines of its output that were no protocol */
  readonly noise: number;
  readonly warnings: string[];
}

export interface StatusFacts {
  readonly enabled: boolean;
  readonly slots: readonly Slot[];
  /** what it is while nothing of it runs */
  readonly resting: { readonly state: ServerState; readonly problem: string | undefined };
  readonly startedAtMs: number | undefined;
  readonly noise: number;
  /** of its launch */
  readonly warnings: readonly string[];
  /** entries of its lists that cannot be read, a line each */
  readonly leftOut: readonly string[];
}

const mostLeftOut = 20;

export function statusOf(facts: StatusFacts): ServerStatus {
  const { slots, resting, startedAtMs, noise } = facts;
  const ready = slots.find((slot) => slot.phase === 'ready');
  const state = stateOf(facts, ready);
  const said = ready?.initializeResult;
  const serverInfo = isJsonObject(said?.serverInfo) ? said.serverInfo : {};
  return {
    state,
    ...(state === 'ready' || resting.problem === undefined ? {} : { problem: resting.problem }),
    processes: slots.reduce((sum, slot) => sum + (slot.peer?.processes ?? 0), 0),
    ...(typeof said?.protocolVersion === 'string' ? { protocolVersion: said.protocolVersion } : {}),
    ...(typeof serverInfo.version === 'string' ? { serverVersion: serverInfo.version } : {}),
    ...(ready === undefined || startedAtMs === undefined ? {} : { startedAtMs }),
    ...(ready?.peer?.latencyMs === undefined ? {} : { latencyMs: ready.peer.latencyMs }),
    noise,
    warnings: [
      ...facts.warnings,
      ...leftOutWords(facts.leftOut),
      ...(noise > 0 ? [`it wrote ${noise} line${noise === 1 ? '' : 's'} to its output that are no protocol`] : []),
    ],
  };
}

function stateOf({ enabled, slots, resting }: StatusFacts, ready: Slot | undefined): ServerState {
  if (!enabled) return 'disabled';
  if (ready !== undefined) return 'ready';
  return slots.some((slot) => slot.phase === 'starting') ? 'starting' : resting.state;
}

/** what a person is told of entries that stand in no list */
function leftOutWords(lines: readonly string[]): readonly string[] {
  const more = lines.length - mostLeftOut;
  return [
    ...lines.slice(0, mostLeftOut).map((line) => `cannot be read and is left out: ${line}`),
    ...(more > 0 ? [`${more} more cannot be read and are left out`] : []),
  ];
}
