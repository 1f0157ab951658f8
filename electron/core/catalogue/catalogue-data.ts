import { z } from 'zod';
import { riskClass, severity } from '../../../shared/model/risk.js';

const publishedTool = z.object({ name: z.string(), class: riskClass, severity, hash: z.string() });
const publishedServer = z.object({
  package: z.string(),
  version: z.string(),
  license: z.string().optional(),
  command: z.string(),
  /** `{folder}` and `{secret}` stand for what a person fills in */
  args: z.array(z.string()),
  env: z.array(z.string()),
  otherEnv: z.array(z.string()),
  /** it keeps what belongs to one agent, such as the page of a browser */
  instances: z.literal('per-client').optional(),
  tools: z.array(publishedTool),
});

/** Facts of one published server: how it is started and what its tools were when the catalogue was made. Never its own sentences. */
export type PublishedServer = z.infer<typeof publishedServer>;

/** Reads the bundled file; faults are faults of the build and throw. */
export const readCatalogue = (value: unknown): readonly PublishedServer[] =>
  z.object({ format: z.literal(1), servers: z.array(publishedServer) }).parse(value).servers;
