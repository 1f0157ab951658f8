/** A small JSON document that survives restarts: electron-store on the desktop, `conf` in plain Node, the same file. */
export interface SettingsStore {
  /** the whole document as it stands on disk; `undefined` when there is none yet. Throws when it cannot be read or parsed. */
  read(): unknown;
  /** replaces the document atomically, mode 0600 */
  write(document: Readonly<Record<string, unknown>>): void;
  /** for people: where it lives */
  readonly path: string;
}

/** Copies of the settings document, kept beside it. */
export interface SettingsCopies {
  /** puts a damaged document aside as `settings.json.corrupt-<time>`; the path of the copy, undefined when there was nothing to keep */
  keepCorrupt(): string | undefined;
  /** the last document that was written well; undefined when there is none or it cannot be read */
  readBackup(): unknown;
  writeBackup(document: Readonly<Record<string, unknown>>): void;
}

/** Client tokens as the bridge finds them: one 0600 file per client in the data folder. */
export interface TokenFiles {
  /** undefined when there is none, it is empty or it is no token */
  read(client: string): string | undefined;
  write(client: string, token: string): void;
  remove(client: string): void;
}
