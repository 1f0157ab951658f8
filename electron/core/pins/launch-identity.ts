import type { JsonObject, JsonValue } from '../../../shared/json/json.js';
import type { TransportConfig } from '../../../shared/model/views.js';

/** What could be found out about what will run; each part only where it was available. */
export interface ResolvedLaunch {
  readonly package?: string;
  readonly version?: string;
  /** SHA-256 of the binary or script that starts, hex */
  readonly binaryHash?: string;
}

/** Everything that says which program or address a server entry means. Names of environment variables, never their values. */
export function launchIdentity(transport: TransportConfig, resolved: ResolvedLaunch = {}): JsonObject {
  const found: Record<string, JsonValue> = {};
  for (const key of ['package', 'version', 'binaryHash'] as const) {
    const value = resolved[key];
    if (value !== undefined) found[key] = value;
  }
  if (transport.kind === 'stdio') {
    return {
      kind: 'stdio',
      command: transport.command,
      args: [...transport.args],
      envNames: [...transport.envNames].sort(),
      cwd: transport.cwd ?? null,
      ...found,
    };
  }
  return { kind: transport.kind, url: transport.url, headerNames: [...transport.headerNames].sort(), ...found };
}

const optional = ['package', 'version', 'binaryHash'];

/**
 * Two identities as far as they can be compared: what could not be resolved on one side (no network, no lock file) is left out on
 * both; command, arguments, environment names, folder and address always count.
 */
export function comparable(pinned: JsonObject, seen: JsonObject): { readonly pinned: JsonObject; readonly seen: JsonObject } {
  const without = (identity: JsonObject, other: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(identity).filter(([key]) => !optional.includes(key) || other[key] !== undefined));
  return { pinned: without(pinned, seen), seen: without(seen, pinned) };
}

const exactNpm = /^(?:@[^@/]+\/)?[^@]+@(?:npm:)?v?\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/;
const exactPython = /^[\w.-]+(?:\[[\w,.-]+\])?(?:==|@)\d+(?:\.\d+)*(?:[\w.+-]*)$/;
// options of the launchers that take a value of their own
const valued = new Set([
  '-p',
  '--package',
  '-c',
  '--call',
  '--from',
  '--with',
  '--python',
  '--index-url',
  '--extra-index-url',
  '--directory',
  '--project',
  '--registry',
  '--cache',
  '-w',
  '--workspace',
  '-v',
  '--volume',
  '-e',
  '--env',
  '--name',
  '--network',
  '--mount',
  '--env-file',
  '-u',
  '--user',
  '--entrypoint',
  '--platform',
  '--pull',
  '--prefix',
  '--default-index',
  '--index',
  '--env-dir',
]);

/** Sentences about a launcher that runs whatever its registry serves that day, each with the fix; none for pinned or local commands. */
export function launchAdvice(transport: TransportConfig): string[] {
  if (transport.kind !== 'stdio') {
    return transport.url.startsWith('http://') && !/^http:\/\/(?:localhost|127\.|\[::1\])/.test(transport.url)
      ? [`${transport.url} is not encrypted: anyone on the way can read and change it; use https`]
      : [];
  }
  const words = [programOf(transport.command), ...transport.args];
  const launcher = launcherOf(words);
  if (launcher === undefined) return [];
  const { kind, rest, options } = launcher;
  const named = kind === 'npm' ? (options.get('-p') ?? options.get('--package')) : kind === 'python' ? options.get('--from') : undefined;
  const subject = named ?? rest;
  if (subject === undefined) return [];
  if (kind === 'npm') {
    if (isLocal(subject) || exactNpm.test(subject)) return [];
    const bare = subject.replace(/(?<=.)@[^/]*$/, '');
    return [
      `${bare} is started without an exact version: whatever the registry serves that day runs with your credentials; write ${bare}@<version>, for example the version that runs now`,
    ];
  }
  if (kind === 'python') {
    if (isLocal(subject) || exactPython.test(subject)) return [];
    const bare = subject.replace(/(?:[=<>~!@].*)$/, '');
    return [
      `${bare} is started without an exact version: whatever the index serves that day runs with your credentials; write ${bare}==<version>`,
    ];
  }
  if (/@sha256:[0-9a-f]{64}$/.test(subject)) return [];
  return [
    `the image ${subject} is named by a tag, and a tag can be moved; write it with its digest (${subject.replace(/:[^/:]*$/, '')}@sha256:…)`,
  ];
}

const programOf = (command: string): string =>
  (command.split(/[\\/]/).pop() ?? command).replace(/\.(?:cmd|exe|bat|ps1)$/i, '').toLowerCase();
const isLocal = (subject: string): boolean => /^(?:\.{0,2}[\\/]|~[\\/]|file:|[A-Za-z]:[\\/])/.test(subject);

interface Launcher {
  readonly kind: 'npm' | 'python' | 'image';
  readonly rest: string | undefined;
  readonly options: ReadonlyMap<string, string>;
}

function launcherOf(words: readonly string[]): Launcher | undefined {
  const [program, second, third] = words;
  // `cmd /c npx …` and `env A=B npx …` start what stands behind
  if (program === 'cmd' && /^\/[ck]$/i.test(second ?? '')) return launcherOf([programOf(third ?? ''), ...words.slice(3)]);
  if (program === 'env') {
    const at = words.findIndex((word, index) => index > 0 && !/^\w+=/.test(word) && !word.startsWith('-'));
    return at < 0 ? undefined : launcherOf([programOf(words[at] ?? ''), ...words.slice(at + 1)]);
  }
  const parse = (kind: Launcher['kind'], from: number): Launcher => ({ kind, ...positional(words.slice(from)) });
  if (program === 'npx' || program === 'bunx' || program === 'pnpx') return parse('npm', 1);
  if ((program === 'pnpm' || program === 'yarn') && second === 'dlx') return parse('npm', 2);
  if (program === 'npm' && (second === 'exec' || second === 'x')) return parse('npm', 2);
  if (program === 'bun' && second === 'x') return parse('npm', 2);
  if (program === 'uvx') return parse('python', 1);
  if (program === 'uv' && second === 'tool' && third === 'run') return parse('python', 3);
  if (program === 'pipx' && second === 'run') return parse('python', 2);
  if ((program === 'docker' || program === 'podman') && second === 'run') return parse('image', 2);
  return undefined;
}

function positional(words: readonly string[]): { rest: string | undefined; options: Map<string, string> } {
  const options = new Map<string, string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) return { rest: word, options };
    if (word === '--') return { rest: words[at + 1], options };
    const equals = word.indexOf('=');
    if (equals > 0) options.set(word.slice(0, equals), word.slice(equals + 1));
    else if (valued.has(word)) {
      options.set(word, words[at + 1] ?? '');
      at += 1;
    }
  }
  return { rest: undefined, options };
}
