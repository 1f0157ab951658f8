/** A small JSON document that survives restarts: electron-store on the desktop, `conf` in plain Node, the same file. */
export interface SettingsStore {
  /** the whole document as it stands on disk; `undefined` when there is none yet. Throws when it cannot be read or parsed. */
  read(): unknown;
  /** replaces the document atomically, mode 0600 */
  write(document: Readonly<Record<string, unknown>>): void;
  /** for people: where it lives */
  readonly path: string;
}
