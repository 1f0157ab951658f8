import { z } from 'zod';
import { because, decision, limitState, mode, verdict } from './decision.js';
import { clientNamePattern, serverNamePattern } from './names.js';
import { classification, finding, riskClass, scanVerdict, severity } from './risk.js';
import { ZOOMS } from './zoom.js';

/** What every view (window, tray, notification, CLI) sees of the gate. Views never hold secrets: only `has…: boolean`. Times are wall-clock ms. */

export const serverName = z
  .string()
  .regex(serverNamePattern, 'a server name has 1 to 64 letters, digits, spaces, dots, dashes or underscores');
export const clientName = z.string().regex(clientNamePattern, 'a client name has 1 to 64 letters, digits, dots, dashes or underscores');

const transportConfig = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('stdio'),
    command: z.string().min(1, 'the command is empty'),
    args: z.array(z.string()),
    /** names only; the values live in the secret store under `server/<name>/env/<NAME>` */
    envNames: z.array(z.string()),
    cwd: z.string().optional(),
  }),
  z.strictObject({
    kind: z.enum(['http', 'sse']),
    url: z.url({ protocol: /^https?$/ }),
    /** names only; the values live in the secret store under `server/<name>/header/<Name>` */
    headerNames: z.array(z.string()),
  }),
]);
export type TransportConfig = z.infer<typeof transportConfig>;

/** How many upstream processes or sessions a server gets. `auto` is one shared, until the server asks things of a client. */
export const instances = z.enum(['auto', 'shared', 'per-client', 'per-session']);

export const serverConfig = z.strictObject({
  name: serverName,
  /** prefix in aggregate mode, unique, 2 to 8 characters */
  slug: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,7}$/),
  transport: transportConfig,
  enabled: z.boolean(),
  /** annotations of a trusted server may lower a class */
  trusted: z.boolean(),
  instances,
  addedAtMs: z.number(),
  /** what a person says of single tools instead of the classifier */
  corrections: z
    .record(
      z.string(),
      z.strictObject({ labels: z.array(z.enum(['private-data', 'untrusted-content', 'outward'])).optional(), class: riskClass.optional() }),
    )
    .optional(),
});
export type ServerConfig = z.infer<typeof serverConfig>;

const serverState = z.enum([
  'idle',
  'starting',
  'ready',
  'backing-off',
  'failed',
  'disabled',
  'needs-secret',
  'needs-confirmation',
  'needs-sign-in',
]);
export type ServerState = z.infer<typeof serverState>;

export const serverView = serverConfig.extend({
  state: serverState,
  /** one line for people when the state is not good: what happened and what to do */
  problem: z.string().optional(),
  toolCount: z.number(),
  /** names of secrets that have no value here */
  missingSecrets: z.array(z.string()),
  /** full launch command or address as it would be run, for people */
  launch: z.string(),
  protocolVersion: z.string().optional(),
  serverVersion: z.string().optional(),
  processes: z.number(),
  startedAtMs: z.number().optional(),
  latencyMs: z.number().optional(),
  /** lines on stdout that were no protocol */
  noise: z.number(),
  warnings: z.array(z.string()),
  /** while a sign-in waits for the person: the address to open in a browser */
  signInAddress: z.string().optional(),
});
export type ServerView = z.infer<typeof serverView>;

const pinState = z.enum(['pinned', 'changed', 'quarantined', 'gone']);
export type PinState = z.infer<typeof pinState>;

/** One row of the tools page. Its definition (schema, full description) is had by `tool.get`. */
export const toolView = classification.extend({
  server: z.string(),
  tool: z.string(),
  title: z.string().optional(),
  /** first 300 characters */
  description: z.string(),
  /** position of the switch: what the rules say for a client that has no rules of its own */
  switch: verdict,
  /** true where an exact rule for this tool states the position, false where it is inherited */
  own: z.boolean(),
  because: z.array(because),
  limits: z.array(limitState),
  pin: pinState,
  /** a person said to go on refusing the changed definition */
  rejected: z.boolean().optional(),
  /** of the definition as listed now, where a person has something to decide about it: what accepting or releasing is bound to */
  definitionHash: z.string().optional(),
  scan: scanVerdict,
  findings: z.array(finding),
});
export type ToolView = z.infer<typeof toolView>;

export const clientView = z.object({
  name: clientName,
  addedAtMs: z.number(),
  lastSeenAtMs: z.number().optional(),
  /** what it says of itself; never used to decide anything */
  says: z.string().optional(),
  sessions: z.number(),
  blockedUntilMs: z.number().optional(),
  /** id in the table of applications, where it was connected by Toolgate */
  application: z.string().optional(),
  /** that application's own name */
  title: z.string().optional(),
});
export type ClientView = z.infer<typeof clientView>;

