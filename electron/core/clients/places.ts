import { posix, win32 } from 'node:path';
import type { Application, Platform } from './application.js';

/** Where to look: a home folder and what the environment says about it. */
export interface Places {
  readonly home: string;
  readonly platform: Platform;
  /** the environment's overrides; empty for a home folder that is not this process's own */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** the names in a folder, none where there is no such folder; absent: nothing is looked at */
  readonly names?: ((folder: string) => readonly string[]) | undefined;
}

export const platformOf = (platform: NodeJS.Platform): Platform =>
  platform === 'win32' ? 'windows' : platform === 'darwin' ? 'mac' : 'linux';

/** The file templates of an application on this platform, as absolute paths, each once; a `*` becomes the names that are there. */
export function filesOf(application: Application, places: Places): string[] {
  const { files } = application;
  const templates = isList(files) ? files : (files[places.platform] ?? []);
  return [...new Set(templates.flatMap((template) => starred(template, (fixed) => pathOf(fixed, places), places)))];
}

/** The paths of a template with `*` in the names of folders and files; `pathOf` makes a path of what is without. */
export function starred(
  template: string,
  pathOf: (fixed: string) => string,
  { platform, names }: Pick<Places, 'platform' | 'names'>,
): string[] {
  const parts = template.split('/');
  const at = parts.findIndex((part) => part.includes('*'));
  if (at < 0) return [pathOf(template)];
  const folder = pathOf(parts.slice(0, at).join('/'));
  const [start = '', end = ''] = (parts[at] as string).split('*');
  const { join } = platform === 'windows' ? win32 : posix;
  return [...(names?.(folder) ?? [])]
    .filter((name) => name.length > start.length + end.length && name.startsWith(start) && name.endsWith(end))
    .sort()
    .flatMap((name) => starred(parts.slice(at + 1).join('/'), (rest) => join(folder, name, rest), { platform, names }));
}

const isList = (files: Application['files']): files is readonly string[] => Array.isArray(files);

/** The paths that show an application is there: its own signs and the folders of its files, the home folder itself excepted. */
export function signsOf(application: Application, places: Places): string[] {
  const { dirname } = places.platform === 'windows' ? win32 : posix;
  const folders =
    application.sharedFolders === true || application.sharedFiles === true ? [] : filesOf(application, places).map((file) => dirname(file));
  return [...new Set([...(application.signs ?? []).map((sign) => pathOf(sign, places)), ...folders])].filter(
    (folder) => folder !== places.home,
  );
}

/** Fills a template in. An empty or relative override counts as none, as the XDG Base Directory Specification has it. */
export function pathOf(template: string, places: Places): string {
  const { home, platform, env } = places;
  const { join, isAbsolute } = platform === 'windows' ? win32 : posix;
  const own = (name: string): string | undefined => {
    const value = env[name];
    return value !== undefined && isAbsolute(value) ? value : undefined;
  };
  const roaming = (): string => own('APPDATA') ?? join(home, 'AppData', 'Roaming');
  const config = (): string => own('XDG_CONFIG_HOME') ?? join(home, '.config');
  const roots: Readonly<Record<string, () => string>> = {
    '~': () => home,
    '@support': () => (platform === 'mac' ? join(home, 'Library', 'Application Support') : platform === 'windows' ? roaming() : config()),
    '@config': config,
    '@roaming': roaming,
    '@local': () => own('LOCALAPPDATA') ?? join(home, 'AppData', 'Local'),
  };
  // Innermost variables first.
  let filled = template;
  for (let found = VARIABLE.exec(filled); found !== null; found = VARIABLE.exec(filled)) {
    const [whole, name, fallback] = found;
    filled = filled.replace(whole, () => own(name as string) ?? (fallback as string));
  }
  const root = /^(?:~|@[a-z]+)(?=\/)/.exec(filled)?.[0];
  const base = root === undefined ? undefined : roots[root];
  return base === undefined ? join(filled) : join(base(), filled.slice((root as string).length));
}

const VARIABLE = /\$\{([A-Z0-9_]+):-([^${}]*)\}/;
