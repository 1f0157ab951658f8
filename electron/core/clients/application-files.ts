import type { Application, Instructed } from './application.js';
import { applications } from './application-table.js';
import { nodeConfigFiles, type ConfigFiles } from './config-files.js';
import { openConnections, type Connections } from './connections.js';
import { instructed } from './instructed-applications.js';
import { filesOf, platformOf, signsOf, type Places } from './places.js';

/** What is known of the applications before a file of theirs is read: none of what reads them is needed for it. */
export interface ApplicationFiles {
  readonly fs: ConfigFiles;
  readonly applications: readonly Application[];
  readonly instructed: readonly Instructed[];
  readonly connections: Connections;
  /** where to look; with `home`: another home folder, which the environment of this process says nothing about */
  places(home?: string): Places;
}

export interface ApplicationFilesOptions {
  readonly dataDir: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly fs?: ConfigFiles;
  /** instead of the built-in table */
  readonly applications?: readonly Application[];
}

/** Opens nothing and reads nothing before it is asked. */
export function openApplicationFiles(options: ApplicationFilesOptions): ApplicationFiles {
  const fs = options.fs ?? nodeConfigFiles;
  const platform = platformOf(options.platform);
  const names = (folder: string): readonly string[] => {
    try {
      return fs.list(folder);
    } catch {
      return [];
    }
  };
  return {
    fs,
    applications: options.applications ?? applications,
    instructed,
    connections: openConnections(fs, options.dataDir),
    places: (home) =>
      home === undefined || home === options.home
        ? { home: options.home, platform, env: options.env, names }
        : { home, platform, env: {}, names },
  };
}

export const isPresent = ({ fs }: Pick<ApplicationFiles, 'fs'>, application: Application, places: Places): boolean =>
  [...(application.sharedFiles === true ? [] : filesOf(application, places)), ...signsOf(application, places)].some((path) =>
    exists(fs, path),
  );

export function exists(fs: ConfigFiles, path: string): boolean {
  try {
    return fs.facts(path) !== undefined;
  } catch {
    return false;
  }
}
