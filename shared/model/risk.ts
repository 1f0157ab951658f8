import { z } from 'zod';

/** Risk class of a tool. The most dangerous that fits wins: financial > destructive > execute > write > read. */
export const riskClass = z.enum(['read', 'write', 'execute', 'destructive', 'financial', 'unclassified']);
export type RiskClass = z.infer<typeof riskClass>;

export const severity = z.enum(['low', 'medium', 'high', 'critical']);
export type Severity = z.infer<typeof severity>;

/** One quoted reason for a class: `quote` is text of the definition, `from` where it stands (`name`, `description`, `schema`, `annotations`). */
export const evidence = z.object({ from: z.string(), quote: z.string(), says: z.string() });
export type Evidence = z.infer<typeof evidence>;

export const scanVerdict = z.enum(['clean', 'suspicious', 'poisoned']);
export type ScanVerdict = z.infer<typeof scanVerdict>;

/** Something wrong in a text a model can see. `where` is a JSON pointer into what was scanned. */
export const finding = z.object({ id: z.string(), where: z.string(), quote: z.string(), says: z.string(), severity });
export type Finding = z.infer<typeof finding>;

export const classification = z.object({
  class: riskClass,
  severity,
  /** 0..1; lower without a description */
  confidence: z.number(),
  evidence: z.array(evidence),
  signals: z.array(z.string()),
  patterns: z.array(z.string()),
  /** a ToolRule, one click to adopt */
  recommended: z.record(z.string(), z.unknown()),
});
export type Classification = z.infer<typeof classification>;
