import { BrowserWindow, nativeImage, nativeTheme, type BrowserWindowConstructorOptions, type WebContents } from 'electron';
import type { Signal } from '../../shared/model/views.js';
import { drawAppIcon } from './app-icon.js';
import { encodePng } from './png.js';

export interface OwnWindows {
  /** a window with our preload and every safety on; hidden until shown */
  make(options: BrowserWindowConstructorOptions): BrowserWindow;
  owns(contents: WebContents): boolean;
  count(): number;
  /** how large every window is drawn, now and when it opens; 1 is as it was made */
  setZoom(factor: number): void;
  zoom(): number;
  send(signal: Signal): void;
  /** called when the first window opens (true) and when the last is gone (false) */
  onPresence(listener: (any: boolean) => void): void;
}

/** The windows of the application: the only senders that commands are taken from and the only receivers of news. */
export function createOwnWindows(preload: string, packaged: boolean): OwnWindows {
  const windows = new Set<BrowserWindow>();
  // Elsewhere the system takes the icon from the application itself.
  const icon = process.platform === 'linux' ? nativeImage.createFromBuffer(encodePng(128, drawAppIcon(128))) : undefined;
  const listeners: ((any: boolean) => void)[] = [];
  let zoom = 1;
  return {
    make(options) {
      const window = new BrowserWindow({
        show: false,
        title: 'Toolgate',
        autoHideMenuBar: true,
        ...(icon && { icon }),
        backgroundColor: nativeTheme.shouldUseDarkColors ? '#17181c' : '#f7f7f9',
        ...options,
        webPreferences: {
          ...options.webPreferences,
          zoomFactor: zoom,
          preload,
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          nodeIntegrationInWorker: false,
          nodeIntegrationInSubFrames: false,
          webviewTag: false,
          webSecurity: true,
          allowRunningInsecureContent: false,
          experimentalFeatures: false,
          enableWebSQL: false,
          navigateOnDragDrop: false,
          spellcheck: false,
          devTools: !packaged,
        },
      });
      windows.add(window);
      // Chromium keeps a zoom of its own for the address and gives it to a page that loads.
      window.webContents.on('dom-ready', () => window.webContents.setZoomFactor(zoom));
      if (windows.size === 1) for (const listener of listeners) listener(true);
      window.on('page-title-updated', (event) => event.preventDefault());
      window.on('closed', () => {
        windows.delete(window);
        if (windows.size === 0) for (const listener of listeners) listener(false);
      });
      return window;
    },
    owns: (contents) => [...windows].some((window) => !window.isDestroyed() && window.webContents === contents),
    count: () => windows.size,
    setZoom(factor) {
      if (factor === zoom) return;
      zoom = factor;
      for (const window of windows) if (!window.isDestroyed() && !window.webContents.isDestroyed()) window.webContents.setZoomFactor(zoom);
    },
    zoom: () => zoom,
    send(signal) {
      for (const window of windows)
        if (!window.isDestroyed() && !window.webContents.isDestroyed()) window.webContents.send('signal', signal);
    },
    onPresence: (listener) => void listeners.push(listener),
  };
}
