/** The file system as conditions need it; the facts step resolves paths through this, `evaluate` stays pure. */
export interface Paths {
  readonly home: string;
  /** Toolgate's own data folder: no rule can allow a call with a path argument inside it */
  readonly dataDir: string;
  /** real path of the deepest existing ancestor of `path` (absolute) plus the rest; `undefined` where that cannot be told */
  resolve(path: string): string | undefined;
  readonly caseInsensitive: boolean;
}
