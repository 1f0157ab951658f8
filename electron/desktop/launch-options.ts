import { isAbsolute, join, resolve } from 'node:path';

export interface LaunchOptions {
  /** absolute */
  readonly dataDir: string;
  /** true where it is not the default one */
  readonly ownDataDir: boolean;
  /** start in the tray, without a window */
  readonly hidden: boolean;
}

/** Reads the command line and environment. Where both name a data folder the command line wins; switches of Chromium are ignored. */
export function launchOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  appData: string,
  cwd: string,
): LaunchOptions {
  const at = argv.findIndex((argument) => argument === '--data-dir' || argument.startsWith('--data-dir='));
  const named = at < 0 ? undefined : argv[at]?.includes('=') ? argv[at].slice('--data-dir='.length) : argv[at + 1];
  const given = named || env['TOOLGATE_DATA_DIR'];
  const dataDir = given ? (isAbsolute(given) ? given : resolve(cwd, given)) : join(appData, 'toolgate');
  return { dataDir, ownDataDir: Boolean(given), hidden: argv.includes('--hidden') };
}
