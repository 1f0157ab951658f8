import { screen, type BrowserWindow, type Rectangle } from 'electron';
import type { ApprovalView } from '../../shared/model/views.js';
import type { Logger } from '../core/ports/logger.js';
import { pageAddress } from './address.js';
import { besideTray, withHeight } from './beside-tray.js';
import type { OwnWindows } from './own-windows.js';
import { watchWindow } from './watch-window.js';
import type { WindowHealth } from './window-health.js';

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
  /** the person closed the window: the call on screen is denied, where it still waits; nothing is remembered */
  readonly dismissed: (approvalId: string) => void;
  /** what the window is called */
  readonly title: () => string;
  readonly logger: Logger;
  readonly health: WindowHealth;
}

/** as made; drawn larger it is larger */
const WIDTH = 460;
/** room for an open menu of answers */
const MIN_HEIGHT = 420;
const MAX_HEIGHT = 640;
const GAP = 12;

/** The small window on top of everything that asks. It never takes the keyboard by itself: a half-typed key must not approve a call. */
export function createApprovalWindow({ windows, trayBounds, dismissed, title, logger, health }: Needs): ApprovalWindow {
  let window: BrowserWindow | undefined;
  let waiting: readonly ApprovalView[] = [];
  let opensByItself = false;
  /** the zoom that it was placed for */
  let placedAt = 1;

  const zoomed = (length: number): number => Math.round(length * windows.zoom());

  const place = (target: BrowserWindow): void => {
    const tray = trayBounds();
    const display = tray && tray.width > 0 ? screen.getDisplayMatching(tray) : screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    const { width, height } = display.workArea;
    const size = { width: Math.min(zoomed(WIDTH), width - 2 * GAP), height: Math.min(zoomed(MIN_HEIGHT), height - 2 * GAP) };
    target.setBounds({ ...size, ...besideTray(size, display.workArea, tray) });
    placedAt = windows.zoom();
  };

  /** Closes without this counting as a person's answer. */
  const letGo = (closing: BrowserWindow): void => {
    if (window === closing) window = undefined;
    // The ordinary way out: destroy() of a window that is just being shown brings Electron down on X11.
    if (!closing.isDestroyed()) closing.close();
  };

  /** The call that the page names in its address, unless it ended meanwhile; the oldest where the page does not yet stand. */
  const shownIn = (page: BrowserWindow): ApprovalView | undefined => {
    const named = /#\/approval\/(.+)$/.exec(page.webContents.getURL())?.[1];
    return named === undefined ? waiting[0] : waiting.find(({ id }) => encodeURIComponent(id) === named);
  };

  const make = (withKeyboard: boolean): BrowserWindow => {
    const made = windows.make({
      width: WIDTH,
      height: MIN_HEIGHT,
      title: title(),
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      // on Linux what the task bar leaves out cannot be reached by Alt+Tab either, and this window never comes with the keyboard
      skipTaskbar: process.platform !== 'linux',
      alwaysOnTop: true,
    });
    made.setAlwaysOnTop(true, 'floating');
    if (process.platform === 'darwin') made.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    place(made);
    // The page asks for the height of what it shows; where the window stands is not for it to say.
    made.webContents.on('content-bounds-updated', (event, wanted) => {
      event.preventDefault();
      const bounds = made.getContentBounds();
      const height = Math.min(zoomed(MAX_HEIGHT), Math.max(zoomed(MIN_HEIGHT), wanted.height));
      if (height !== bounds.height) made.setContentBounds(withHeight(bounds, height, screen.getDisplayMatching(bounds).workArea));
    });
    made.once('ready-to-show', () => {
      if (made.isDestroyed() || window !== made) return;
      if (withKeyboard) made.show();
      else made.showInactive();
      // Window managers on X11 drop what was asked of a window that they had not seen yet.
      made.setAlwaysOnTop(true, 'floating');
    });
    // Closed by us the window is no longer `window`; at the end of the application it goes without having been asked to.
    let isPersons = false;
    let shown: ApprovalView | undefined;
    made.on('close', () => {
      isPersons = window === made;
      if (isPersons) shown = shownIn(made);
    });
    made.on('closed', () => {
      if (window === made) window = undefined;
      if (shown) dismissed(shown.id);
      // what it showed had ended: what still waits was not seen
      else if (isPersons && opensByItself && waiting.length > 0) window = make(false);
    });
    watchWindow(made, health, logger, () => letGo(made));
    void made.loadURL(pageAddress('approval')).catch(() => undefined);
    return made;
  };

  return {
    update(approvals, byItself) {
      waiting = approvals.filter((approval) => approval.state === 'pending').sort((a, b) => a.createdAtMs - b.createdAtMs);
      opensByItself = byItself;
      if (waiting.length === 0) this.close();
      else if (byItself) window ??= make(false);
      if (window && placedAt !== windows.zoom()) place(window);
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
      if (window) letGo(window);
    },
  };
}
