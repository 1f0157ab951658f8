import type { JsonObject, JsonValue } from '../../../shared/json/json.js';
import type { TransportConfig } from '../../../shared/model/views.js';
import type { ResolvedLaunch } from '../ports/launched.js';

/** Everything that says which program or address a server entry means. Names of environment variables, never their values. */
export function launchIdentity(transport: TransportConfig, resolved: ResolvedLaunch = {}): JsonObject {
  const found: Record<string, JsonValue> = {};
  for (const key of ['package', 'version', 'binaryHash'] as const) {
    const value = resolved[key];
    if (value !== undefined) found[key] = value;
  }
  if (transport.kind === 'stdio') {
    return {
      kind: 'stdio',
      command: transport.command,
      args: [...transport.args],
      envNames: [...transport.envNames].sort(),
      cwd: transport.cwd ?? null,
      ...found,
    };
  }
  return { kind: transport.kind, url: transport.url, headerNames: [...transport.headerNames].sort(), ...found };
}

const optional = ['package', 'version', 'binaryHash'];

/**
 * Two identities as far as they can be compared: what could not be resolved on one side (no network, no lock file) is left out on
 * both; command, arguments, environment names, folder and address always count.
 */
export function comparable(pinned: JsonObject, seen: JsonObject): { readonly pinned: JsonObject; readonly seen: JsonObject } {
  const without = (identity: JsonObject, other: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(identity).filter(([key]) => !optional.includes(key) || other[key] !== undefined));
  return { pinned: without(pinned, seen), seen: without(seen, pinned) };
}
