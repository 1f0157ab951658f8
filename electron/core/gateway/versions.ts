/** Protocol versions with a handshake, newest first. 2026-07-28 has none and is another era. */
export const versions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'] as const;
export const latestVersion = versions[0];
export const batchVersion = '2025-03-26';

export const isKnownVersion = (version: string): boolean => (versions as readonly string[]).includes(version);

/** What `initialize` is answered with: the version asked for where we speak it, else our newest (MCP lifecycle, version negotiation). */
export const negotiate = (requested: unknown): string =>
  typeof requested === 'string' && isKnownVersion(requested) ? requested : latestVersion;
