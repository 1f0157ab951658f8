import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import type { Core } from '../core/core.js';
import type { Logger } from '../core/ports/logger.js';
import { isOwnAddress } from './address.js';
import type { OwnWindows } from './own-windows.js';

/** True only for the main frame of one of our own windows, showing our own interface. */
export function isTrustedSender(event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>, windows: Pick<OwnWindows, 'owns'>): boolean {
  const frame = event.senderFrame;
  if (!frame || event.sender.isDestroyed() || !windows.owns(event.sender)) return false;
  const main = event.sender.mainFrame;
  return frame.routingId === main.routingId && frame.processId === main.processId && frame.parent === null && isOwnAddress(frame.url);
}

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
