import { z } from 'zod';

/** One command: what it is given and what it answers. */
export const entry = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

/** no input */
export const nothing = z.strictObject({});
/** it worked, and there is nothing to tell */
export const done = z.object({});
/** what a change of the policy did, in words, and the revision it made */
export const revised = z.object({ revision: z.number(), sentence: z.string() });
export const durationMs = z.int().positive();
export const json = z.unknown();
