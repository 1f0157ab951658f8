import { screen, type BrowserWindow } from 'electron';
import type { Logger } from '../core/ports/logger.js';
import { isOwnAddress, pageAddress } from './address.js';
import type { OwnWindows } from './own-windows.js';
import { fitToScreens, MIN_HEIGHT, MIN_WIDTH, type WindowState } from './window-state.js';

export interface MainWindow {
  /** shows the window (making it where there is none) at `page`; without one it stays where it was */
  open(page?: string): void;
  isOpen(): boolean;
  /** keeps size and place for the next start */
  remember(): void;
}

interface Needs {
  readonly windows: OwnWindows;
  readonly state: { read(): unknown; write(state: WindowState): void };
  readonly logger: Logger;
  /** whether a page of ours can be shown at all: without one nobody can be asked */
  readonly working: (yes: boolean) => void;
}

/** The one main window. Closing destroys it (a hidden one costs 50 MB); the application goes on in the tray. */
export function createMainWindow({ windows, state, logger, working }: Needs): MainWindow {
  let window: BrowserWindow | undefined;

  const remember = (from: BrowserWindow): void => {
    try {
      state.write({ ...from.getNormalBounds(), maximized: from.isMaximized() });
    } catch (error) {
      logger.warn('desktop.window-state', { error: String(error) });
    }
  };

  const make = (page: string): BrowserWindow => {
    const { maximized, ...bounds } = fitToScreens(
      state.read(),
      screen.getAllDisplays().map((display) => display.workArea),
    );
    const made = windows.make({ ...bounds, minWidth: MIN_WIDTH, minHeight: MIN_HEIGHT });
    made.once('ready-to-show', () => {
      if (maximized) made.maximize();
      made.show();
    });
    made.on('close', () => remember(made));
    made.on('closed', () => (window = undefined));
    watchHealth(made, logger, working);
    void made.loadURL(pageAddress(page)).catch(() => undefined);
    return made;
  };

  return {
    open(page) {
      if (window === undefined) window = make(page ?? 'overview');
      else {
        if (page !== undefined) void window.loadURL(pageAddress(page)).catch(() => undefined);
        if (window.isMinimized()) window.restore();
        window.show();
        window.focus();
      }
    },
    isOpen: () => window !== undefined,
    remember: () => window && remember(window),
  };
}

/** A page that crashed or did not load is gone; the next opening makes a new one. Until one loads, `working(false)` stands. */
export function watchHealth(window: BrowserWindow, logger: Logger, working: (yes: boolean) => void): void {
  const broken = (why: string): void => {
    logger.error('desktop.window-broken', { why });
    working(false);
    if (!window.isDestroyed()) window.destroy();
  };
  window.webContents.on('did-finish-load', () => working(true));
  window.webContents.on('did-fail-load', (_event, code, description, _address, isMainFrame) => {
    // -3 is an aborted load: a newer one took its place.
    if (isMainFrame && code !== -3) broken(description || String(code));
  });
  // Electron lets no page stop a navigation to about:blank; a window that shows anything but ours is of no use to anybody.
  window.webContents.on('did-navigate', (_event, address) => {
    if (!isOwnAddress(address) && !window.isDestroyed()) window.destroy();
  });
  window.webContents.on('preload-error', (_event, _path, error) => broken(error.message));
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') broken(details.reason);
  });
}
