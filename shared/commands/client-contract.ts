import { z } from 'zod';
import { applicationChange, applicationView, connectionView } from '../model/applications.js';
import { clientName, clientView } from '../model/views.js';
import { done, durationMs, entry, nothing } from './entry.js';

const byName = z.strictObject({ name: z.string() });

/** Clients and their tokens, and the applications on this machine that become clients. */
export const clientContract = {
  /** the token is returned this once */
  'client.add': entry(
    z.strictObject({ name: clientName, token: z.string().min(16, 'a token has at least 16 characters').optional() }),
    z.object({
      name: z.string(),
      token: z.string(),
      url: z.string(),
      /** what an application starts that speaks to a command: the whole path, for it runs somewhere else */
      bridge: z.object({ command: z.string(), args: z.array(z.string()), env: z.record(z.string(), z.string()) }),
    }),
  ),
  'client.list': entry(nothing, z.array(clientView)),
  'client.remove': entry(byName, done),
  'client.block': entry(z.strictObject({ name: z.string(), forMs: durationMs.optional() }), clientView),
  'client.unblock': entry(byName, clientView),
  /** reads only: starts and changes nothing */
  'client.discover': entry(z.strictObject({ home: z.string().optional(), project: z.string().optional() }), z.array(applicationView)),
  'client.connect': entry(
    z.strictObject({
      id: z.string(),
      mode: z.enum(['mirror', 'aggregate']).default('mirror'),
      dryRun: z.boolean().default(false),
      home: z.string().optional(),
      /** a project's folder: its own files instead of the person's */
      project: z.string().optional(),
    }),
    applicationChange,
  ),
  /** `id` may be `all`. `edited`: what becomes of gate entries that somebody edited by hand */
  'client.disconnect': entry(
    z.strictObject({
      id: z.string(),
      dryRun: z.boolean().default(false),
      home: z.string().optional(),
      /** a project's folder: its own files instead of the person's */
      project: z.string().optional(),
      edited: z.enum(['ask', 'keep', 'revert']).default('ask'),
    }),
    applicationChange,
  ),
  'client.verify': entry(z.strictObject({ id: z.string().optional(), home: z.string().optional() }), z.array(connectionView)),
  /** without `backup`: puts the gate back into an application that lost it; with one: the file becomes that copy again */
  'client.restore': entry(
    z.strictObject({ id: z.string(), backup: z.string().optional(), home: z.string().optional(), project: z.string().optional() }),
    applicationChange,
  ),
  /** opens the application with a link that has it ask its person whether to add the gate; no token in the link */
  'client.openLink': entry(z.strictObject({ id: z.string() }), z.object({ url: z.string() })),
};
