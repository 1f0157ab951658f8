import { Menu, nativeImage, nativeTheme, Tray, type MenuItemConstructorOptions, type NativeImage, type Rectangle } from 'electron';
import { encodePng } from './png.js';
import { drawShield, type ShieldLook } from './shield.js';
import type { OutsideWords } from '../../shared/words/outside.js';
import { pendingCount, stateLine, trayMenu, troubledServers, type TrayAction, type TrayItem, type TrayView } from './tray-menu.js';

export interface TrayIcon {
  update(view: TrayView, words: OutsideWords): void;
  /** undefined where the system does not tell */
  bounds(): Rectangle | undefined;
  close(): void;
}

const POINTS = process.platform === 'linux' ? 22 : process.platform === 'win32' ? 16 : 18;
const isMac = process.platform === 'darwin';

function image(look: ShieldLook): NativeImage {
  const made = nativeImage.createEmpty();
  for (const scaleFactor of [1, 1.5, 2]) {
    const size = Math.round(POINTS * scaleFactor);
    made.addRepresentation({ scaleFactor, width: size, height: size, buffer: encodePng(size, drawShield(size, look)) });
  }
  if (isMac) made.setTemplateImage(true);
  return made;
}

function lookOf(view: TrayView): ShieldLook {
  const dark = nativeTheme.shouldUseDarkColors || process.platform === 'linux';
  return {
    mode: view.gate.mode,
    // macOS shows the number as text beside the icon.
    pending: isMac ? 0 : Math.min(10, pendingCount(view)),
    trouble: view.gate.problems.length > 0 || !view.gate.listening || troubledServers(view) > 0,
    ink: isMac ? [0, 0, 0] : dark ? [242, 242, 245] : [40, 42, 50],
    colours: !isMac,
  };
}

function template(items: readonly TrayItem[], act: (action: TrayAction) => void): MenuItemConstructorOptions[] {
  return items.map((item): MenuItemConstructorOptions => {
    // Menus read "&" as the mark of a shortcut.
    const label = 'label' in item ? item.label.replaceAll('&', '&&') : '';
    switch (item.kind) {
      case 'line':
        return { type: 'separator' };
      case 'text':
        return { label, enabled: false };
      case 'menu':
        return { label, submenu: template(item.items, act) };
      case 'item':
        return { label, click: () => act(item.action) };
      case 'choice':
        return { label, type: 'radio', checked: item.checked, click: () => act(item.action) };
      case 'check':
        return { label, type: 'checkbox', checked: item.checked, click: () => act(item.action) };
    }
  });
}

/**
 * The tray icon and its menu, a view of the board. A system without a tray (plain GNOME) shows nothing; the application is complete
 * without it. Returns undefined where making one fails.
 */
export function createTray(view: TrayView, words: OutsideWords, act: (action: TrayAction) => void): TrayIcon | undefined {
  let current = view;
  let said = words;
  let shownLook = JSON.stringify(lookOf(view));
  let shownMenu = '';
  let tray: Tray;
  try {
    tray = new Tray(image(lookOf(view)));
  } catch {
    return undefined;
  }

  const refresh = (force: boolean): void => {
    const look = lookOf(current);
    const key = JSON.stringify(look);
    if (key !== shownLook || force) tray.setImage(image(look));
    shownLook = key;
    const items = trayMenu(current, said);
    const menu = JSON.stringify(items);
    // A click on a radio or check item changes its mark at once, whatever comes of it: the menu is always rebuilt from state.
    if (menu !== shownMenu || force)
      tray.setContextMenu(
        Menu.buildFromTemplate(template(items, (action) => (act(action), setImmediate(() => !tray.isDestroyed() && refresh(true))))),
      );
    shownMenu = menu;
    const waiting = pendingCount(current);
    tray.setToolTip(said.t('tray.tip', { state: waiting > 0 ? said.t('tray.calls', { count: waiting }) : stateLine(current, said) }));
    if (isMac) tray.setTitle(waiting > 0 ? String(waiting) : '');
  };
  const repaint = (): void => refresh(true);

  refresh(false);
  nativeTheme.on('updated', repaint);
  tray.on('click', () => {
    if (!isMac) act(pendingCount(current) > 0 ? { kind: 'approvals' } : { kind: 'open' });
  });
  return {
    update(next, nextWords) {
      current = next;
      said = nextWords;
      refresh(false);
    },
    bounds: () => (process.platform === 'linux' ? undefined : tray.getBounds()),
    close() {
      nativeTheme.off('updated', repaint);
      tray.destroy();
    },
  };
}
