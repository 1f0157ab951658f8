import { z } from 'zod';
import { verdict } from '../model/decision.js';
import { operators, type Condition } from './language.js';
import type { PolicyDocument } from './types.js';

/**
 * The shape of a policy. What a shape cannot say (patterns, paths, windows, operands) is in check.ts. Every object is strict. The
 * descriptions are what editors show while they complete; `x-names` says whose names, or which values of an argument, may stand there.
 */

const name = z.string().min(1, 'a name is empty');
const toolName = name.meta({ 'x-names': 'tools' });
const serverName = name.meta({ 'x-names': 'servers' });
const clientName = name.meta({ 'x-names': 'clients' });
const text = z.string().max(2000, 'a text has at most 2,000 characters');

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ any: z.array(condition).min(1, '"any" needs at least one condition').describe('holds where one of these holds') }),
    z.strictObject({ not: negated }),
    z.strictObject({
      path: z
        .string()
        .meta({ description: 'which argument: args.a.b[0].c, args.items[*].id', examples: ['args.'], 'x-names': 'arguments' }),
      op: z.enum(operators).describe('how the argument is compared'),
      value: z
        .any()
        .optional()
        .meta({ description: 'what it is compared with', 'x-names': 'values', items: { 'x-names': 'values' } }),
      missing: z
        .enum(['match', 'skip'])
        .optional()
        .describe('where the argument is missing: doubt (match), or as if this entry were not there (skip)'),
    }),
  ]),
) as z.ZodType<Condition>;

/** made once: a description inside the recursion would make a new condition at every look */
const negated: z.ZodType<Condition> = z.lazy(() => condition).describe('holds where this does not; doubt stays doubt');

const window = z.union([z.string(), z.number()]).meta({
  description: 'second, minute, hour, day, week, a number of seconds, or a duration such as 15m',
  examples: ['second', 'minute', 'hour', 'day', 'week', '15m'],
});

const max = z
  .number()
  .min(0, 'a limit cannot be below 0; 0 refuses all')
  .describe('how many calls, or how much of increment_from; 0 refuses all');

const limit = z.strictObject({
  counter: name.optional().describe('limits with one name share one count'),
  window,
  max,
  scope: z.enum(['grant', 'session', 'server', 'global']).optional().describe('who shares the count; absent: each client has its own'),
  increment_from: z
    .string()
    .optional()
    .meta({
      description: 'the argument that is summed, such as args.amount; absent: 1 per call',
      examples: ['args.'],
      'x-names': 'amounts',
    }),
  on_exceed: z.enum(['deny', 'ask']).optional().describe('what happens beyond it; absent: deny'),
});

const conditions = z.array(condition).max(200, 'at most 200 conditions stand together');
const all = conditions.describe('all must hold');

const toolRule = z
  .strictObject({
    action: verdict.optional().describe('what happens where nothing below says more; the closest rule counts'),
    reason: text.optional().describe('shown to the agent and to you'),
    require: conditions.optional().describe('each must hold, else the call is denied'),
    deny_if: z
      .array(z.strictObject({ conditions: all, on_deny: text.optional().describe('the reason that is shown') }))
      .optional()
      .describe('denied where all conditions of one entry hold'),
    ask_if: z
      .array(z.strictObject({ conditions: all, because: text.optional().describe('the reason that is shown') }))
      .optional()
      .describe('asks where all conditions of one entry hold'),
    allow_if: z
      .array(
        z.strictObject({
          conditions: conditions
            .min(1, 'an allow_if entry needs a condition; to allow every call, set "action" to "allow"')
            .describe('all must hold'),
        }),
      )
      .optional()
      .describe('does not ask where all conditions of one entry hold; never lifts a denial'),
    limits: z.array(limit).optional().describe('how often, or how much, in a window'),
    rate_limit: z
      .union([z.string(), z.strictObject({ max, window })])
      .optional()
      .meta({ description: 'shorthand for one limit', examples: ['10/minute', '100/hour'] }),
    approval: z
      .strictObject({
        timeout_seconds: z
          .number()
          .min(1, 'an approval waits at least 1 second')
          .max(86_400, 'an approval waits at most 86,400 seconds (a day)')
          .optional()
          .describe('how long a question waits for its answer'),
        remember: z.enum(['never', 'session', 'always']).optional().describe('which answer the window offers first'),
      })
      .optional()
      .describe('how a person is asked'),
  })
  .meta({ id: 'ToolRule' });

const ruleFor = (what: string) => toolRule.optional().describe(what);

const rules = {
  default: z.enum(['allow', 'ask', 'deny']).optional().describe('where nothing else speaks; absent: ask'),
  hide: z.array(toolName).optional().describe('tools that agents never see; nothing lifts it'),
  all_tools: ruleFor('holds for every tool'),
  classes: z
    .strictObject({
      read: ruleFor('tools that only look'),
      write: ruleFor('tools that create or change'),
      execute: ruleFor('tools that run code or commands'),
      destructive: ruleFor('tools that delete or cannot be undone'),
      financial: ruleFor('tools that move money'),
      unclassified: ruleFor('tools nobody can place'),
    })
    .optional()
    .describe('rules by what a tool can do'),
  tools: z.record(toolName, toolRule).optional().describe('rules by name, or by glob: delete_*'),
  methods: z
    .strictObject({
      resources: ruleFor('listing, reading and following resources'),
      prompts: ruleFor('prompts of the server'),
      completion: ruleFor('completion of arguments'),
      sampling: ruleFor('the server asks the model of the client'),
      elicitation: ruleFor('the server asks the person at the client'),
    })
    .optional()
    .describe('what is no tool call'),
};

const serverLevel = z.strictObject(rules).meta({ id: 'Server' });
const servers = z.record(serverName, serverLevel).optional().describe('rules for single servers');
const clientLevel = z.strictObject({ ...rules, servers }).meta({ id: 'Client' });

export const policySchema = z.strictObject({
  version: z.literal('1').describe('the version of the language'),
  description: z.string().max(10_000).optional().describe('for people'),
  ...rules,
  servers,
  clients: z.record(clientName, clientLevel).optional().describe('rules for single clients'),
}) satisfies z.ZodType<PolicyDocument>;

/** A JSON Schema (draft 2020-12) of the language, for editors that complete and check. */
export const policyJsonSchema = (): Record<string, unknown> =>
  z.toJSONSchema(policySchema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
