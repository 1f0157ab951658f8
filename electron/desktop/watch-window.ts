import type { BrowserWindow } from 'electron';
import type { Logger } from '../core/ports/logger.js';
import { isOwnAddress } from './address.js';
import type { WindowHealth } from './window-health.js';

/**
 * Gives a window up (through `giveUp`) whose page crashed, did not load or is not ours any more; the next opening makes a new one.
 * Closing is left to a later turn: a window must not vanish inside its own event.
 */
export function watchWindow(window: BrowserWindow, health: WindowHealth, logger: Logger, giveUp: () => void): void {
  let given = false;
  const end = (): void => {
    if (given) return;
    given = true;
    setImmediate(() => {
      if (!window.isDestroyed()) giveUp();
    });
  };
  const broken = (why: string): void => {
    logger.error('desktop.window-broken', { why });
    health.broke();
    end();
  };
  const page = window.webContents;
  page.on('did-finish-load', () => health.loaded());
  page.on('did-fail-load', (_event, code, description, _address, isMainFrame) => {
    // -3 is an aborted load: a newer one took its place.
    if (isMainFrame && code !== -3) broken(description || String(code));
  });
  page.on('preload-error', (_event, _path, error) => broken(error.message));
  page.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') broken(details.reason);
  });
  // Electron lets no page stop a navigation to about:blank; a window that shows anything but ours is of no use to anybody.
  page.on('did-navigate', (_event, address) => {
    if (!isOwnAddress(address)) end();
  });
}