export const approvalScope = z.enum(['once', 'session', '15m', 'always']);
export type ApprovalScope = z.infer<typeof approvalScope>;

const approvalState = z.enum(['pending', 'approved', 'executing', 'done', 'denied', 'expired', 'cancelled', 'superseded']);

/** A question to a person, made from the object that will be sent. */
export const approvalView = z.object({
  id: z.string(),
  state: approvalState,
  client: z.string(),
  server: z.string(),
  tool: z.string(),
  method: z.string(),
  class: riskClass,
  severity,
  /** exact JSON text of the arguments that will be sent */
  argumentsText: z.string(),
  argumentsHash: z.string(),
  /** exact JSON text of what else is sent beside name, arguments and `_meta`, where there is anything */
  alsoSentText: z.string().optional(),
  because: z.array(because).min(1),
  /** names of top-level arguments that differ from the last call of this tool by this client */
  changedSinceLast: z.array(z.string()),
  findings: z.array(finding),
  /** identical calls that wait on this card */
  waiting: z.number(),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
  /** scopes that may be chosen, narrowest first; `always` only where a bounded grant is possible */
  scopes: z.array(z.object({ scope: approvalScope, sentence: z.string(), conditions: z.array(z.unknown()).optional() })),
  preselected: approvalScope,
  /** earlier calls that brought data in, where a flow rule asks */
  flow: z.array(z.string()),
  answeredBy: z.string().optional(),
  reason: z.string().optional(),
});
export type ApprovalView = z.infer<typeof approvalView>;

export const grantView = z.object({
  id: z.string(),
  client: z.string(),
  server: z.string(),
  tool: z.string(),
  session: z.string().optional(),
  conditions: z.array(z.unknown()),
  sentence: z.string(),
  createdAtMs: z.number(),
  expiresAtMs: z.number().optional(),
  uses: z.number(),
});
export type GrantView = z.infer<typeof grantView>;

/** Outcome of a call that was forwarded, or why it was not. */
const callOutcome = z.enum(['ok', 'tool-error', 'error', 'refused', 'cancelled', 'timeout', 'open', 'unknown']);

/** One record of the log. Arguments are redacted before they are written. Durations in ms, sizes in bytes. */
export const callRecord = z.object({
  id: z.string(),
  seq: z.number(),
  atMs: z.number(),
  client: z.string(),
  session: z.string(),
  server: z.string(),
  method: z.string(),
  tool: z.string(),
  class: riskClass,
  /** what the rules said */
  verdict,
  /** what was done: differs from `verdict` while observing, and after an answer */
  enforced: z.enum(['forwarded', 'refused']),
  code: z.string(),
  because: z.array(because),
  rule: z.string(),
  mode,
  policyRevision: z.number(),
  approvalId: z.string().optional(),
  approvedBy: z.string().optional(),
  grantId: z.string().optional(),
  argumentsText: z.string(),
  argumentsBytes: z.number(),
  argumentsHash: z.string(),
  outcome: callOutcome,
  error: z.string().optional(),
  answerBytes: z.number().optional(),
  waitMs: z.number().optional(),
  durationMs: z.number().optional(),
});
export type CallRecord = z.infer<typeof callRecord>;

const noticeAction = z.object({ id: z.string(), label: z.string() });
/** Something a person should know. A native notification is a view of one of these. */
export const notice = z.object({
  id: z.string(),
  kind: z.enum(['approval', 'limit', 'denied', 'changed', 'quarantined', 'server', 'client', 'policy', 'change', 'mode', 'storage']),
  /** English; `says` is the same for views that speak another language */
  title: z.string(),
  body: z.string(),
  says: z.object({ id: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }).optional(),
  atMs: z.number(),
  /** how often the same thing happened since the first time */
  count: z.number(),
  severity: z.enum(['info', 'caution', 'danger']),
  actions: z.array(noticeAction),
  /** page and item to open: `approvals/<id>`, `servers/<name>` … */
  opens: z.string(),
  read: z.boolean(),
});
export type Notice = z.infer<typeof notice>;

/** A loosening that came from the command line or an edited file and waits for a person. */
export const pendingChange = z.object({
  id: z.string(),
  command: z.string(),
  sentence: z.string(),
  diff: z.string().optional(),
  from: z.string(),
  atMs: z.number(),
});
export type PendingChange = z.infer<typeof pendingChange>;

