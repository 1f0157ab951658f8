import { z } from 'zod';

/** The four positions of a switch, and the four verdicts. Strictest first: hide > deny > ask > allow. */
export const verdict = z.enum(['allow', 'ask', 'deny', 'hide']);
export type Verdict = z.infer<typeof verdict>;

export const mode = z.enum(['enforce', 'observe', 'lockdown']);
export type Mode = z.infer<typeof mode>;

/** Why a call does not go through, as the agent reads it: `[TOOLGATE <CODE>]`. */
export const refusalCode = z.enum(['DENIED', 'LIMITED', 'PENDING', 'EXPIRED', 'CHANGED', 'QUARANTINED', 'LOCKED', 'UNAVAILABLE']);
export type RefusalCode = z.infer<typeof refusalCode>;

/**
 * One reason: `pointer` is the JSON pointer of the rule that decided (`""` where none did), `text` the rule as a sentence in English,
 * `says` the same as data (a `Reason`) for views that speak another language.
 */
export const because = z.object({ pointer: z.string(), text: z.string(), says: z.unknown().optional() });
export type Because = z.infer<typeof because>;

/** State of one limit at the time of a decision; `used` does not count the call in question. Times in milliseconds. */
export const limitState = z.object({ counter: z.string(), used: z.number(), max: z.number(), windowMs: z.number() });
export type LimitState = z.infer<typeof limitState>;

/** A computed answer to "may this call go through?". `because` is never empty. */
export const decision = z.object({
  verdict,
  /** `ALLOWED`, `ASK`, `HIDDEN` or a refusal code */
  code: z.string(),
  because: z.array(because).min(1),
  limits: z.array(limitState),
  /** milliseconds until the limit that refused has room for this call */
  retryAfterMs: z.number().optional(),
});
export type Decision = z.infer<typeof decision>;
