import type { Words } from './words.js';

const isMac = (): boolean => navigator.platform.startsWith('Mac');

/** How the keyboard of this system names the key together with Ctrl, or ⌘. */
export const shortcut = (t: Words, key: string): string => (isMac() ? `⌘${key}` : `${t('common.ctrl')} ${key}`);
