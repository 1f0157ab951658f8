import type { ApprovalView, CallRecord, ClientView, Notice } from '../../../shared/model/views.js';

/** Views as the core would publish them, each test naming only what it is about. */
export const approval = (over: Partial<ApprovalView> = {}): ApprovalView => ({
  id: 'appr_1',
  state: 'pending',
  client: 'cursor',
  server: 'filesystem',
  tool: 'write_file',
  method: 'tools/call',
  class: 'write',
  severity: 'medium',
  argumentsText: '{"path":"/tmp/a"}',
  argumentsHash: 'h',
  because: [{ pointer: '/tools/write_file', text: 'write asks once per session' }],
  changedSinceLast: [],
  findings: [],
  waiting: 1,
  createdAtMs: 1_000,
  expiresAtMs: 241_000,
  scopes: [{ scope: 'once', sentence: 'this call only' }],
  preselected: 'once',
  flow: [],
  ...over,
});

export const notice = (over: Partial<Notice> = {}): Notice => ({
  id: 'notice_1',
  kind: 'limit',
  title: 'cursor reached a limit',
  body: '30 calls of create_issue in a minute',
  atMs: Date.now(),
  count: 1,
  severity: 'caution',
  actions: [],
  opens: 'tools',
  read: false,
  ...over,
});

export const refusal = (over: Partial<CallRecord> = {}): CallRecord => ({
  id: 'call_1',
  seq: 1,
  atMs: 1_000,
  client: 'cursor',
  session: 's',
  server: 'github',
  method: 'tools/call',
  tool: 'delete_file',
  class: 'destructive',
  verdict: 'deny',
  enforced: 'refused',
  code: 'DENIED',
  because: [{ pointer: '', text: 'destructive is denied' }],
  rule: '',
  mode: 'enforce',
  policyRevision: 1,
  argumentsText: '{}',
  argumentsBytes: 2,
  argumentsHash: 'h',
  outcome: 'refused',
  ...over,
});

export const client = (over: Partial<ClientView> = {}): ClientView => ({ name: 'cursor', addedAtMs: 0, sessions: 1, ...over });
