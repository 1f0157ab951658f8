import type { LinkTarget } from '../../../shared/application-links.js';
import type { Path, PlainMap } from './formats/format.js';

export type Platform = 'mac' | 'windows' | 'linux';
export type FormatName = 'json' | 'jsonc' | 'toml' | 'yaml';
/** `shell`: `$NAME` as well as `${NAME}`, and `$(command)` where it knows that; `braces`: `{env:NAME}` and `{file:path}` alone */
export type Variables = 'shell' | 'braces';

/** How an application writes a server that it starts itself. Fields are written in this order: fixed, command, args, env, after. */
export interface StdioShape {
  readonly fixed?: PlainMap;
  /** field of the command */
  readonly command: string;
  /** field of the arguments; absent: the command field is a list of the command and its arguments */
  readonly args?: string;
  readonly env: string;
  readonly after?: PlainMap;
}

/** How it writes a server with an address. */
export interface HttpShape {
  readonly fixed?: PlainMap;
  readonly url: string;
  /** field of the headers; two names lead into a field of a field */
  readonly headers: readonly [string] | readonly [string, string];
  readonly after?: PlainMap;
}

export interface Layout {
  /** containers of entries; the first tells the layout and is where an entry is added, `*` stands for every key at that place */
  readonly at: readonly Path[];
  /** the container is a list whose entries carry their name */
  readonly list?: boolean;
  /** the entry repeats its name in `name` */
  readonly named?: boolean;
  readonly stdio: StdioShape;
  /** absent: it cannot, or not surely, reach an address: the bridge is used */
  readonly http?: HttpShape;
}

/** A link that an application opens to add a server: where to, and how the entry stands in it. */
export interface DeepLink {
  readonly to: LinkTarget;
  readonly form: 'query' | 'json';
}

/** One row of the table: everything Toolgate knows of an AI application. */
export interface Application {
  readonly id: string;
  readonly name: string;
  /**
   * Configuration files, all of them probed; the first is made where none exists. `~` is the home folder, `@support` where applications
   * keep their data, `@config` the XDG folder, `@roaming` and `@local` Windows' two, `${NAME:-default}` an environment variable, `*` every
   * name that is there.
   */
  readonly files: readonly string[] | Readonly<Partial<Record<Platform, readonly string[]>>>;
  readonly format: FormatName;
  /** the layouts it has had; the first that a file uses counts, else the last, which every version reads */
  readonly layouts: readonly [Layout, ...Layout[]];
  /** paths that show it is there, beside its files' own folders */
  readonly signs?: readonly string[];
  /** its files' folders say nothing about it: others keep theirs there too */
  readonly sharedFolders?: boolean;
  /** its files are another application's as well: only its signs show that it is there */
  readonly sharedFiles?: boolean;
  /** files in a project's folder, `*` in a name stands for any letters */
  readonly project?: readonly string[];
  /** an entry with nothing but `url` speaks the older SSE transport */
  readonly urlMeansSse?: boolean;
  /** how it writes what it fills in; absent: `${NAME}` */
  readonly variables?: Variables;
  /** where its file lists the only servers that it uses, if there is such a list */
  readonly allowedAt?: Path;
  /** it cannot start a command with a space in its path */
  readonly commandHasNoSpaces?: boolean;
  /** tools it takes from all servers together; it leaves out what is more */
  readonly toolBudget?: number;
  /** adds a server by a link */
  readonly link?: DeepLink;
  /** characters it allows for the names of a server and of its tool together; it leaves longer tools out */
  readonly nameBudget?: number;
  /** what a person does so that it reads the file again */
  readonly reload: string;
  /** the same for a project's file, where that is not all */
  readonly projectReload?: string;
}

/** An application without a file of its own: a person follows these steps. `{config}`, `{url}`, `{header}`, `{command}` are filled in. */
export interface Instructed {
  readonly id: string;
  readonly name: string;
  readonly signs: readonly string[];
  readonly steps: readonly string[];
}
