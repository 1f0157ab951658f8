/**
 * Values that never leave their room: upstream environment values, headers, OAuth tokens. Keys are paths such as
 * `server/github/env/GITHUB_TOKEN`. Reading a value that this face cannot open throws `SecretUnreadable`.
 */
export interface SecretStore {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  delete(key: string): void;
  /** true when a value is stored, readable here or not */
  has(key: string): boolean;
  /** every key that starts with `prefix` */
  keys(prefix: string): string[];
  /** every readable value: used to redact them wherever they turn up */
  values(): string[];
  /** for people: where secrets are kept, with a caution where that is weaker than a keyring */
  readonly place: { readonly name: string; readonly caution?: string };
}

export class SecretUnreadable extends Error {
  constructor(readonly key: string) {
    super(`the secret ${key} was stored by the desktop application and cannot be opened here`);
  }
}
