import { readFile, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const plainName = /^(?:@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/i;
const exact = /^\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/;

/** npm's cache folder as npm finds it by default, without reading its configuration files. */
export function npmCacheFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const said = env['npm_config_cache'];
  if (said !== undefined && said !== '') return said;
  const local = env['LOCALAPPDATA'];
  return platform === 'win32' && local !== undefined ? join(local, 'npm-cache') : join(homedir(), '.npm');
}

/**
 * The version of an npm package that `npx` last put into its own folders (`<npm cache>/_npx/<hash>/node_modules`): the one that runs where
 * the command names none. Undefined where there is none. Reads only; nothing is started or fetched.
 */
export async function npxVersion(name: string, npmCache: string): Promise<string | undefined> {
  if (!plainName.test(name)) return undefined;
  const folder = join(npmCache, '_npx');
  const runs = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    runs.slice(0, 500).map(async (run) => {
      const file = join(folder, run, 'node_modules', name, 'package.json');
      try {
        const { version } = JSON.parse(await readFile(file, 'utf8')) as { version?: unknown };
        return typeof version === 'string' && exact.test(version) ? [{ version, atMs: (await stat(file)).mtimeMs }] : [];
      } catch {
        return [];
      }
    }),
  );
  return found.flat().sort((a, b) => b.atMs - a.atMs)[0]?.version;
}
