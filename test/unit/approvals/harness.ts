import { createApprovals, type ApprovalsDeps } from '../../../electron/core/approvals/create-approvals.js';
import type { ApprovalAnswer, ApprovalQuestion } from '../../../electron/core/ports/rooms.js';
import type { GrantStore, StoredGrant } from '../../../electron/core/ports/stores.js';
import type { JsonObject } from '../../../shared/json/json.js';
import { compileCondition } from '../../../shared/policy/conditions.js';
import type { Condition } from '../../../shared/policy/language.js';
import type { CallFacts } from '../../../shared/policy/types.js';
import { fakeClock } from '../../support/fake-clock.js';

export function memoryGrants(): GrantStore & { readonly stored: Map<string, StoredGrant> } {
  const stored = new Map<string, StoredGrant>();
  return {
    stored,
    load: () => [...stored.values()],
    put: (grant) => void stored.set(grant.id, grant),
    remove: (id) => void stored.delete(id),
  };
}

export const matches = (conditions: readonly unknown[], facts: CallFacts): boolean =>
  conditions.every((one) => compileCondition(one as Condition, 'allow_if')(facts) === 'yes');

const paths = { home: '/home/a', dataDir: '/home/a/.toolgate', caseInsensitive: false, resolve: (path: string) => path };

/** The room over a fake clock and memory. `restart` gives a new room over the same store. */
export function room(overrides: Partial<ApprovalsDeps> = {}, clock = fakeClock(), grants = memoryGrants()) {
  const seen = { changed: 0 };
  const options = { timeoutMs: 300_000, queueCap: 20, canAsk: true };
  let ids = 0;
  let calls = 0;
  const approvals = createApprovals({
    grants,
    clock,
    ids: { next: (prefix) => `${prefix}_${String(++ids)}`, token: () => 'token' },
    matchesConditions: matches,
    changed: () => void (seen.changed += 1),
    canAsk: () => options.canAsk,
    options: () => options,
    ...overrides,
  });
  const question = (args: JsonObject = { path: '/home/a/proj/x.txt' }, more: Partial<ApprovalQuestion> = {}): ApprovalQuestion => {
    const base = {
      callId: `call_${String(++calls)}`,
      caller: { client: 'claude', session: 's1' },
      server: 'files',
      tool: 'write_file',
      method: 'tools/call',
      class: 'write' as const,
      severity: 'medium' as const,
      definitionHash: 'hash-1',
      policyRevision: 1,
      inputSchema: undefined,
      arguments: args,
      because: [{ pointer: '/classes/write', text: 'writing asks' }],
      findings: [],
      timeoutMs: undefined,
      remember: undefined,
      flow: [],
      beside: [],
      signal: new AbortController().signal,
      tellWaiting: undefined,
      ...more,
    };
    const facts: CallFacts = {
      client: base.caller.client,
      session: base.caller.session,
      server: base.server,
      governed: 'tools',
      tool: base.tool,
      class: base.class,
      arguments: base.arguments,
      remote: false,
      paths,
    };
    return { facts, ...base };
  };
  /** asks, and gives access to the answer as it stands */
  const ask = (one: ApprovalQuestion = question()) => {
    const box: { question: ApprovalQuestion; answer: ApprovalAnswer | undefined; done: Promise<ApprovalAnswer> } = {
      question: one,
      answer: undefined,
      done: Promise.resolve() as never,
    };
    box.done = approvals.ask(one).then((answer) => (box.answer = answer));
    return box;
  };
  return {
    approvals,
    clock,
    grants,
    seen,
    options,
    question,
    ask,
    only: () => approvals.list(false)[0] as NonNullable<ReturnType<typeof approvals.list>[0]>,
    restart: () => room(overrides, clock, grants),
  };
}

/** lets promises settle */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
};
