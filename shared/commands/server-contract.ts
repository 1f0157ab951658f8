import { z } from 'zod';
import { catalogueEntry, serverOrigin } from '../model/catalogue.js';
import { httpToken } from '../model/names.js';
import { instances, serverName, serverView } from '../model/views.js';
import { done, entry, nothing } from './entry.js';

const envOrHeader = z.strictObject({
  name: z.string().regex(httpToken, 'a name has no spaces, colons or equal signs'),
  /** absent: declared without a value; `setSecret` gives it one */
  value: z.string().optional(),
});

const newServer = z.strictObject({
  name: serverName,
  slug: z.string().optional(),
  command: z.string().min(1).optional(),
  args: z.array(z.string()).default([]),
  env: z.array(envOrHeader).default([]),
  cwd: z.string().optional(),
  url: z.string().optional(),
  headers: z.array(envOrHeader).default([]),
  transport: z.enum(['http', 'sse']).optional(),
  instances: instances.optional(),
  /** false: it is not started before it is used */
  start: z.boolean().optional(),
});
export type NewServer = z.infer<typeof newServer>;

const byName = z.strictObject({ name: z.string() });

/** MCP servers behind the gate, and where new ones are found. */
export const serverContract = {
  'server.add': entry(newServer, serverView),
  'server.list': entry(nothing, z.array(serverView)),
  'server.remove': entry(byName, done),
  'server.enable': entry(byName, serverView),
  'server.disable': entry(byName, serverView),
  'server.restart': entry(byName, serverView),
  /** starts the server where needed and takes its lists */
  'server.refresh': entry(byName, serverView),
  'server.update': entry(
    z.strictObject({ name: z.string(), slug: z.string().optional(), trusted: z.boolean().optional(), instances: instances.optional() }),
    serverView,
  ),
  /** the value goes to the secret store and never comes back; `oauth`: `client_id` or `client_secret` of a client registered beforehand */
  'server.setSecret': entry(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['env', 'header', 'oauth']),
      key: z.string(),
      value: z.string(),
      /** takes a name that the server does not have yet; without it, that is an error */
      declares: z.boolean().optional(),
    }),
    serverView,
  ),
  /** what is known of the package behind a server: how its tools stand to the published ones, and the exact version it could be held to */
  'server.origin': entry(byName, serverOrigin),
  /** names an exact version of its package in the launch command; the person who says so has confirmed that launch */
  'server.hold': entry(z.strictObject({ name: z.string(), version: z.string().max(100) }), serverView),
  'server.stderr': entry(byName, z.object({ text: z.string(), droppedBytes: z.number() })),
  /** signs in to a remote server in the browser; resolves when that is done. Meanwhile its view has `signInAddress`. */
  'server.signIn': entry(byName, serverView),
  'server.import': entry(
    z.strictObject({
      client: z.string().optional(),
      file: z.string().optional(),
      text: z.string().optional(),
      home: z.string().optional(),
      dryRun: z.boolean().default(false),
    }),
    z.array(
      z.object({
        name: z.string(),
        from: z.string(),
        launch: z.string(),
        state: z.enum(['new', 'same', 'renamed', 'refused']),
        note: z.string().optional(),
      }),
    ),
  ),

  /** the bundled catalogue; with `registry` (or where the settings say so) the official registry is asked too. Data only: nothing is started. */
  'catalogue.search': entry(
    z.strictObject({ text: z.string().max(200).default(''), registry: z.boolean().optional() }),
    z.array(catalogueEntry),
  ),
};
