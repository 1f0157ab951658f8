import { screen, type BrowserWindow, type Rectangle } from 'electron';
import type { ApprovalView } from '../../shared/model/views.js';
import type { Logger } from '../core/ports/logger.js';
import { pageAddress } from './address.js';
import { besideTray } from './beside-tray.js';
import { watchHealth } from './main-window.js';
import type { OwnWindows } from './own-windows.js';

export interface ApprovalWindow {
  /** opens when something waits (and may open by itself), closes when nothing does */
  update(approvals: readonly ApprovalView[], byItself: boolean): void;
  /** a person asked for it: opens with the keyboard, if anything waits */
  bringUp(): boolean;
  close(): void;
}

interface Needs {
  readonly windows: OwnWindows;
  /** where the tray icon is, where the system tells */
  readonly trayBounds: () => Rectangle | undefined;
  /** the person closed the window: that one call is denied, nothing is remembered */
  readonly dismissed: (approvalId: string) => void;
  readonly logger: Logger;
  readonly working: (yes: boolean) => void;
}

const WIDTH = 460;
const INITIAL_HEIGHT = 420;
const MAX_HEIGHT = 640;
const MIN_HEIGHT = 220;
const GAP = 12;

/** The small window on top of everything that asks. It never takes the keyboard by itself: a half-typed key must not approve a call. */
export function createApprovalWindow({ windows, trayBounds, dismissed, logger, working }: Needs): ApprovalWindow {
  let window: BrowserWindow | undefined;
  let waiting: readonly ApprovalView[] = [];

  const place = (target: BrowserWindow, height: number): void => {
    const tray = trayBounds();
    const display = tray && tray.width > 0 ? screen.getDisplayMatching(tray) : screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    const size = { width: WIDTH, height: Math.min(height, display.workArea.height - 2 * GAP) };
    target.setBounds({ ...size, ...besideTray(size, display.workArea, tray) });
  };

  const make = (withKeyboard: boolean): BrowserWindow => {
    const made = windows.make({
      width: WIDTH,
      height: INITIAL_HEIGHT,
      title: 'Toolgate asks',
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      webPreferences: { enablePreferredSizeMode: true },
    });
    made.setAlwaysOnTop(true, 'floating');
    if (process.platform === 'darwin') made.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    place(made, INITIAL_HEIGHT);
    made.webContents.on('preferred-size-changed', (_event, size) => {
      const height = Math.min(MAX_HEIGHT, Math.max(MIN_HEIGHT, size.height));
      if (Math.abs(height - made.getContentBounds().height) > 1) made.setContentSize(WIDTH, height);
    });
    made.once('ready-to-show', () => (withKeyboard ? made.show() : made.showInactive()));
    // Only a person's closing emits 'close'; destroy() does not.
    let shown: ApprovalView | undefined;
    made.on('close', () => (shown = waiting[0]));
    made.on('closed', () => {
      if (window === made) window = undefined;
      if (shown) dismissed(shown.id);
    });
    watchHealth(made, logger, working);
    void made.loadURL(pageAddress('approval')).catch(() => undefined);
    return made;
  };

  return {
    update(approvals, byItself) {
      waiting = approvals.filter((approval) => approval.state === 'pending').sort((a, b) => a.createdAtMs - b.createdAtMs);
      if (waiting.length === 0) this.close();
      else if (byItself) window ??= make(false);
    },
    bringUp() {
      if (waiting.length === 0) return false;
      if (window === undefined) window = make(true);
      else {
        window.show();
        window.focus();
      }
      return true;
    },
    close() {
      const closing = window;
      window = undefined;
      if (closing && !closing.isDestroyed()) closing.destroy();
    },
  };
}
