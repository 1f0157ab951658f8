import type { JsonObject } from '../../../shared/json/json.js';
import type { Decision, Mode } from '../../../shared/model/decision.js';
import type { CallFacts, CompiledPolicy, Evaluation, LimitCharge, ReadLimit } from '../../../shared/policy/types.js';
import { createCorridor, type CorridorDeps, type RefusedCall } from '../../../electron/core/calls/create-corridor.js';
import type { CallIntent, CallReply } from '../../../electron/core/ports/corridor.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import type { Answer } from '../../../electron/core/ports/messages.js';
import type { ApprovalAnswer, ApprovalQuestion, AuditEntry, Reservation, ToolFacts } from '../../../electron/core/ports/rooms.js';
import { fakeClock } from '../../support/fake-clock.js';

export const decide = (verdict: Decision['verdict'], more: Partial<Decision> = {}): Decision => ({
  verdict,
  code: { allow: 'ALLOWED', ask: 'ASK', deny: 'DENIED', hide: 'HIDDEN' }[verdict],
  because: [{ pointer: `/tools/x/${verdict}`, text: `the rule says ${verdict}` }],
  limits: [],
  ...more,
});

export const evaluation = (
  decision: Decision,
  charges: readonly LimitCharge[] = [],
  approval: Partial<Evaluation['approval']> = {},
): Evaluation => ({
  decision,
  charges,
  approval: { timeoutMs: undefined, remember: undefined, ...approval },
});

export const charge = (more: Partial<LimitCharge> = {}): LimitCharge => ({
  pointer: '/tools/x/limits/0',
  counter: 'x',
  key: 'k',
  windowMs: 60_000,
  max: 30,
  amount: 1,
  onExceed: 'deny',
  ...more,
});

export const toolFacts = (more: Partial<ToolFacts> = {}): ToolFacts => ({
  server: 'files',
  tool: 'write_file',
  class: 'write',
  severity: 'medium',
  evidence: [],
  inputSchema: undefined,
  definitionHash: 'hash-1',
  pin: 'pinned',
  scan: 'clean',
  findings: [],
  labels: [],
  remote: false,
  cwd: undefined,
  ...more,
});

export const answerBytes = (text = '{"jsonrpc":"2.0","id":1,"result":{"content":[]}}', kind: Answer['kind'] = 'result'): Answer => ({
  bytes: Buffer.from(text),
  idStart: 21,
  idEnd: 22,
  kind,
});

export interface OpenRecord extends AuditEntry {
  durable: boolean;
  end?: { outcome: string; error?: string; answerBytes?: number; durationMs?: number };
}

