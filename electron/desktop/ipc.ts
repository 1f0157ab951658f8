import { ipcMain } from 'electron';
import type { Core } from '../core/public.js';
import type { Logger } from '../core/ports/logger.js';
import type { OwnWindows } from './own-windows.js';
import { isTrustedSender } from './sender.js';

/** The two channels of the application: `command` in, `signal` out. News flows only while a window is there to see it. */
export function connectWindows(core: Core, windows: OwnWindows, logger: Logger): () => void {
  let unsubscribe: (() => void) | undefined;
  windows.onPresence((any) => {
    unsubscribe?.();
    unsubscribe = any ? core.board.subscribe((signal) => windows.send(signal)) : undefined;
  });
  ipcMain.handle('command', (event, name: unknown, input: unknown) => {
    if (!isTrustedSender(event, windows)) {
      logger.warn('desktop.command-from-stranger', { url: event.senderFrame?.url.slice(0, 200) });
      throw new Error('Toolgate takes commands from its own windows only');
    }
    return core.dispatch(typeof name === 'string' ? name : '', input, { door: 'window' });
  });
  return () => {
    ipcMain.removeHandler('command');
    unsubscribe?.();
  };
}
