import { randomBytes } from 'node:crypto';

/** Where names nobody can guess come from. Tests use a counting one. */
export interface Ids {
  /** a short unique id, for example `call_k3v9x2…` */
  next(prefix: string): string;
  /** 256 random bits, base64url */
  token(): string;
}

/**
 * Ids begin with the time, so that in an index new ones stand behind old ones, and end with 72 random bits, which are fetched for many
 * ids at once.
 */
function createIds(): Ids {
  const each = 9;
  let pool = Buffer.alloc(0);
  let at = 0;
  return {
    next(prefix) {
      if (at + each > pool.length) {
        pool = randomBytes(each * 256);
        at = 0;
      }
      at += each;
      return `${prefix}_${Date.now().toString(36)}${pool.toString('base64url', at - each, at)}`;
    },
    token: () => randomBytes(32).toString('base64url'),
  };
}

export const randomIds: Ids = createIds();
