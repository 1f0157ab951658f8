import { z } from 'zod';
import { clientName, serverConfig, settings, type ServerConfig } from '../../../shared/model/views.js';

/** One AI application that may call. Its token lives in a file of its own; here is only what proves it. */
const storedClient = z.strictObject({
  name: clientName,
  addedAtMs: z.number(),
  /** SHA-256 of the token, hex */
  tokenHash: z.string().regex(/^[0-9a-f]{64}$/),
  blockedUntilMs: z.number().optional(),
  /** id in the table of applications, where Toolgate connected it */
  application: z.string().optional(),
  /** that application's own name */
  title: z.string().optional(),
  lastSeenAtMs: z.number().optional(),
  says: z.string().max(200).optional(),
});
export type StoredClient = z.infer<typeof storedClient>;

const distinct =
  <T>(of: (item: T) => string) =>
  (items: readonly T[]): boolean =>
    new Set(items.map(of)).size === items.length;

/** The settings document, whole and strict: a file that says anything else is damaged. */
export const settingsDocument = z.strictObject({
  version: z.literal(1),
  settings,
  servers: z
    .array(serverConfig)
    .refine(
      distinct((server: ServerConfig) => server.name.toLowerCase()),
      'two servers have the same name',
    )
    .refine(
      distinct((server: ServerConfig) => server.slug),
      'two servers have the same prefix',
    ),
  clients: z.array(storedClient).refine(
    distinct((client: StoredClient) => client.name.toLowerCase()),
    'two clients have the same name',
  ),
});
export type SettingsDocument = z.infer<typeof settingsDocument>;

export const freshDocument = (): SettingsDocument => ({
  version: 1,
  settings: {
    port: 7411,
    theme: 'system',
    zoom: 100,
    language: 'system',
    startAtLogin: false,
    notifications: true,
    approvalWindow: true,
    updates: true,
    approvalTimeoutSeconds: 300,
    retentionDays: 90,
    retentionMegabytes: 500,
    callTimeoutSeconds: 120,
    maxRequestMegabytes: 16,
    maxAnswerMegabytes: 64,
    projectFolders: [],
    firstRunDone: false,
  },
  servers: [],
  clients: [],
});
