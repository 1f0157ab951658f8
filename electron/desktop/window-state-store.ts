import Store from 'electron-store';
import type { WindowState } from './window-state.js';

/** Size and place of the main window, kept beside Chromium's own files: it is view state, not a setting. */
export function createWindowStateStore(folder: string): { read(): unknown; write(state: WindowState): void } {
  const store = new Store<{ main?: WindowState }>({ cwd: folder, name: 'windows', configFileMode: 0o600, clearInvalidConfig: true });
  return { read: () => store.get('main'), write: (state) => store.set('main', state) };
}