export const gateView = z.object({
  mode,
  modeUntilMs: z.number().optional(),
  listening: z.boolean(),
  port: z.number(),
  url: z.string(),
  /** one line: what is wrong with the gate as a whole and what to do */
  problems: z.array(z.string()),
  version: z.string(),
  face: z.enum(['desktop', 'headless']),
  dataDir: z.string(),
  startedAtMs: z.number(),
  policyRevision: z.number(),
  secretsIn: z.string(),
});
export type GateView = z.infer<typeof gateView>;

export const meterView = z.object({
  key: z.string(),
  pointer: z.string(),
  counter: z.string(),
  client: z.string().optional(),
  server: z.string().optional(),
  tool: z.string().optional(),
  used: z.number(),
  max: z.number(),
  windowMs: z.number(),
  /** ms until one more fits; 0 when there is room */
  freeInMs: z.number(),
});
export type MeterView = z.infer<typeof meterView>;

/** Counts of today and of each of the last 60 minutes, for the overview. */
export const activityView = z.object({
  today: z.object({ calls: z.number(), asked: z.number(), refused: z.number() }),
  minutes: z.array(z.object({ atMs: z.number(), allowed: z.number(), asked: z.number(), limited: z.number(), denied: z.number() })),
  recent: z.array(callRecord),
});
export type ActivityView = z.infer<typeof activityView>;

/** The topics of the board. `tools` and nothing else is split by key (the server's name). */
export interface Topics {
  gate: GateView;
  servers: ServerView[];
  tools: Record<string, ToolView[]>;
  clients: ClientView[];
  approvals: ApprovalView[];
  grants: GrantView[];
  meters: MeterView[];
  activity: ActivityView;
  notices: Notice[];
  changes: PendingChange[];
  settings: Settings;
}
export type Topic = keyof Topics;
export const topics = [
  'gate', 'servers', 'tools', 'clients', 'approvals', 'grants', 'meters', 'activity', 'notices', 'changes', 'settings',
] as const satisfies readonly Topic[]; // prettier-ignore

/** One piece of news from the board: the new value of a topic (for `tools`: of one server). At most one per topic and 50 ms. */
export type Signal = {
  [T in Topic]: { topic: T; revision: number; key?: string; value: T extends 'tools' ? ToolView[] : Topics[T] };
}[Topic];

export interface Snapshot extends Topics {
  revision: number;
}

export const settings = z.strictObject({
  port: z.int().min(1, 'a port is 1 to 65535').max(65535, 'a port is 1 to 65535'),
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  /** of every window of the application, in percent */
  zoom: z.literal(ZOOMS),
  /** `system`, or one of `LANGUAGES`; one that this version does not speak is said in English */
  language: z.string(),
  startAtLogin: z.boolean(),
  notifications: z.boolean(),
  /** the approval window shows by itself */
  approvalWindow: z.boolean(),
  /** looks for new versions; counts in released packages only */
  updates: z.boolean(),
  approvalTimeoutSeconds: z.int().min(5).max(86_400),
  retentionDays: z.int().min(1).max(3650),
  retentionMegabytes: z.int().min(10).max(100_000),
  callTimeoutSeconds: z.int().min(1).max(3600),
  maxRequestMegabytes: z.int().min(1).max(1024),
  maxAnswerMegabytes: z.int().min(1).max(1024),
  projectFolders: z.array(z.string()),
  firstRunDone: z.boolean(),
  /** a search for servers also asks the registry below; off where absent: nothing leaves the machine unasked */
  registrySearch: z.boolean().optional(),
  /** a registry that speaks the official API; absent: the official one */
  registryUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** limits counted on a Valkey or Redis server that several gates share; null or absent: each counts for itself */
  sharedCounters: z
    .strictObject({
      url: z
        .string()
        .regex(
          /^(?:redis|rediss|valkey|valkeys):\/\/(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?(?:\/\d{1,3})?$/,
          'write redis://host:port (or rediss:// with TLS), without a password',
        ),
      /** what happens to limited calls while that server cannot be reached */
      unreachable: z.enum(['deny', 'local']),
    })
    .nullable()
    .optional(),
  /** where spans and metrics go by OTLP over HTTP; null or absent: nowhere */
  otlpEndpoint: z
    .url({ protocol: /^https?$/, error: 'write http://host:4318, or https://' })
    .refine((url) => !url.includes('@'), 'write the address without a password')
    .nullable()
    .optional(),
});
export type Settings = z.infer<typeof settings>;

export { decision };
