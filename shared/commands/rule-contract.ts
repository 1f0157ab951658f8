import { z } from 'zod';
import { verdict } from '../model/decision.js';
import { riskClass } from '../model/risk.js';
import { operators } from '../policy/language.js';
import { entry, json } from './entry.js';

const newRule = z.strictObject({
  server: z.string(),
  tool: z.string(),
  client: z.string().optional(),
  rule: z.record(z.string(), z.unknown()),
});

/** `text`: the whole document with the rule; `revision` where it was taken */
const withRule = z.object({ revision: z.number().optional(), sentence: z.string(), text: z.string() });

/** Single rules: drawn up from calls, and added. */
export const ruleContract = {
  /** a rule from a real call: conditions prefilled from its arguments and the tool's schema */
  'rule.draft': entry(
    z.strictObject({ callId: z.string().optional(), approvalId: z.string().optional() }),
    z.object({
      server: z.string(),
      tool: z.string(),
      client: z.string(),
      suggestions: z.array(z.object({ action: verdict, rule: json, sentence: z.string() })),
      fields: z.array(
        z.object({ path: z.string(), type: z.string(), value: json, redacted: z.boolean(), operators: z.array(z.enum(operators)) }),
      ),
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
  'rule.add': entry(newRule.extend({ dryRun: z.boolean().default(false) }), withRule),
  /** one undo step for many rules */
  'rule.addMany': entry(z.strictObject({ rules: z.array(newRule).min(1).max(500), dryRun: z.boolean().default(false) }), withRule),
};
