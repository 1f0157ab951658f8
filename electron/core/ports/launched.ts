/** What could be found out about what will run; each part only where it was available. */
export interface ResolvedLaunch {
  /** the npm package that the file belongs to, and its version there */
  readonly package?: string;
  readonly version?: string;
  /** SHA-256 of the program or script that starts, hex */
  readonly binaryHash?: string;
}

/** programs that fetch what they run, by the words behind them */
export const fetchers = /^(?:npx|npm|pnpm|pnpx|yarn|bunx|uv|uvx|pipx|docker|podman)$/;

/** A program's name as its command gives it, without folder and ending, in small letters. */
export const programOf = (command: string): string =>
  (command.split(/[\\/]/).pop() ?? command).replace(/\.(?:cmd|exe|bat|ps1)$/i, '').toLowerCase();
