import { serverConfig, settings as settingsSchema, type ServerConfig, type Settings } from '../../../shared/model/views.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { ServerDirectory } from '../ports/corridor.js';
import type { Logger } from '../ports/logger.js';
import type { SettingsCopies, SettingsStore } from '../ports/settings-store.js';
import { settingsDocument, type SettingsDocument, type StoredClient } from './document.js';
import { freeName, noSuchClient, noSuchServer } from './known-names.js';
import { loadSettings } from './load.js';
import { slugFor } from './slug.js';

export type NewServerConfig = Omit<ServerConfig, 'slug' | 'addedAtMs'> & { readonly slug?: string | undefined };
export type SettingsPart = 'settings' | 'servers' | 'clients';

export interface SettingsRoom {
  get(): Settings;
  update(patch: Partial<Settings>): Result<Settings>;
  servers(): readonly ServerConfig[];
  server(name: string): ServerConfig | undefined;
  addServer(server: NewServerConfig): Result<ServerConfig>;
  updateServer(name: string, patch: Partial<Omit<ServerConfig, 'name' | 'addedAtMs'>>): Result<ServerConfig>;
  removeServer(name: string): Result<ServerConfig>;
  clients(): readonly StoredClient[];
  addClient(client: Pick<StoredClient, 'name' | 'tokenHash' | 'application' | 'title'>): Result<StoredClient>;
  updateClient(name: string, patch: Partial<Omit<StoredClient, 'name' | 'addedAtMs'>>): Result<StoredClient>;
  removeClient(name: string): Result<StoredClient>;
  /** enabled servers, as the gateway needs them */
  readonly directory: ServerDirectory;
  /** what was wrong with the file at start, one line each */
  readonly problems: readonly string[];
}

export interface SettingsDeps {
  readonly store: SettingsStore;
  readonly copies: SettingsCopies;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly changed: (part: SettingsPart) => void;
}

/**
 * The one settings document: settings, servers, clients. A change is checked as a whole, written, and only then in force; a change that
 * cannot be written or is not valid leaves everything as it was. Fails only when a later version wrote the file.
 */
export function createSettings({ store, copies, clock, logger, changed }: SettingsDeps): Result<SettingsRoom> {
  const loaded = loadSettings(store, copies);
  if (!loaded.ok) return loaded;
  let document = loaded.value.document;
  const problems = [...loaded.value.problems];

  const write = (next: SettingsDocument): void => {
    store.write(next);
    try {
      copies.writeBackup(next);
    } catch (error) {
      logger.warn('settings.backup', { error: String(error) });
    }
  };

  const change = (part: SettingsPart, patch: Partial<SettingsDocument>): Result<void> => {
    const next = settingsDocument.safeParse({ ...document, ...patch });
    if (!next.success) {
      const issue = next.error.issues[0];
      return fail('INVALID', `${issue?.path.slice(2).join('.') || 'The value'}: ${issue?.message ?? 'not valid'}`, 'Nothing was changed.');
    }
    try {
      write(next.data);
    } catch (error) {
      logger.error('settings.write', { error: String(error) });
      return fail(
        'STORAGE',
        `The settings cannot be written to ${store.path}: ${error instanceof Error ? error.message : String(error)}`,
        'Check the free space and the owner of the data folder. Nothing was changed.',
      );
    }
    document = next.data;
    changed(part);
    return ok(undefined);
  };

  const replaceServer = (name: string, server: ServerConfig): Result<ServerConfig> => {
    const done = change('servers', { servers: document.servers.map((old) => (old.name === name ? server : old)) });
    return done.ok ? ok(server) : done;
  };

  const room: SettingsRoom = {
    problems,
    get: () => document.settings,
    update(patch) {
      const next = settingsSchema.safeParse({ ...document.settings, ...patch });
      if (!next.success) {
        const issue = next.error.issues[0];
        return fail('INVALID', `${issue?.path.join('.') ?? 'settings'}: ${issue?.message ?? 'not valid'}`, 'Nothing was changed.');
      }
      const done = change('settings', { settings: next.data });
      return done.ok ? ok(document.settings) : done;
    },

    servers: () => document.servers,
    server: (name) => document.servers.find((server) => server.name === name),
    addServer({ slug, ...rest }) {
      const free = freeName('server', rest.name, document.servers);
      if (!free.ok) return free;
      const taken = new Set(document.servers.map((server) => server.slug));
      if (slug !== undefined && (slug.length < 2 || taken.has(slug)))
        return fail(
          'EXISTS',
          slug.length < 2 ? 'A prefix has 2 to 8 characters.' : `The prefix ${slug} is taken by another server.`,
          'Choose another prefix.',
        );
      const parsed = serverConfig.safeParse({ ...rest, slug: slug ?? slugFor(rest.name, taken), addedAtMs: clock.nowMs() });
      if (!parsed.success) return fail('INVALID', parsed.error.issues[0]?.message ?? 'The server is not valid.', 'Nothing was changed.');
      const done = change('servers', { servers: [...document.servers, parsed.data] });
      return done.ok ? ok(parsed.data) : done;
    },
    updateServer(name, patch) {
      const old = room.server(name);
      if (old === undefined) return noSuchServer(name, document.servers);
      const { slug } = patch;
      if (slug !== undefined && slug.length < 2) return fail('INVALID', 'A prefix has 2 to 8 characters.', 'Nothing was changed.');
      if (slug !== undefined && document.servers.some((server) => server.name !== name && server.slug === slug))
        return fail('EXISTS', `The prefix ${slug} is taken by another server.`, 'Choose another prefix.');
      const parsed = serverConfig.safeParse({ ...old, ...patch, name: old.name, addedAtMs: old.addedAtMs });
      if (!parsed.success) return fail('INVALID', parsed.error.issues[0]?.message ?? 'The server is not valid.', 'Nothing was changed.');
      return replaceServer(name, parsed.data);
    },
    removeServer(name) {
      const old = room.server(name);
      if (old === undefined) return noSuchServer(name, document.servers);
      const done = change('servers', { servers: document.servers.filter((server) => server !== old) });
      return done.ok ? ok(old) : done;
    },

    clients: () => document.clients,
    addClient(client) {
      const free = freeName('client', client.name, document.clients);
      if (!free.ok) return free;
      const added: StoredClient = { ...client, addedAtMs: clock.nowMs() };
      const done = change('clients', { clients: [...document.clients, added] });
      return done.ok ? ok(added) : done;
    },
    updateClient(name, patch) {
      const old = document.clients.find((client) => client.name === name);
      if (old === undefined) return noSuchClient(name, document.clients);
      const next: StoredClient = { ...old, ...patch };
      const done = change('clients', { clients: document.clients.map((client) => (client === old ? next : client)) });
      return done.ok ? ok(next) : done;
    },
    removeClient(name) {
      const old = document.clients.find((client) => client.name === name);
      if (old === undefined) return noSuchClient(name, document.clients);
      const done = change('clients', { clients: document.clients.filter((client) => client !== old) });
      return done.ok ? ok(old) : done;
    },

    directory: {
      list: () => document.servers.filter((server) => server.enabled).map(({ name, slug }) => ({ name, slug })),
      has: (name) => document.servers.some((server) => server.enabled && server.name === name),
    },
  };

  if (loaded.value.write) {
    try {
      write(document);
    } catch (error) {
      logger.error('settings.write', { error: String(error) });
      problems.push(`The settings cannot be written to ${store.path}: check the free space and the owner of the data folder.`);
    }
  }
  return ok(room);
}
