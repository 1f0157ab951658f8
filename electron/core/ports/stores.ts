/** Persistence that rooms without I/O of their own ask for; `core/store` implements them on SQLite, tests in memory. */

export interface StampStore {
  /** every stamp younger than `sinceMs` (wall clock), oldest first */
  load(sinceMs: number): { key: string; callId: string; atMs: number; amount: number }[];
  /** one transaction, durable when it returns */
  add(stamps: readonly { key: string; callId: string; atMs: number; amount: number }[]): void;
  remove(callId: string): void;
  prune(beforeMs: number): void;
}

export interface StoredGrant {
  readonly id: string;
  readonly client: string;
  readonly server: string;
  readonly tool: string;
  readonly definitionHash: string;
  /** only session grants; they end with the process */
  readonly session: string | undefined;
  readonly conditions: readonly unknown[];
  readonly createdAtMs: number;
  readonly expiresAtMs: number | undefined;
}

export interface GrantStore {
  load(): StoredGrant[];
  put(grant: StoredGrant): void;
  remove(id: string): void;
}

export interface StoredPin {
  readonly server: string;
  /** `tool:<name>`, `instructions` or `launch` */
  readonly subject: string;
  readonly hash: string;
  /** the accepted definition as canonical JSON text, for the diff */
  readonly definition: string;
  readonly atMs: number;
  readonly state: 'pinned' | 'rejected' | 'released';
}

export interface PinStore {
  load(): StoredPin[];
  put(pins: readonly StoredPin[]): void;
  remove(server: string, subject?: string): void;
}

export interface PolicyRevision {
  readonly revision: number;
  readonly atMs: number;
  /** who: `window`, `cli`, `file`, `start` … */
  readonly by: string;
  readonly sentence: string;
  readonly text: string;
}

export interface RevisionStore {
  list(limit: number): PolicyRevision[];
  get(revision: number): PolicyRevision | undefined;
  add(revision: Omit<PolicyRevision, 'revision'>): number;
}

/** The stored map of aggregate names: alias -> (server, tool). Aliases are never parsed. */
export interface AliasStore {
  load(): { alias: string; server: string; tool: string }[];
  put(entry: { alias: string; server: string; tool: string }): void;
}
