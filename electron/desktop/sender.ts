import type { IpcMainInvokeEvent } from 'electron';
import { isOwnAddress } from './address.js';
import type { OwnWindows } from './own-windows.js';

/** True only for the main frame of one of our own windows, showing our own interface. */
export function isTrustedSender(event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>, windows: Pick<OwnWindows, 'owns'>): boolean {
  const frame = event.senderFrame;
  if (!frame || event.sender.isDestroyed() || !windows.owns(event.sender)) return false;
  const main = event.sender.mainFrame;
  return frame.routingId === main.routingId && frame.processId === main.processId && frame.parent === null && isOwnAddress(frame.url);
}
