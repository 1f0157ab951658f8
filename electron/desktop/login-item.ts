import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import type { Logger } from '../core/ports/logger.js';
import { autostartEntry } from './autostart-entry.js';

interface Needs {
  /** what starts this very application, without options */
  readonly command: readonly string[];
  /** the user's configuration folder: `~/.config` */
  readonly configHome: string;
  readonly logger: Logger;
}

/** Makes the system start Toolgate at login, or not: login items on macOS and Windows, an autostart file elsewhere. */
export function createLoginItem({ command, configHome, logger }: Needs): (on: boolean) => void {
  const options = ['--hidden'];
  const file = join(configHome, 'autostart', 'toolgate.desktop');
  let last: boolean | undefined;
  return (on) => {
    if (on === last) return;
    last = on;
    try {
      if (process.platform !== 'linux') {
        app.setLoginItemSettings({ openAtLogin: on, path: command[0] ?? process.execPath, args: [...command.slice(1), ...options] });
      } else if (on) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, autostartEntry([...command, ...options]));
        chmodSync(file, 0o600);
      } else rmSync(file, { force: true });
    } catch (error) {
      logger.warn('desktop.login-item', { error: String(error) });
    }
  };
}
