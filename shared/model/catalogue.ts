import { z } from 'zod';
import { riskClass, severity } from './risk.js';

/** One server that could be added: facts to fill the form with. Nothing in it is ever started without the person's own step. */
export const catalogueEntry = z.object({
  source: z.enum(['bundled', 'registry']),
  /** a name to propose */
  name: z.string(),
  package: z.string(),
  version: z.string().optional(),
  command: z.string().optional(),
  /** `{folder}` and `{secret}` stand for what a person fills in */
  args: z.array(z.string()).optional(),
  url: z.string().optional(),
  transport: z.enum(['http', 'sse']).optional(),
  /** settings it needs, by name */
  env: z.array(z.string()),
  /** other settings that it reads */
  otherEnv: z.array(z.string()),
  headers: z.array(z.string()),
  tools: z.array(z.object({ name: z.string(), class: riskClass, severity })),
});
export type CatalogueEntry = z.infer<typeof catalogueEntry>;
