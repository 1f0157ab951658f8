import { parseUrl } from '../../../shared/parse-url.js';
import type { Variables } from './application.js';
import { isMap, type Plain, type PlainMap } from './formats/format.js';
import type { Launch, SecretValue } from './launch.js';

/** What an entry of a configuration file comes to. */
export type Reading =
  | { readonly kind: 'server'; readonly launch: Launch; readonly disabled: boolean; readonly extras: PlainMap }
  /** a server that Toolgate cannot run in the application's place; `why` is for people */
  | { readonly kind: 'left'; readonly words: string; readonly why: string; readonly disabled: boolean }
  /** no MCP server, for example a built-in extension */
  | { readonly kind: 'other' };

/** What reading an entry depends on beside its text. */
export interface ReadContext {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly urlMeansSse?: boolean;
  readonly variables?: Variables;
}

/** Fields that say how a server is started or reached. All others belong to the application and stay in the entry. */
const LAUNCH_FIELDS = new Set(
  'name type transport source command cmd args env envs environment cwd working_directory workingDirectory envFile env_vars env_keys url serverUrl httpUrl uri headers http_headers env_http_headers bearer_token_env_var bearerTokenEnvVar requestOptions oauth auth authProviderType scopes gallery version fromGalleryId'.split(
    ' ',
  ),
);
const text = (value: Plain | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Reads an entry of any application: they differ in the names of fields only. Variables such as `${env:NAME}` are filled in where they can be. */
export function readEntry(value: Plain, context: ReadContext): Reading {
  if (!isMap(value)) return { kind: 'other' };
  const old = isMap(value['command']) ? value['command'] : undefined;
  const entry: PlainMap =
    old === undefined ? value : { ...value, command: old['path'] ?? null, args: old['args'] ?? [], env: old['env'] ?? {} };
  const listed = Array.isArray(entry['command']) ? (entry['command'] as readonly Plain[]) : undefined;
  const command = listed === undefined ? (text(entry['command']) ?? text(entry['cmd'])) : text(listed[0]);
  const url = text(entry['httpUrl']) ?? text(entry['serverUrl']) ?? text(entry['url']) ?? text(entry['uri']);
  if (command === undefined && url === undefined) return { kind: 'other' };
  const disabled = entry['disabled'] === true || entry['enabled'] === false;
  const extras: Record<string, Plain> = {};
  for (const [key, item] of Object.entries(value)) if (!LAUNCH_FIELDS.has(key)) extras[key] = item;
  const read =
    command === undefined
      ? remote(entry, url as string, context)
      : local(entry, command, [...(listed?.slice(1) ?? []), ...listOf(entry['args'])], context);
  return typeof read === 'string'
    ? { kind: 'left', words: command ?? (url as string), why: read, disabled }
    : { kind: 'server', launch: read, disabled, extras };
}

const isList = (value: Plain | undefined): boolean => value === undefined || value === null || Array.isArray(value);
const listOf = (value: Plain | undefined): readonly Plain[] => (Array.isArray(value) ? (value as readonly Plain[]) : []);

function local(entry: PlainMap, command: string, args: readonly Plain[], context: ReadContext): Launch | string {
  if (text(entry['envFile']) !== undefined) return 'it takes its environment from a file that only the application reads';
  if (!isList(entry['args']) || args.some((word) => typeof word === 'object')) return 'its arguments are no list of texts';
  const words: string[] = [];
  for (const word of [command, ...args]) {
    const filled = fill(String(word), context);
    if (filled === undefined) return `${String(word)} can only be filled in by the application`;
    words.push(filled);
  }
  const folder = text(entry['cwd']) ?? text(entry['working_directory']) ?? text(entry['workingDirectory']);
  const cwd = folder === undefined ? undefined : fill(folder, context);
  if (folder !== undefined && cwd === undefined) return `${folder} can only be filled in by the application`;
  const env = entry['env'] ?? entry['envs'] ?? entry['environment'];
  // Names of variables whose values the application has from its own environment or keyring.
  const passed = [...listOf(entry['env_vars']), ...listOf(entry['env_keys'])]
    .map((item) => (isMap(item) ? text(item['name']) : text(item)))
    .flatMap((name) => (name === undefined ? [] : [{ name, ...known(context.env[name], `$${name}`) }]));
  return {
    kind: 'stdio',
    command: words[0] as string,
    args: words.slice(1),
    ...(cwd === undefined ? {} : { cwd }),
    values: [...valuesOf(env, context), ...passed],
  };
}

function remote(entry: PlainMap, url: string, context: ReadContext): Launch | string {
  const address = fill(url, context);
  if (address === undefined) return `${url} can only be filled in by the application`;
  const parsed = parseUrl(address);
  if (!/^https?:\/\//i.test(address) || parsed === undefined) return `${url} is no address that Toolgate can reach`;
  if (parsed.username !== '') return 'its address has a user name or password in it';
  if (text(entry['headersHelper']) !== undefined) return 'its headers come from a command that only the application runs';
  const options = isMap(entry['requestOptions']) ? entry['requestOptions']['headers'] : undefined;
  const fromEnv = isMap(entry['env_http_headers'])
    ? Object.entries(entry['env_http_headers']).map(([name, variable]) => ({
        name,
        ...known(context.env[String(variable)], `$${String(variable)}`),
      }))
    : [];
  const bearer = text(entry['bearer_token_env_var']) ?? text(entry['bearerTokenEnvVar']);
  const token = bearer === undefined ? undefined : context.env[bearer];
  const authorization =
    bearer === undefined
      ? []
      : [{ name: 'Authorization', ...known(token === undefined ? undefined : `Bearer ${token}`, `Bearer $${bearer}`) }];
  const type = text(entry['type']) ?? text(entry['transport']) ?? '';
  const sse = /^sse$/i.test(type) || (context.urlMeansSse === true && type === '' && entry['httpUrl'] === undefined);
  return {
    kind: sse ? 'sse' : 'http',
    url: address,
    values: [...valuesOf(entry['headers'] ?? entry['http_headers'] ?? options, context), ...fromEnv, ...authorization],
  };
}

const known = (value: string | undefined, from: string): { value: string } | { from: string } =>
  value === undefined ? { from } : { value };

function valuesOf(map: Plain | undefined, context: ReadContext): SecretValue[] {
  if (!isMap(map)) return [];
  return Object.entries(map).map(([name, value]) => ({
    name,
    ...known(typeof value === 'object' ? undefined : fill(String(value), context), typeof value === 'object' ? '' : String(value)),
  }));
}

/** Fills in what the application would fill in, such as `${env:NAME}` and `${userHome}`; undefined where something stays open, such as `${input:token}`. */
function fill(word: string, { env, home, variables }: ReadContext): string | undefined {
  let open = false;
  const valueOf = (inside: string): string => {
    if (inside === 'userHome' || inside === 'HOME' || inside === 'env:HOME') return home;
    const name = /^(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/.exec(inside);
    const value = name === null ? undefined : (env[name[1] as string] ?? name[2]);
    if (value === undefined) open = true;
    return value ?? '';
  };
  const pattern = variables === 'shell' ? SHELL_VARIABLE : variables === 'braces' ? BRACED_VARIABLE : VARIABLE;
  const filled = word.replace(pattern, (_whole, inside?: string, bare?: string) => valueOf(inside ?? bare ?? ''));
  return open ? undefined : filled;
}

const VARIABLE = /\$\{([^}]*)\}/g;
/** a `$(command)` has no name and stays open */
const SHELL_VARIABLE = /\$\{([^}]*)\}|\$([A-Za-z_][A-Za-z0-9_]*)|\$\([^)]*\)/g;
/** a `{file:path}` stays open */
const BRACED_VARIABLE = /\{((?:env|file):[^}]*)\}/g;
