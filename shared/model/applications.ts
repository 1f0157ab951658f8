import { z } from 'zod';

/** A server in an application's file. Names only: no value of a variable or header is ever in here. */
const foundServer = z.object({
  name: z.string(),
  file: z.string(),
  /** the full command or address as the application would use it */
  launch: z.string(),
  transport: z.enum(['stdio', 'http', 'sse', 'unknown']),
  envNames: z.array(z.string()),
  headerNames: z.array(z.string()),
  /** values of its variables or headers stand in the file */
  hasSecrets: z.boolean(),
  disabled: z.boolean(),
  /** it leads to Toolgate */
  gate: z.boolean(),
  /** a project's own file */
  project: z.boolean(),
  /** why it cannot go behind the gate */
  problem: z.string().optional(),
  /** other applications that start the very same thing */
  alsoIn: z.array(z.string()),
});
export type FoundServer = z.infer<typeof foundServer>;

/** `bypassed`: a server beside the gate; `dropped`: our entry is gone; `gone`: the file is gone; `edited`: our entry was changed. */
const connectionState = z.enum(['connected', 'dropped', 'edited', 'bypassed', 'gone']);
export type ConnectionState = z.infer<typeof connectionState>;

const applicationBackup = z.object({ name: z.string(), file: z.string(), atMs: z.number() });

export const applicationView = z.object({
  id: z.string(),
  name: z.string(),
  present: z.boolean(),
  /** `instructions`: it has no file that Toolgate could write; `steps` say what a person does */
  kind: z.enum(['file', 'instructions']),
  /** configuration files that exist */
  files: z.array(z.string()),
  servers: z.array(foundServer),
  problems: z.array(z.object({ file: z.string(), message: z.string(), line: z.number().optional(), column: z.number().optional() })),
  /** projects with files of its own: those in the folders a person named, and those that are connected */
  projects: z
    .array(
      z.object({
        folder: z.string(),
        files: z.array(z.string()),
        connected: z.boolean(),
        mode: z.enum(['mirror', 'aggregate']).optional(),
        state: connectionState.optional(),
      }),
    )
    .optional(),
  connected: z.boolean(),
  mode: z.enum(['mirror', 'aggregate']).optional(),
  state: connectionState.optional(),
  /** what makes the application read its file again */
  reload: z.string(),
  steps: z.array(z.string()),
  /** opened, they have the application add the gate; no token in them: `client` has to be known to the gate first */
  links: z.array(z.object({ client: z.string(), url: z.string() })).optional(),
  backups: z.array(applicationBackup),
});
export type ApplicationView = z.infer<typeof applicationView>;

/** What connecting, disconnecting or restoring did, or with `dryRun` would do. */
export const applicationChange = z.object({
  id: z.string(),
  name: z.string(),
  /** one line for people */
  sentence: z.string(),
  /** unified diff of every file; secrets and tokens are covered */
  diff: z.string(),
  changed: z.boolean(),
  dryRun: z.boolean(),
  files: z.array(z.string()),
  mode: z.enum(['mirror', 'aggregate']).optional(),
  /** a running gate answered through every new entry */
  verified: z.boolean(),
  problem: z.string().optional(),
  /** what the application will not do with what it gets, one line each */
  warnings: z.array(z.string()).optional(),
  imported: z.array(z.object({ name: z.string(), server: z.string(), launch: z.string(), state: z.enum(['new', 'same', 'renamed']) })),
  /** servers that stay with the application, and why */
  left: z.array(z.object({ name: z.string(), launch: z.string(), why: z.string() })),
  reload: z.string(),
});
export type ApplicationChange = z.infer<typeof applicationChange>;

export const connectionView = z.object({
  id: z.string(),
  name: z.string(),
  /** the folder of a project whose own files these are */
  project: z.string().optional(),
  state: connectionState,
  problem: z.string().optional(),
  files: z.array(z.string()),
  servers: z.array(z.string()),
});
export type ConnectionView = z.infer<typeof connectionView>;

export const importedView = z.object({
  name: z.string(),
  from: z.string(),
  launch: z.string(),
  state: z.enum(['new', 'same', 'renamed', 'refused']),
  note: z.string().optional(),
});
export type ImportedView = z.infer<typeof importedView>;
