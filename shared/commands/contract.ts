import { z } from 'zod';
import { applicationChange, applicationView, connectionView } from '../model/applications.js';
import { mode, verdict } from '../model/decision.js';
import { catalogueEntry, publishedTool, serverOrigin } from '../model/catalogue.js';
import { classification, finding, riskClass } from '../model/risk.js';
import { presetNames } from '../policy/preset-names.js';
import { flowLabel, reportFormat, stackView } from '../report/report.js';
import {
  approvalScope,
  approvalView,
  callRecord,
  clientName,
  clientView,
  gateView,
  grantView,
  instances,
  pendingChange,
  serverName,
  serverView,
  settings,
  toolView,
  type Snapshot,
} from '../model/views.js';

/**
 * The one command table. Window (IPC), command line (control socket), browser face and tray all go through `dispatch`, which
 * validates `input` against the schema here. Names are `noun.verb`. A missing handler is a compile error.
 */
const entry = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });
const nothing = z.strictObject({});
const done = z.object({});

const durationMs = z.int().positive();
const json = z.unknown();
const envOrHeader = z.strictObject({
  name: z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a name has no spaces, colons or equal signs'),
  /** absent: declared without a value; `setSecret` gives it one */
  value: z.string().optional(),
});

const newServer = z.strictObject({
  name: serverName,
  slug: z.string().optional(),
  command: z.string().min(1).optional(),
  args: z.array(z.string()).default([]),
  env: z.array(envOrHeader).default([]),
  cwd: z.string().optional(),
  url: z.string().optional(),
  headers: z.array(envOrHeader).default([]),
  transport: z.enum(['http', 'sse']).optional(),
  instances: instances.optional(),
});
export type NewServer = z.infer<typeof newServer>;

const auditFilter = z.strictObject({
  client: z.string().optional(),
  server: z.string().optional(),
  tool: z.string().optional(),
  verdict: verdict.optional(),
  outcome: z.string().optional(),
  sinceMs: z.number().optional(),
  untilMs: z.number().optional(),
  text: z.string().optional(),
  /** newest first; records with a smaller `seq` than this */
  beforeSeq: z.number().optional(),
  limit: z.int().min(1).max(10_000).default(100),
});
export type AuditFilter = z.infer<typeof auditFilter>;

/** A definition that a person has looked at, by its whole hash: a part of it could be met by another definition. */
const reviewed = z.strictObject({
  server: z.string(),
  tool: z.string(),
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'the whole hash that `toolgate pins diff` shows: 64 hex digits'),
});

const newRule = z.strictObject({
  server: z.string(),
  tool: z.string(),
  client: z.string().optional(),
  rule: z.record(z.string(), z.unknown()),
});

const policyProblem = z.object({
  pointer: z.string(),
  line: z.number().optional(),
  column: z.number().optional(),
  message: z.string(),
  fix: z.string().optional(),
});
export type PolicyProblem = z.infer<typeof policyProblem>;

