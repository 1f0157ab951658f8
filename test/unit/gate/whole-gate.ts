import { createApprovals } from '../../../electron/core/approvals/create-approvals.js';
import { createCorridor, type CorridorDeps } from '../../../electron/core/calls/create-corridor.js';
import { createLimits } from '../../../electron/core/limits/limits.js';
import { createPolicyRoom } from '../../../electron/core/policy/policy-room.js';
import type { CallIntent, CallReply } from '../../../electron/core/ports/corridor.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import type { ToolFacts } from '../../../electron/core/ports/rooms.js';
import type { StampStore } from '../../../electron/core/ports/stores.js';
import type { JsonObject } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import type { Mode } from '../../../shared/model/decision.js';
import { matchesConditions } from '../../../shared/policy/matches-conditions.js';
import { memoryGrants } from '../approvals/harness.js';
import { answerBytes, toolFacts, type OpenRecord } from '../calls/harness.js';
import { paths } from '../policy/fixtures.js';
import { memoryRevisions } from '../policy/room-fixture.js';
import { fakeClock } from '../../support/fake-clock.js';

function memoryStamps(): StampStore & { rows: { key: string; callId: string; atMs: number; amount: number }[] } {
  const store = {
    rows: [] as { key: string; callId: string; atMs: number; amount: number }[],
    load: (sinceMs: number) => store.rows.filter((row) => row.atMs >= sinceMs).sort((a, b) => a.atMs - b.atMs),
    add: (stamps: readonly { key: string; callId: string; atMs: number; amount: number }[]) => void store.rows.push(...stamps),
    remove: (callId: string) => void (store.rows = store.rows.filter((row) => row.callId !== callId)),
    prune: (beforeMs: number) => void (store.rows = store.rows.filter((row) => row.atMs >= beforeMs)),
  };
  return store;
}

/** The corridor with the real rooms for policy, limits and approvals around it; log, clock and server in memory. */
export function wholeGate(policyText: string, tools: readonly Partial<ToolFacts>[] = [], overrides: Partial<CorridorDeps> = {}) {
  const clock = fakeClock();
  let onDisk: string | undefined = policyText;
  const file = { read: () => onDisk, write: (text: string) => void (onDisk = text), keepCopy: () => undefined };
  const policy = createPolicyRoom({
    file,
    revisions: memoryRevisions(),
    clock,
    changed: () => undefined,
  });
  const limits = createLimits({ store: memoryStamps(), clock, changed: () => undefined });
  let ids = 0;
  const next = (prefix: string): string => `${prefix}_${String(++ids)}`;
  const state = { mode: 'enforce' as Mode, canAsk: true };
  const approvals = createApprovals({
    grants: memoryGrants(),
    clock,
    ids: { next, token: () => 'token' },
    matchesConditions,
    changed: () => undefined,
    canAsk: () => state.canAsk,
    options: () => ({ timeoutMs: 300_000, queueCap: 20 }),
  });
  const known = new Map<string, ToolFacts>();
  const put = (facts: Partial<ToolFacts>): void => {
    const whole = toolFacts(facts);
    known.set(`${whole.server}/${whole.tool}`, whole);
  };
  for (const facts of tools) put(facts);
  const records: OpenRecord[] = [];
  const forwarded: string[] = [];
  const corridor = createCorridor({
    flowStore: { load: () => undefined, save() {} },
    policy,
    mode: { current: () => state.mode },
    tools: { get: (server, tool) => known.get(`${server}/${tool}`) },
    limits,
    approvals,
    audit: {
      open(entry, durable) {
        records.push({ ...entry, durable });
        return durable ? Promise.resolve() : undefined;
      },
      prepare: (entry) => void records.push({ ...entry, durable: false }),
      secure() {},
      close(id, end) {
        const record = records.find((one) => one.id === id);
        if (record !== undefined) record.end = end;
      },
    },
    paths: { ...paths(), dataDir: '/home/u/.config/toolgate', resolve: (path) => path },
    clock,
    ids: { next, token: () => 'token' },
    logger: silentLogger,
    options: () => ({ callTimeoutMs: 120_000, approvalTimeoutMs: 300_000 }),
    ...overrides,
  });
  const handle = (more: Partial<CallIntent> & { params: JsonObject }): Promise<CallReply> =>
    corridor.handle(
      {
        caller: { client: 'cursor', session: 's1' },
        server: 'files',
        method: 'tools/call',
        tool: 'write_file',
        signal: new AbortController().signal,
        ...more,
      },
      (params) => {
        forwarded.push(stringify(params));
        return Promise.resolve(answerBytes());
      },
    );
  return {
    clock, policy, limits, approvals, corridor, state, put, records, forwarded, handle,
    /** a plain tool call */
    call: (tool: string, args: JsonObject = {}, more: Partial<CallIntent> = {}) => handle({ tool, params: { name: tool, arguments: args }, ...more }),
    edit: (text: string) => policy.fileChanged((onDisk = text)),
  }; // prettier-ignore
}

/** lets everything that waits on promises only go on */
export async function settle(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve();
}
