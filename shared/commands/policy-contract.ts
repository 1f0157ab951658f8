import { z } from 'zod';
import { verdict } from '../model/decision.js';
import { callRecord } from '../model/views.js';
import { policyProblem } from '../policy/problem.js';
import { presetNames } from '../policy/preset-names.js';
import { done, entry, nothing, revised } from './entry.js';

const revision = z.object({ revision: z.number(), atMs: z.number(), by: z.string(), sentence: z.string() });

/** The policy document as a whole, and its limits. */
export const policyContract = {
  'policy.show': entry(nothing, z.object({ revision: z.number(), text: z.string(), problem: z.string().optional() })),
  'policy.set': entry(z.strictObject({ text: z.string(), baseRevision: z.number().optional() }), revised),
  'policy.validate': entry(z.strictObject({ text: z.string() }), z.object({ valid: z.boolean(), problems: z.array(policyProblem) })),
  /** the JSON Schema of the language, for editors */
  'policy.schema': entry(nothing, z.record(z.string(), z.unknown())),
  'policy.preset': entry(z.strictObject({ name: z.enum(presetNames) }), revised),
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
  'policy.history': entry(z.strictObject({ limit: z.int().min(1).max(1000).default(100) }), z.array(revision)),
  'policy.revision': entry(z.strictObject({ revision: z.number() }), revision.extend({ text: z.string() })),
  'policy.rollback': entry(z.strictObject({ revision: z.number() }), revised),
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

  /** "allow 10 more" in the running window of one meter */
  'limit.extend': entry(z.strictObject({ key: z.string(), by: z.int().min(1).max(1_000_000) }), done),
  'limit.raise': entry(z.strictObject({ pointer: z.string(), max: z.int().min(0) }), revised),
};
