import type { Settings } from '../../shared/model/views.js';

const query = (text: string): MediaQueryList => window.matchMedia(text);

/** Keeps `data-theme` and `data-contrast` on the document true to the setting and to the system. @returns stops following */
export function followTheme(theme: Settings['theme']): () => void {
  const dark = query('(prefers-color-scheme: dark)');
  const contrast = query('(prefers-contrast: more)');
  const apply = () => {
    const { dataset } = document.documentElement;
    dataset['theme'] = theme === 'light' || theme === 'dark' ? theme : dark.matches ? 'dark' : 'light';
    dataset['contrast'] = theme === 'contrast' || (theme === 'system' && contrast.matches) ? 'more' : 'normal';
    window.dispatchEvent(new Event('theme'));
  };
  apply();
  dark.addEventListener('change', apply);
  contrast.addEventListener('change', apply);
  return () => {
    dark.removeEventListener('change', apply);
    contrast.removeEventListener('change', apply);
  };
}
