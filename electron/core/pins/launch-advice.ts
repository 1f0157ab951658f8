import type { TransportConfig } from '../../../shared/model/views.js';
import { programOf } from '../ports/launched.js';

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

/** A package that a launcher fetches without an exact version: where it stands among the words of the command, and its bare name. */
export interface Unpinned {
  readonly kind: Launcher['kind'];
  /** without a version or range */
  readonly name: string;
  /** the word as it stands in the command */
  readonly word: string;
}

/** The package that runs in whatever version the registry serves that day; undefined for pinned and local commands. */
export function unpinnedPackage(transport: TransportConfig): Unpinned | undefined {
  if (transport.kind !== 'stdio') return undefined;
  const launcher = launcherOf([programOf(transport.command), ...transport.args]);
  if (launcher === undefined) return undefined;
  const { kind, rest, options } = launcher;
  const named = kind === 'npm' ? (options.get('-p') ?? options.get('--package')) : kind === 'python' ? options.get('--from') : undefined;
  const word = named ?? rest;
  if (word === undefined) return undefined;
  switch (kind) {
    case 'npm':
      return isLocal(word) || exactNpm.test(word) ? undefined : { kind, word, name: word.replace(/(?<=.)@[^/]*$/, '') };
    case 'python':
      return isLocal(word) || exactPython.test(word) ? undefined : { kind, word, name: word.replace(/(?:[=<>~!@].*)$/, '') };
    case 'image':
      return /@sha256:[0-9a-f]{64}$/.test(word) ? undefined : { kind, word, name: word.replace(/:[^/:]*$/, '') };
  }
}

const exactVersion = /^\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/;

/** The same command with that exact version of its npm package; undefined where it has none to fix or the version is not exact. */
export function withExactVersion(transport: TransportConfig, version: string): TransportConfig | undefined {
  const found = unpinnedPackage(transport);
  if (transport.kind !== 'stdio' || found?.kind !== 'npm' || !exactVersion.test(version)) return undefined;
  const fixed = `${found.name}@${version}`;
  const at = transport.args.findIndex((word) => word === found.word || word === `--package=${found.word}` || word === `-p=${found.word}`);
  if (at < 0) return undefined;
  return {
    ...transport,
    args: transport.args.map((one, index) => (index === at ? one.slice(0, one.length - found.word.length) + fixed : one)),
  };
}

/** Sentences about a launcher that runs whatever its registry serves that day, each with the fix; none for pinned or local commands. */
export function launchAdvice(transport: TransportConfig): string[] {
  if (transport.kind !== 'stdio') {
    return transport.url.startsWith('http://') && !/^http:\/\/(?:localhost|127\.|\[::1\])/.test(transport.url)
      ? [`${transport.url} is not encrypted: anyone on the way can read and change it; use https`]
      : [];
  }
  const found = unpinnedPackage(transport);
  switch (found?.kind) {
    case undefined:
      return [];
    case 'npm':
      return [
        `${found.name} is started without an exact version: whatever the registry serves that day runs with your credentials; write ${found.name}@<version>, for example the version that runs now`,
      ];
    case 'python':
      return [
        `${found.name} is started without an exact version: whatever the index serves that day runs with your credentials; write ${found.name}==<version>`,
      ];
    case 'image':
      return [`the image ${found.word} is named by a tag, and a tag can be moved; write it with its digest (${found.name}@sha256:…)`];
  }
}

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
