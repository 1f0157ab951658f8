import { spawn } from 'node:child_process';
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { loadOnce } from '../ports/load-once.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** newest first, numerically: v22.1.0 before v9.11.2 */
const newestFirst = (a: string, b: string): number => b.localeCompare(a, 'en', { numeric: true });

function folders(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
};

/** Folders where programs of a developer's machine live and which an application started from a desktop does not have on its PATH. Only existing ones. */
export function usualFolders(home: string, env: Environment, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') {
    return [
      join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'npm'),
      join(home, '.local', 'bin'),
      join(home, '.cargo', 'bin'),
      join(home, '.bun', 'bin'),
      join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Volta', 'bin'),
    ].filter(isFolder);
  }
  const nvm = join(env.NVM_DIR ?? join(home, '.nvm'), 'versions', 'node');
  const newestNode = folders(nvm).sort(newestFirst)[0];
  return [
    ...(newestNode === undefined ? [] : [join(nvm, newestNode, 'bin')]),
    join(home, '.local', 'bin'),
    join(home, '.volta', 'bin'),
    join(home, '.asdf', 'shims'),
    join(home, '.local', 'share', 'mise', 'shims'),
    join(home, '.bun', 'bin'),
    join(home, '.cargo', 'bin'),
    join(home, '.deno', 'bin'),
    env.PNPM_HOME ?? join(home, platform === 'darwin' ? 'Library/pnpm' : '.local/share/pnpm'),
    '/opt/homebrew/bin',
    '/home/linuxbrew/.linuxbrew/bin',
    '/usr/local/bin',
    '/usr/bin',
    '/bin',
  ].filter((folder) => isAbsolute(folder) && isFolder(folder));
}

/** Joins search paths, first mention wins; empty and relative entries are left out, because they would mean "wherever the server runs". */
function joinPaths(...paths: readonly (readonly string[])[]): string {
  const seen = new Set<string>();
  for (const folder of paths.flat()) if (isAbsolute(folder)) seen.add(folder);
  return [...seen].join(delimiter);
}

/**
 * The PATH that the person's login shell sets, or undefined: no shell, no answer within `timeoutMs`, nothing readable. The shell is the one of
 * the account (`SHELL`), started with fixed arguments; its output is read between two marks, because start-up files print things.
 */
export function loginShellPath(env: Environment, timeoutMs: number): Promise<string | undefined> {
  const shell = env.SHELL;
  if (shell === undefined || !isAbsolute(shell)) return Promise.resolve(undefined);
  const mark = '__toolgate_path__';
  return new Promise((done) => {
    let out = '';
    const child = spawn(shell, ['-i', '-l', '-c', `echo ${mark}; /usr/bin/env; echo ${mark}`], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
      env: { ...env, TERM: 'dumb' } as NodeJS.ProcessEnv,
    });
    const finish = (path: string | undefined): void => {
      clearTimeout(timer);
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // it is gone already
      }
      done(path);
    };
    const timer = setTimeout(() => finish(undefined), timeoutMs);
    child.on('error', () => finish(undefined));
    child.stdout.on('data', (chunk: Buffer) => {
      if (out.length < 1_000_000) out += chunk.toString('utf8');
    });
    child.on('close', () => {
      const inside = out.split(mark)[1] ?? '';
      finish(/^PATH=(.+)$/m.exec(inside)?.[1]);
    });
  });
}

/**
 * Answers the PATH that servers get. A program started from a terminal has the person's own PATH; one started from a desktop asks the
 * login shell once. The usual folders are appended in both cases, so that they never change which program a name means.
 */
export function createSearchPath(env: Environment, home: string, platform: NodeJS.Platform, timeoutMs = 3000): () => Promise<string> {
  const own = (env.PATH ?? env.Path ?? '').split(delimiter);
  const fromTerminal = platform === 'win32' || env.SHLVL !== undefined || env.TERM_PROGRAM !== undefined;
  return loadOnce(async () => {
    const shell = fromTerminal ? undefined : await loginShellPath(env, timeoutMs);
    return joinPaths(shell === undefined ? [] : shell.split(delimiter), own, usualFolders(home, env, platform));
  });
}

/** The file that a command starts: an absolute or relative path that is executable, or a name found on `path`; undefined where there is none. */
export function findCommand(
  command: string,
  path: string,
  cwd: string,
  platform: NodeJS.Platform,
  pathExt = '.COM;.EXE;.BAT;.CMD',
): string | undefined {
  const endings = platform === 'win32' ? ['', ...pathExt.split(';')] : [''];
  const candidates =
    /[\\/]/.test(command) && (platform === 'win32' || command.includes('/'))
      ? [resolve(cwd, command)]
      : path.split(delimiter).map((folder) => join(folder, command));
  return candidates
    .flatMap((candidate) => endings.map((ending) => candidate + ending))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
      } catch {
        return false;
      }
    });
}
