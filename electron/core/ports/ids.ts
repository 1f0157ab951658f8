import { randomBytes } from 'node:crypto';

/** Where names nobody can guess come from. Tests use a counting one. */
export interface Ids {
  /** a short unique id, for example `call_k3v9x2…` */
  next(prefix: string): string;
  /** 256 random bits, base64url */
  token(): string;
}

export const randomIds: Ids = {
  next: (prefix) => `${prefix}_${randomBytes(12).toString('base64url')}`,
  token: () => randomBytes(32).toString('base64url'),
};
