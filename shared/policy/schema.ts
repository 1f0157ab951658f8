import { z } from 'zod';
import { verdict } from '../model/decision.js';
import { operators, type Condition } from './language.js';
import type { PolicyDocument } from './types.js';

/** The shape of a policy. What a shape cannot say (patterns, paths, windows, operands) is in check.ts. Every object is strict. */

const name = z.string().min(1, 'a name is empty');
const text = z.string().max(2000, 'a text has at most 2,000 characters');

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ any: z.array(condition).min(1, '"any" needs at least one condition') }),
    z.strictObject({ not: condition }),
    z.strictObject({
      path: z.string().describe('args.a.b[0].c, args.items[*].id'),
      op: z.enum(operators),
      value: z.any().optional(),
      missing: z.enum(['match', 'skip']).optional(),
    }),
  ]),
) as z.ZodType<Condition>;

const window = z
  .union([z.string(), z.number()])
  .describe('second, minute, hour, day, week, a number of seconds, or a duration such as 15m');

export const limit = z.strictObject({
  counter: name.optional(),
  window,
  max: z.number().min(0, 'a limit cannot be below 0; 0 refuses all'),
  scope: z.enum(['grant', 'session', 'server', 'global']).optional(),
  increment_from: z.string().optional(),
  on_exceed: z.enum(['deny', 'ask']).optional(),
});

const conditions = z.array(condition).max(200, 'at most 200 conditions stand together');

export const toolRule = z
  .strictObject({
    action: verdict.optional(),
    reason: text.optional(),
    require: conditions.optional(),
    deny_if: z.array(z.strictObject({ conditions, on_deny: text.optional() })).optional(),
    ask_if: z.array(z.strictObject({ conditions, because: text.optional() })).optional(),
    allow_if: z
      .array(
        z.strictObject({
          conditions: conditions.min(1, 'an allow_if entry needs a condition; to allow every call, set "action" to "allow"'),
        }),
      )
      .optional(),
    limits: z.array(limit).optional(),
    rate_limit: z
      .union([z.string(), z.strictObject({ max: z.number().min(0, 'a limit cannot be below 0; 0 refuses all'), window })])
      .optional(),
    approval: z
      .strictObject({
        timeout_seconds: z
          .number()
          .min(1, 'an approval waits at least 1 second')
          .max(86_400, 'an approval waits at most 86,400 seconds (a day)')
          .optional(),
        remember: z.enum(['never', 'session', 'always']).optional(),
      })
      .optional(),
  })
  .meta({ id: 'ToolRule' });

const rules = {
  default: z.enum(['allow', 'ask', 'deny']).optional(),
  hide: z.array(name).optional(),
  all_tools: toolRule.optional(),
  classes: z
    .strictObject({
      read: toolRule.optional(),
      write: toolRule.optional(),
      execute: toolRule.optional(),
      destructive: toolRule.optional(),
      financial: toolRule.optional(),
      unclassified: toolRule.optional(),
    })
    .optional(),
  tools: z.record(name, toolRule).optional(),
  methods: z
    .strictObject({
      resources: toolRule.optional(),
      prompts: toolRule.optional(),
      completion: toolRule.optional(),
      sampling: toolRule.optional(),
      elicitation: toolRule.optional(),
    })
    .optional(),
};

export const serverLevel = z.strictObject(rules).meta({ id: 'Server' });
export const clientLevel = z.strictObject({ ...rules, servers: z.record(name, serverLevel).optional() }).meta({ id: 'Client' });

export const policySchema = z.strictObject({
  version: z.literal('1'),
  description: z.string().max(10_000).optional(),
  ...rules,
  servers: z.record(name, serverLevel).optional(),
  clients: z.record(name, clientLevel).optional(),
});

/** A JSON Schema (draft 2020-12) of the language, for editors that complete and check. */
export const policyJsonSchema = (): Record<string, unknown> =>
  z.toJSONSchema(policySchema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;

/** Compile-time check: what the schema lets through is a PolicyDocument. */
export const isDocument: (value: z.infer<typeof policySchema>) => PolicyDocument = (value) => value;
