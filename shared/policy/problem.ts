import { z } from 'zod';

/** What is wrong with a policy document, and where. */
export const policyProblem = z.object({
  pointer: z.string(),
  line: z.number().optional(),
  column: z.number().optional(),
  message: z.string(),
  fix: z.string().optional(),
});
export type PolicyProblem = z.infer<typeof policyProblem>;
