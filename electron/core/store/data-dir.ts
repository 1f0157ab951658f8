import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.js';

/**
 * Where Toolgate keeps its data: `TOOLGATE_DATA_DIR`, else lower-case `toolgate` under the system's application-data root.
 * The same for the window, the command line and `serve`.
 */
export function dataDirFor(env: Readonly<Record<string, string | undefined>>, platform: string, home: string): string {
  const chosen = env['TOOLGATE_DATA_DIR'];
  if (chosen) return resolve(chosen);
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'toolgate');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'toolgate');
  const xdg = env['XDG_CONFIG_HOME'];
  // XDG Base Directory Specification: relative paths are to be ignored
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.config'), 'toolgate');
}

/** Makes the data folder, for its owner only (0700). */
export function prepareDataDir(dataDir: string): Result<void> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const { mode } = statSync(dataDir);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) chmodSync(dataDir, 0o700);
    return ok(undefined);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail('DATA_DIR', `The data folder ${dataDir} cannot be used: ${why}`, 'Check its owner and the free space, or choose another with --data-dir.');
  }
}
