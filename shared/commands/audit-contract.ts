import { z } from 'zod';
import { verdict } from '../model/decision.js';
import { callRecord } from '../model/views.js';
import { entry, nothing } from './entry.js';

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

/** The log of calls. */
export const auditContract = {
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
};