export const contract = {
  'gate.status': entry(nothing, gateView),
  'gate.snapshot': entry(nothing, z.custom<Snapshot>()),
  'mode.set': entry(z.strictObject({ mode, forMs: durationMs.optional() }), gateView),

  'server.add': entry(newServer, serverView),
  'server.list': entry(nothing, z.array(serverView)),
  'server.remove': entry(z.strictObject({ name: z.string() }), done),
  'server.enable': entry(z.strictObject({ name: z.string() }), serverView),
  'server.disable': entry(z.strictObject({ name: z.string() }), serverView),
  'server.restart': entry(z.strictObject({ name: z.string() }), serverView),
  /** starts the server where needed and takes its lists */
  'server.refresh': entry(z.strictObject({ name: z.string() }), serverView),
  'server.update': entry(
    z.strictObject({ name: z.string(), slug: z.string().optional(), trusted: z.boolean().optional(), instances: instances.optional() }),
    serverView,
  ),
  /** the value goes to the secret store and never comes back; `oauth`: `client_id` or `client_secret` of a client registered beforehand */
  'server.setSecret': entry(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['env', 'header', 'oauth']),
      key: z.string(),
      value: z.string(),
      /** takes a name that the server does not have yet; without it, that is an error */
      declares: z.boolean().optional(),
    }),
    serverView,
  ),
  /** what is known of the package behind a server: how its tools stand to the published ones, and the exact version it could be held to */
  'server.origin': entry(z.strictObject({ name: z.string() }), serverOrigin),
  /** names an exact version of its package in the launch command; the person who says so has confirmed that launch */
  'server.hold': entry(z.strictObject({ name: z.string(), version: z.string().max(100) }), serverView),
  'server.stderr': entry(z.strictObject({ name: z.string() }), z.object({ text: z.string(), droppedBytes: z.number() })),
  /** signs in to a remote server in the browser; resolves when that is done. Meanwhile its view has `signInAddress`. */
  'server.signIn': entry(z.strictObject({ name: z.string() }), serverView),
  'server.import': entry(
    z.strictObject({
      client: z.string().optional(),
      file: z.string().optional(),
      text: z.string().optional(),
      home: z.string().optional(),
      dryRun: z.boolean().default(false),
    }),
    z.array(
      z.object({
        name: z.string(),
        from: z.string(),
        launch: z.string(),
        state: z.enum(['new', 'same', 'renamed', 'refused']),
        note: z.string().optional(),
      }),
    ),
  ),

  /** with `client`: the positions of the switches as they are for that client */
  'tool.list': entry(z.strictObject({ server: z.string().optional(), client: z.string().optional() }), z.array(toolView)),
  'tool.get': entry(
    z.strictObject({ server: z.string(), tool: z.string() }),
    z.object({
      view: toolView,
      definition: json,
      pinned: json.optional(),
      published: z.enum(['same', 'differs', 'unknown']).optional(),
      /** what the catalogue holds of this tool, where it holds the very package and version */
      publishedAs: publishedTool.optional(),
      /** it changed since it was pinned, and what was pinned is what was published */
      pinnedAsPublished: z.boolean().optional(),
      /** the documented attacks that it is open to, most telling first */
      patterns: z.array(z.object({ id: z.string(), title: z.string(), text: z.string(), reference: z.string(), answer: z.string() })),
      /** what it brings in or can send out; `quote` is text of the definition, `you` where a person said so */
      labels: z.array(z.object({ label: flowLabel, quote: z.string(), says: z.string() })),
      /** a person said something else than the classifier */
      corrected: z.boolean(),
      rules: z.array(z.object({ pointer: z.string(), text: z.string() })),
    }),
  ),
  /** the switch: exactly one of `tool`, `class`, neither (the whole server) */
  'tool.set': entry(
    z.strictObject({
      server: z.string(),
      tool: z.string().optional(),
      class: riskClass.optional(),
      client: z.string().optional(),
      action: z.enum(['allow', 'ask', 'deny', 'hide', 'inherit']),
    }),
    z.object({ revision: z.number(), sentence: z.string() }),
  ),
  /** one undo step for many switches */
  'tool.setMany': entry(
    z.strictObject({
      tools: z.array(z.strictObject({ server: z.string(), tool: z.string() })).min(1),
      client: z.string().optional(),
      action: z.enum(['allow', 'ask', 'deny', 'hide', 'inherit']),
    }),
    z.object({ revision: z.number(), sentence: z.string() }),
  ),

  /** the token is returned this once */
  'client.add': entry(
    z.strictObject({ name: clientName, token: z.string().min(16, 'a token has at least 16 characters').optional() }),
    z.object({
      name: z.string(),
      token: z.string(),
      url: z.string(),
      /** what an application starts that speaks to a command: the whole path, for it runs somewhere else */
      bridge: z.object({ command: z.string(), args: z.array(z.string()), env: z.record(z.string(), z.string()) }),
    }),
  ),
  'client.list': entry(nothing, z.array(clientView)),
  'client.remove': entry(z.strictObject({ name: z.string() }), done),
  'client.block': entry(z.strictObject({ name: z.string(), forMs: durationMs.optional() }), clientView),
  'client.unblock': entry(z.strictObject({ name: z.string() }), clientView),
  /** reads only: starts and changes nothing */
  'client.discover': entry(z.strictObject({ home: z.string().optional(), project: z.string().optional() }), z.array(applicationView)),
  'client.connect': entry(
    z.strictObject({
      id: z.string(),
      mode: z.enum(['mirror', 'aggregate']).default('mirror'),
      dryRun: z.boolean().default(false),
      home: z.string().optional(),
      /** a project's folder: its own files instead of the person's */
      project: z.string().optional(),
    }),
    applicationChange,
  ),
  /** `id` may be `all`. `edited`: what becomes of gate entries that somebody edited by hand */
  'client.disconnect': entry(
    z.strictObject({
      id: z.string(),
      dryRun: z.boolean().default(false),
      home: z.string().optional(),
      /** a project's folder: its own files instead of the person's */
      project: z.string().optional(),
      edited: z.enum(['ask', 'keep', 'revert']).default('ask'),
    }),
    applicationChange,
  ),
  'client.verify': entry(z.strictObject({ id: z.string().optional(), home: z.string().optional() }), z.array(connectionView)),
  /** without `backup`: puts the gate back into an application that lost it; with one: the file becomes that copy again */
  'client.restore': entry(
    z.strictObject({ id: z.string(), backup: z.string().optional(), home: z.string().optional(), project: z.string().optional() }),
    applicationChange,
  ),
  /** opens the application with a link that has it ask its person whether to add the gate; no token in the link */
  'client.openLink': entry(z.strictObject({ id: z.string() }), z.object({ url: z.string() })),

  'policy.show': entry(nothing, z.object({ revision: z.number(), text: z.string(), problem: z.string().optional() })),
  'policy.set': entry(
    z.strictObject({ text: z.string(), baseRevision: z.number().optional() }),
    z.object({ revision: z.number(), sentence: z.string() }),
  ),
  'policy.validate': entry(z.strictObject({ text: z.string() }), z.object({ valid: z.boolean(), problems: z.array(policyProblem) })),
  /** the JSON Schema of the language, for editors */
  'policy.schema': entry(nothing, z.record(z.string(), z.unknown())),
  'policy.preset': entry(z.strictObject({ name: z.enum(presetNames) }), z.object({ revision: z.number(), sentence: z.string() })),
  'policy.import': entry(
    z.strictObject({
      text: z.string(),
      server: z.string(),
      format: z.enum(['auto', 'policylayer', 'intercept']).default('auto'),
      dryRun: z.boolean().default(true),
    }),
    z.object({ converted: z.array(z.string()), notConverted: z.array(z.string()), text: z.string(), revision: z.number().optional() }),
  ),
  'policy.export': entry(z.strictObject({ server: z.string() }), z.object({ text: z.string(), notExported: z.array(z.string()) })),
  'policy.history': entry(
    z.strictObject({ limit: z.int().min(1).max(1000).default(100) }),
    z.array(z.object({ revision: z.number(), atMs: z.number(), by: z.string(), sentence: z.string() })),
  ),
  'policy.revision': entry(
    z.strictObject({ revision: z.number() }),
    z.object({ revision: z.number(), atMs: z.number(), by: z.string(), sentence: z.string(), text: z.string() }),
  ),
  'policy.rollback': entry(z.strictObject({ revision: z.number() }), z.object({ revision: z.number(), sentence: z.string() })),
  /** what would a draft have done with recorded calls */
  'policy.replay': entry(
    z.strictObject({ text: z.string(), sinceMs: z.number().optional(), limit: z.int().min(1).max(100_000).default(10_000) }),
    z.object({
      calls: z.number(),
      same: z.number(),
      cannotTell: z.number(),
      changed: z.array(z.object({ record: callRecord, was: verdict, would: verdict, because: z.string() })),
    }),
  ),
  /** a rule from a real call: conditions prefilled from its arguments and the tool's schema */
  'rule.draft': entry(
    z.strictObject({ callId: z.string().optional(), approvalId: z.string().optional() }),
    z.object({
      server: z.string(),
      tool: z.string(),
      client: z.string(),
      suggestions: z.array(z.object({ action: verdict, rule: json, sentence: z.string() })),
      fields: z.array(z.object({ path: z.string(), type: z.string(), value: json, redacted: z.boolean(), operators: z.array(z.string()) })),
    }),
  ),
  /** rules from what went through against the rules while observing; what the running policy allows by now is not in it */
  'rule.suggest': entry(
    z.strictObject({ sinceMs: z.number().optional() }),
    z.object({
      suggestions: z.array(
        z.object({
          server: z.string(),
          tool: z.string(),
          class: riskClass,
          /** the rule is for these clients, which were seen to call it */
          clients: z.array(z.string()),
          calls: z.number(),
          /** what the running policy says of these calls */
          now: z.enum(['ask', 'deny']),
          options: z.array(
            z.object({ action: z.enum(['allow', 'ask', 'deny']), rule: z.record(z.string(), z.unknown()), sentence: z.string() }),
          ),
          /** index of the option that is proposed */
          proposed: z.number(),
        }),
      ),
      /** calls that no added rule could turn, and what stands in the way */
      left: z.array(z.object({ server: z.string(), tool: z.string(), calls: z.number(), why: z.string() })),
      settled: z.number(),
    }),
  ),
  /** adds a rule to the policy document; `dryRun` gives the sentence and the document only */
  'rule.add': entry(
    newRule.extend({ dryRun: z.boolean().default(false) }),
    z.object({ revision: z.number().optional(), sentence: z.string(), text: z.string() }),
  ),
  /** one undo step for many rules */
  'rule.addMany': entry(
    z.strictObject({ rules: z.array(newRule).min(1).max(500), dryRun: z.boolean().default(false) }),
    z.object({ revision: z.number().optional(), sentence: z.string(), text: z.string() }),
  ),

  'approval.list': entry(z.strictObject({ all: z.boolean().default(false) }), z.array(approvalView)),
  'approval.allow': entry(
    z.strictObject({
      id: z.string(),
      scope: approvalScope.default('once'),
      all: z.boolean().default(false),
      conditions: z.array(z.unknown()).optional(),
    }),
    approvalView,
  ),
  'approval.deny': entry(
    z.strictObject({
      id: z.string(),
      reason: z.string().max(2000).optional(),
      always: z.boolean().default(false),
      all: z.boolean().default(false),
    }),
    approvalView,
  ),
  'approval.denyAll': entry(z.strictObject({ client: z.string().optional() }), z.object({ denied: z.number() })),
  'grant.list': entry(nothing, z.array(grantView)),
  'grant.revoke': entry(z.strictObject({ id: z.string() }), done),

  /** "allow 10 more" in the running window of one meter */
  'limit.extend': entry(z.strictObject({ key: z.string(), by: z.int().min(1).max(1_000_000) }), done),
  'limit.raise': entry(
    z.strictObject({ pointer: z.string(), max: z.int().min(0) }),
    z.object({ revision: z.number(), sentence: z.string() }),
  ),

  'audit.list': entry(auditFilter, z.array(callRecord)),
  'audit.show': entry(z.strictObject({ id: z.string() }), callRecord),
  'audit.stats': entry(
    z.strictObject({ sinceMs: z.number().optional() }),
    z.object({
      calls: z.number(),
      byVerdict: z.record(z.string(), z.number()),
      byTool: z.array(z.object({ server: z.string(), tool: z.string(), calls: z.number() })),
      bytes: z.number(),
    }),
  ),
  'audit.verify': entry(
    nothing,
    z.object({ intact: z.boolean(), records: z.number(), problems: z.array(z.object({ seq: z.number(), text: z.string() })) }),
  ),
  'audit.export': entry(
    auditFilter.extend({ format: z.enum(['jsonl', 'csv', 'otlp']) }),
    z.object({ text: z.string(), records: z.number() }),
  ),

  'pin.list': entry(nothing, z.array(z.object({ server: z.string(), subject: z.string(), state: z.string(), atMs: z.number() }))),
  /** `hash`: of the definition last seen, the one that the changes lead to; absent where nothing was seen yet */
  'pin.diff': entry(
    z.strictObject({ server: z.string(), tool: z.string() }),
    z.object({
      server: z.string(),
      tool: z.string(),
      hash: z.string().optional(),
      changes: z.array(z.object({ pointer: z.string(), kind: z.string(), before: json, after: json })),
    }),
  ),
  /** `hash`: of the definition that was reviewed; when another one has been seen since, nothing is accepted */
  'pin.accept': entry(reviewed, done),
  'pin.reject': entry(z.strictObject({ server: z.string(), tool: z.string() }), done),
  'finding.list': entry(
    nothing,
    z.array(z.object({ server: z.string(), tool: z.string(), verdict: z.string(), hash: z.string(), findings: z.array(finding) })),
  ),
  /** lets a quarantined tool out, for exactly the definition that was reviewed */
  'finding.release': entry(reviewed, done),
  'tool.classify': entry(
    z.strictObject({ list: json, server: z.string().optional(), ignoreAnnotations: z.boolean().default(false) }),
    z.array(classification.extend({ server: z.string(), tool: z.string() })),
  ),

  /** the bundled catalogue; with `registry` (or where the settings say so) the official registry is asked too. Data only: nothing is started. */
  'catalogue.search': entry(
    z.strictObject({ text: z.string().max(200).default(''), registry: z.boolean().optional() }),
    z.array(catalogueEntry),
  ),

  /** which combinations the servers make possible together */
  'stack.show': entry(nothing, stackView),
  /** of one server or of all: a text to save under `name` */
  'report.make': entry(
    z.strictObject({ server: z.string().optional(), format: reportFormat }),
    z.object({ name: z.string(), type: z.string(), text: z.string() }),
  ),
  /** corrects the labels or the class of one tool; `reset` goes back to what the classifier says */
  'tool.label': entry(
    z.strictObject({
      server: z.string(),
      tool: z.string(),
      labels: z.array(flowLabel).optional(),
      class: riskClass.optional(),
      reset: z.boolean().optional(),
    }),
    z.object({ server: z.string(), tool: z.string(), class: riskClass, labels: z.array(flowLabel) }),
  ),

  'change.list': entry(nothing, z.array(pendingChange)),
  /** carries the waiting command out */
  'change.confirm': entry(z.strictObject({ id: z.string() }), done),
  'change.reject': entry(z.strictObject({ id: z.string() }), done),
  /** resolves when a person has decided, or after `timeoutMs` */
  'change.wait': entry(
    z.strictObject({ id: z.string(), timeoutMs: durationMs.max(600_000) }),
    z.object({ state: z.enum(['waiting', 'confirmed', 'rejected']), result: json.optional() }),
  ),

  'notice.read': entry(z.strictObject({ id: z.string() }), done),
  'notice.act': entry(z.strictObject({ id: z.string(), action: z.string() }), done),
  'settings.get': entry(nothing, settings),
  'settings.set': entry(settings.partial(), settings),
  'app.open': entry(z.strictObject({ page: z.string() }), done),
  'app.quit': entry(nothing, done),
} as const;

export type Contract = typeof contract;
export type CommandName = keyof Contract;
/** what a caller gives: defaults may be left out */
export type CommandInput<N extends CommandName> = z.input<Contract[N]['input']>;
/** what a handler gets: validated, defaults filled in */
export type ParsedInput<N extends CommandName> = z.output<Contract[N]['input']>;
export type CommandOutput<N extends CommandName> = z.output<Contract[N]['output']>;

/** Where a command came from. Only doors in front of a person may loosen without a confirmation. */
export type Door = 'window' | 'tray' | 'notification' | 'browser' | 'cli' | 'file' | 'start';
