import type { ServerConfig } from '../../shared/model/views.js';
import { fail, type Result } from '../../shared/result.js';
import type { SecretStore } from './ports/secret-store.js';
import type { NewServerConfig, SettingsRoom } from './settings/create-settings.js';
import { secretKey } from './views.js';

/** Puts a server behind the gate with the values it is started or called with: all of it or nothing. `accepted`: what else belongs to it. */
export function addServer(
  { settings, secrets }: { readonly settings: SettingsRoom; readonly secrets: SecretStore },
  server: NewServerConfig,
  values: readonly { readonly name: string; readonly value?: string | undefined }[],
  accepted: (added: ServerConfig) => void = () => {},
): Result<ServerConfig> {
  const added = settings.addServer(server);
  if (!added.ok) return added;
  const kind = server.transport.kind === 'stdio' ? 'env' : 'header';
  const stored: string[] = [];
  try {
    for (const { name, value } of values) {
      if (value === undefined) continue;
      const key = secretKey(server.name, kind, name);
      secrets.set(key, value);
      stored.push(key);
    }
    accepted(added.value);
    return added;
  } catch (error) {
    settings.removeServer(server.name);
    forget(secrets, stored);
    return fail(
      'STORAGE',
      `${server.name} could not be stored: ${error instanceof Error ? error.message : String(error)}`,
      'nothing was added',
    );
  }
}

function forget(secrets: SecretStore, keys: readonly string[]): void {
  try {
    for (const key of keys) secrets.delete(key);
  } catch {
    // a value that no server names is given to nobody
  }
}
