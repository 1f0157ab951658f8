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

/** One tool of a published server, as the catalogue holds it: never its sentences. */
export const publishedTool = z.object({ package: z.string(), version: z.string(), class: riskClass, severity });
export type PublishedTool = z.infer<typeof publishedTool>;

/** What is known of where a server comes from. */
export const serverOrigin = z.object({
  package: z.string().optional(),
  /** the catalogue's version, where the launch command names the same */
  published: z
    .object({
      version: z.string(),
      same: z.array(z.string()),
      differs: z.array(z.string()),
      /** published, and not listed by this server */
      missing: z.array(z.string()),
      /** listed by this server, and not published */
      extra: z.array(z.string()),
    })
    .optional(),
  /** an exact version that the launch command could name; `from`: where it was found */
  hold: z.object({ version: z.string(), from: z.enum(['running', 'catalogue']), launch: z.string() }).optional(),
});
export type ServerOrigin = z.infer<typeof serverOrigin>;
