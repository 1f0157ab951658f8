import { lazy, Suspense, useEffect } from 'react';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { ApprovalWindow } from './approval/approval-window.js';
import type { Bridge } from './bridge/bridge.js';
import { Broken, Loading } from './elements/state-pages.js';
import { Button } from './elements/button.js';
import { Toasts } from './elements/toasts.js';
import { Shell } from './pages/shell/shell.js';
import { loadBoard, useBoard } from './state/board.js';
import { BridgeProvider } from './state/commands.js';
import { useRoute } from './state/route.js';
import { followTheme } from './state/theme.js';
import { toastManager } from './state/toasts.js';
import { useZoomKeys } from './state/zoom.js';
import { useSpoken, useWords } from './words/words.js';

const Gallery = lazy(async () => ({ default: (await import('./gallery/gallery.js')).Gallery }));

/** The whole interface. No library may put style elements into the page: the content policy refuses them. */
export function App({ bridge }: { bridge: Bridge }) {
  const t = useWords();
  const { page } = useRoute();
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={400}>
        <BridgeProvider value={bridge}>
          <Routes bridge={bridge} />
          <Toasts manager={toastManager} name={t('app.news')} closeLabel={t('common.close')} above={page === 'approval'} />
        </BridgeProvider>
      </Tooltip.Provider>
    </CSPProvider>
  );
}

function Routes({ bridge }: { bridge: Bridge }) {
  const t = useWords();
  const route = useRoute();
  const theme = useBoard(({ snapshot }) => snapshot?.settings.theme) ?? 'system';
  useEffect(() => followTheme(theme), [theme]);
  useZoomKeys();
  const spoken = useSpoken(useBoard(({ snapshot }) => snapshot?.settings.language));
  const ready = useBoard(({ snapshot }) => snapshot !== undefined) && spoken;
  const failure = useBoard((board) => board.failure);
  if (route.page === 'gallery')
    return (
      <Suspense>
        <Gallery />
      </Suspense>
    );
  if (!ready && failure)
    return (
      <main className="first-screen">
        <div className="stack wide">
          <h1>{t('app.noGate')}</h1>
          <Broken
            message={failure.message}
            fix={failure.fix}
            action={<Button onClick={() => void loadBoard(bridge)}>{t('app.retry')}</Button>}
          />
        </div>
      </main>
    );
  if (!ready)
    return (
      <main className="shell">
        <h1 className="only-read">{t('app.loading')}</h1>
        <div className="sidebar">
          <Loading label={t('app.loading')} rows={9} />
        </div>
        <div className="page-body">
          <Loading label={t('app.loading')} rows={12} />
        </div>
      </main>
    );
  return route.page === 'approval' ? <ApprovalWindow /> : <Shell />;
}