/** A whole corridor over fakes. Everything in `state` may be changed while a call is under way. */
export function harness(overrides: Partial<CorridorDeps> = {}) {
  const clock = fakeClock();
  const tools = new Map<string, ToolFacts>();
  const put = (facts: ToolFacts): void => void tools.set(`${facts.server}/${facts.tool}`, facts);
  put(toolFacts());
  put(toolFacts({ tool: 'read_file', class: 'read', severity: 'low' }));

  const state = {
    revision: 1,
    mode: 'enforce' as Mode,
    evaluate: ((_facts, _read) => evaluation(decide('allow'))) as (facts: CallFacts, read: ReadLimit) => Evaluation,
    position: 'allow' as Decision['verdict'],
    used: new Map<string, number>(),
    answer: ((question) => Promise.resolve({ kind: 'denied', approvalId: 'a1', by: 'window', reason: question.tool })) as (
      question: ApprovalQuestion,
    ) => Promise<ApprovalAnswer>,
    grant: undefined as { id: string } | undefined,
    consume: true,
    openDurable: () => Promise.resolve(),
    secure: (_id: string): void => {},
  };
  const flows = new Map<string, string>();
  const seen = {
    questions: [] as ApprovalQuestion[],
    consumed: [] as string[],
    finished: [] as string[],
    released: [] as string[],
    spent: [] as string[],
    reserved: [] as string[],
    refused: [] as RefusedCall[],
    records: new Map<string, OpenRecord>(),
    opens: 0,
    closes: 0,
    forwarded: [] as string[],
    sentObjects: [] as JsonObject[],
  };
  const policy: CompiledPolicy = {
    document: { version: '1' },
    evaluate: (facts, read) => state.evaluate(facts, read),
    position: () => ({ verdict: state.position, own: false, because: [{ pointer: '', text: 'a fake' }] }),
  };
  let counter = 0;
  const deps: CorridorDeps = {
    policy: { current: () => ({ policy, revision: state.revision }) },
    mode: { current: () => state.mode },
    tools: { get: (server, tool) => tools.get(`${server}/${tool}`) },
    limits: {
      read: (one) => ({ used: state.used.get(one.key) ?? 0, freeInMs: (state.used.get(one.key) ?? 0) + one.amount > one.max ? 4200 : 0 }),
      reserve(callId, charges): Reservation {
        for (const one of charges) {
          const used = state.used.get(one.key) ?? 0;
          if (used + one.amount > one.max) return { kind: 'exceeded', charge: one, used, retryAfterMs: 4200 };
        }
        for (const one of charges) state.used.set(one.key, (state.used.get(one.key) ?? 0) + one.amount);
        seen.reserved.push(callId);
        return { kind: 'reserved' };
      },
      release: (callId) => void seen.released.push(callId),
      spent: (callId) => void seen.spent.push(callId),
    },
    approvals: {
      ask(question) {
        seen.questions.push(question);
        return state.answer(question);
      },
      consume(id) {
        seen.consumed.push(id);
        return state.consume;
      },
      grantFor: () => state.grant,
      finished: (id) => void seen.finished.push(id),
    },
    audit: {
      open(entry, durable) {
        seen.opens += 1;
        seen.records.set(entry.id, { ...entry, durable });
        return durable ? state.openDurable() : undefined;
      },
      prepare(entry) {
        seen.opens += 1;
        seen.records.set(entry.id, { ...entry, durable: false });
      },
      secure: (id) => state.secure(id),
      close(id, end) {
        seen.closes += 1;
        const record = seen.records.get(id);
        if (record !== undefined) record.end = end;
      },
    },
    paths: { home: '/home/a', dataDir: '/home/a/.toolgate', caseInsensitive: false, resolve: (path) => path },
    clock,
    ids: { next: (prefix) => `${prefix}_${String(++counter)}`, token: () => 'token' },
    logger: silentLogger,
    options: () => ({ callTimeoutMs: 120_000, approvalTimeoutMs: 300_000 }),
    flowStore: { load: (client) => flows.get(client), save: (client, text) => void flows.set(client, text) },
    onRefused: (call) => void seen.refused.push(call),
    ...overrides,
  };
  const corridor = createCorridor(deps);

  let forwarding = (): Promise<Answer> => Promise.resolve(answerBytes());
  const intent = (more: Partial<CallIntent> = {}): CallIntent => {
    const tool = more.tool ?? 'write_file';
    return {
      caller: { client: 'claude', session: 's1' },
      server: 'files',
      method: 'tools/call',
      tool,
      params: { name: tool, arguments: { path: '/proj/a.txt' } },
      signal: new AbortController().signal,
      ...more,
    };
  };
  return {
    flows,
    clock,
    state,
    seen,
    put,
    remove: (server: string, tool: string) => tools.delete(`${server}/${tool}`),
    deps,
    corridor,
    intent,
    forwardWith: (fn: () => Promise<Answer>) => void (forwarding = fn),
    handle(more: Partial<CallIntent> = {}): Promise<CallReply> {
      return corridor.handle(intent(more), (params) => {
        seen.forwarded.push(JSON.stringify(params));
        seen.sentObjects.push(params);
        return forwarding();
      });
    },
    only(): OpenRecord {
      const all = [...seen.records.values()];
      if (all.length !== 1) throw new Error(`expected one record, found ${String(all.length)}`);
      return all[0] as OpenRecord;
    },
  };
}

/** The first text block of a refusal, and its data. */
export function refusalOf(reply: CallReply): {
  text: string;
  data: { code: string; retryable: boolean; retryAfterMs?: number; rule?: string };
} {
  if (reply.kind === 'result') {
    const result = reply.result as unknown as { isError: boolean; content: { text: string }[]; _meta: Record<string, never> };
    if (!result.isError) throw new Error('not a refusal');
    return { text: result.content[0]?.text ?? '', data: result._meta['toolgate/decision'] as never };
  }
  if (reply.kind === 'error') return { text: reply.message, data: reply.data as never };
  throw new Error('the call went through');
}
