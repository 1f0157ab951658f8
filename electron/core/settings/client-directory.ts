import { createHash, createHmac, hash as hashOnce, timingSafeEqual } from 'node:crypto';
import { fail, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { ClientDirectory } from '../ports/corridor.js';
import type { Quiet } from '../ports/quiet.js';
import type { TokenFiles } from '../ports/settings-store.js';
import type { SettingsRoom } from './create-settings.js';
import type { StoredClient } from './document.js';

/** the end of a block that nobody set one for */
const forEver = Number.MAX_SAFE_INTEGER;

/** a row of the table of applications */
export interface KnownApplication {
  readonly id?: string;
  readonly name?: string;
}

export interface ClientRoom extends ClientDirectory {
  /** makes a client with this token; the token is kept in its file for the bridge, of it only the hash in the settings */
  add(name: string, token: string, application?: KnownApplication): Result<StoredClient>;
  remove(name: string): Result<StoredClient>;
  /** refuses everything of this client for `forMs`, or until `unblock`; never shortens a block that lasts longer */
  block(name: string, forMs?: number): Result<StoredClient>;
  unblock(name: string): Result<StoredClient>;
  /** the token in the client's file: for writing it into an application's config; undefined when it is not there or not the right one */
  tokenOf(name: string): string | undefined;
  /** those of all clients; the same array while they are the same */
  tokens(): readonly string[];
  isBlocked(name: string): boolean;
  /** what Toolgate calls itself when it tries an application's entry: a name nobody can guess, and no sign of the application itself */
  readonly checkName: string;
}

export interface ClientRoomDeps {
  readonly settings: SettingsRoom;
  readonly tokens: TokenFiles;
  readonly clock: Clock;
  readonly quiet: Quiet;
  readonly checkName: string;
}

/** Node 20.12 hashes without making an object first; it is done for every request. */
const sha256 = (text: string): Buffer =>
  typeof hashOnce === 'function' ? hashOnce('sha256', text, 'buffer') : createHash('sha256').update(text, 'utf8').digest();
/** how often "last seen" is worth a write */
const seenEveryMs = 5 * 60_000;
/** a client that greets is answered first: its greeting is written when it has its lists and makes a pause, for a write waits for the disk */
const written = { quietMs: 1000, latestMs: 10_000 };

/**
 * Who may call. A token that was not seen before is looked up by its hash and compared in constant time, so neither the map nor the comparison
 * tells how close a guess came; one that was is found as a whole, by the engine's own keyed hash. Empty tokens, unknown and blocked clients are nobody.
 */
export function createClientDirectory({ settings, tokens, clock, quiet, checkName }: ClientRoomDeps): ClientRoom {
  let known: readonly StoredClient[] | undefined;
  const byHash = new Map<string, { readonly client: StoredClient; readonly hash: Buffer }>();
  const byName = new Map<string, StoredClient>();
  /** tokens that were right, as long as nothing changes: hashing one takes longer than all else about it */
  const proven = new Map<string, StoredClient>();
  const greeted = new Map<string, { readonly says: string; readonly lastSeenAtMs: number }>();

  const writeGreeted = (): void => {
    const all = [...greeted];
    greeted.clear();
    for (const [name, greeting] of all) settings.updateClient(name, greeting);
  };
  const index = (): void => {
    const clients = settings.clients();
    if (clients === known) return;
    known = clients;
    byHash.clear();
    byName.clear();
    proven.clear();
    for (const client of clients) {
      byHash.set(client.tokenHash, { client, hash: Buffer.from(client.tokenHash, 'hex') });
      byName.set(client.name, client);
    }
  };
  const prove = (token: string): StoredClient | undefined => {
    const hash = sha256(token);
    const found = byHash.get(hash.toString('hex'));
    if (found === undefined || !timingSafeEqual(found.hash, hash)) return undefined;
    proven.set(token, found.client);
    return found.client;
  };
  const tokenOf = (name: string): string | undefined => {
    index();
    const client = byName.get(name);
    const token = client === undefined ? undefined : tokens.read(name);
    return token !== undefined && sha256(token).toString('hex') === client?.tokenHash ? token : undefined;
  };
  let told: { readonly clients: typeof known; readonly hashes: string; readonly tokens: readonly string[] } | undefined;
  const blocked = (client: StoredClient): boolean => client.blockedUntilMs !== undefined && client.blockedUntilMs > clock.nowMs();

  return {
    checkName,
    byToken(token) {
      if (token === '') return undefined;
      index();
      const client = proven.get(token) ?? prove(token);
      return client === undefined || blocked(client) ? undefined : { name: client.name };
    },
    seen(name, says) {
      index();
      const client = byName.get(name);
      if (client === undefined || says.startsWith(checkName)) return;
      const line = says.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 200);
      const now = clock.nowMs();
      const last = greeted.get(name) ?? client;
      if (last.says === line && Math.abs(now - (last.lastSeenAtMs ?? 0)) < seenEveryMs) return;
      if (greeted.size === 0) quiet.after(written.quietMs, written.latestMs, writeGreeted);
      greeted.set(name, { says: line, lastSeenAtMs: now });
    },
    proofFor(name, message) {
      index();
      const client = byName.get(name);
      if (client === undefined || blocked(client)) return undefined;
      return createHmac('sha256', Buffer.from(client.tokenHash, 'hex')).update(message).digest();
    },
    add(name, token, { id: application, name: title } = {}) {
      const hash = sha256(token).toString('hex');
      if (token.length < 16 || /\s/.test(token))
        return fail('INVALID', 'A token has at least 16 characters and no spaces.', 'Leave it out: Toolgate makes one.');
      if (settings.clients().some((client) => client.tokenHash === hash))
        return fail('EXISTS', 'Another client has this token already.', 'Give every client a token of its own.');
      const added = settings.addClient({
        name,
        tokenHash: hash,
        ...(application !== undefined && { application }),
        ...(title !== undefined && { title }),
      });
      if (!added.ok) return added;
      try {
        tokens.write(name, token);
      } catch (error) {
        settings.removeClient(name);
        return storage(error);
      }
      return added;
    },
    remove(name) {
      const removed = settings.removeClient(name);
      if (!removed.ok) return removed;
      try {
        tokens.remove(name);
      } catch {
        /* the hash is gone: the file opens nothing any more */
      }
      return removed;
    },
    block(name, forMs) {
      index();
      const until = forMs === undefined ? forEver : clock.nowMs() + forMs;
      return settings.updateClient(name, { blockedUntilMs: Math.max(until, byName.get(name)?.blockedUntilMs ?? 0) });
    },
    unblock: (name) => settings.updateClient(name, { blockedUntilMs: undefined }),
    tokenOf,
    tokens() {
      index();
      if (told !== undefined && told.clients === known) return told.tokens;
      const hashes = [...byHash.keys()].join(' ');
      const tokens = told?.hashes === hashes ? told.tokens : [...byName.keys()].flatMap((name) => tokenOf(name) ?? []);
      told = { clients: known, hashes, tokens };
      return tokens;
    },
    isBlocked(name) {
      index();
      const client = byName.get(name);
      return client !== undefined && blocked(client);
    },
  };
}

const storage = (error: unknown): Result<never> =>
  fail(
    'STORAGE',
    `The token cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    'Check the free space and the owner of the data folder. Nothing was changed.',
  );
