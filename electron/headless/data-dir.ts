import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * The data folder: what the flag says, else TOOLGATE_DATA_DIR, else lower-case `toolgate` under the system's application-data root.
 * The same for the desktop application, `serve` and every command.
 */
export function dataDirFor(
  flag?: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const named = flag ?? env['TOOLGATE_DATA_DIR'];
  if (named !== undefined && named !== '') return resolve(named);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'toolgate');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'toolgate');
  const config = env['XDG_CONFIG_HOME'];
  return join(config !== undefined && isAbsolute(config) ? config : join(home, '.config'), 'toolgate');
}
