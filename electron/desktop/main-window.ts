import { screen, type BrowserWindow } from 'electron';
import type { Logger } from '../core/ports/logger.js';
import { pageAddress } from './address.js';
import type { OwnWindows } from './own-windows.js';
import { watchWindow } from './watch-window.js';
import type { WindowHealth } from './window-health.js';
import { fitToScreens, frameBetween, MIN_HEIGHT, MIN_WIDTH, type WindowState } from './window-state.js';

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
  readonly health: WindowHealth;
}

/** The one main window. Closing destroys it (a hidden one costs 50 MB); the application goes on in the tray. */
export function createMainWindow({ windows, state, logger, health }: Needs): MainWindow {
  let window: BrowserWindow | undefined;
  let frame = { x: 0, y: 0 };

  const remember = (from: BrowserWindow): void => {
    try {
      const { x, y, width, height } = from.getNormalBounds();
      state.write({ x: x - frame.x, y: y - frame.y, width, height, maximized: from.isMaximized() });
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
      if (made.isDestroyed()) return;
      if (maximized) made.maximize();
      made.show();
    });
    frame = { x: 0, y: 0 };
    // the first move is that of the window manager, which puts the frame around it
    if (process.platform === 'linux') made.once('move', () => (frame = frameBetween(bounds, made.getNormalBounds())));
    made.on('close', () => remember(made));
    made.on('closed', () => (window = undefined));
    watchWindow(made, health, logger, () => made.close());
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
