import { useEffect, useState } from 'react';
import { useKeptFocus } from '../../state/kept-focus.js';
import { PAGES, useRoute, type Page } from '../../state/route.js';
import { useWords } from '../../words/words.js';
import { PageOutlet } from '../page-outlet.js';
import { Banners } from './banners.js';
import { Palette } from './palette.js';
import { Sidebar } from './sidebar.js';

/** Sidebar, banners and the page of the route. */
export function Shell() {
  const t = useWords();
  const route = useRoute();
  const [palette, setPalette] = useState(false);

  useKeptFocus();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      if (key === 'k') setPalette((open) => !open);
      else if (key === 'f') document.querySelector<HTMLInputElement>('[data-search]')?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  const page = (PAGES as readonly string[]).includes(route.page) ? (route.page as Page) : 'overview';
  return (
    <div className="shell">
      <Sidebar page={page} onSearch={() => setPalette(true)} />
      <main className="content" tabIndex={-1} aria-label={t('nav.main')}>
        <Banners />
        <PageOutlet page={page} parts={route.parts} />
      </main>
      <Palette open={palette} onClose={() => setPalette(false)} />
    </div>
  );
}
