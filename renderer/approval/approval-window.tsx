import { ShieldCheck } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore, type CSSProperties } from 'react';
import { Button } from '../elements/button.js';
import { Empty } from '../elements/state-pages.js';
import type { ApprovalView } from '../../shared/model/views.js';
import { useSnapshot } from '../state/board.js';
import { useClientTitles } from '../state/client-titles.js';
import { useCommand } from '../state/commands.js';
import { routeHash, useRoute } from '../state/route.js';
import { useZoom } from '../state/zoom.js';
import { useWords } from '../words/words.js';
import { AnswerBar } from './answer-bar.js';
import { ApprovalCard, wantsSentence } from './approval-card.js';

/** above and below the window */
const AIR = 24;

/** The window that asks. One question at a time, oldest first; a new one never takes the place of the one on screen. */
export function ApprovalWindow() {
  const t = useWords();
  const run = useCommand();
  const approvals = useSnapshot((snapshot) => snapshot.approvals);
  const titleOf = useClientTitles();
  const [wanted] = useRoute().parts;
  const { shown, waiting, next } = useShown(approvals, wanted);
  const frame = useRef<HTMLElement>(null);
  const zoom = useZoom();
  const room = useRoomOnScreen(zoom);
  const shownId = shown?.id;
  useEffect(() => {
    frame.current?.focus({ preventScroll: true });
  }, [shownId]);
  // closing the window denies the call that its address names: the one on screen
  useEffect(() => {
    if (shownId !== undefined) window.history.replaceState(null, '', routeHash('approval', shownId));
  }, [shownId]);
  useEffect(() => {
    if (!frame.current) return undefined;
    const shown = frame.current;
    // the window follows, within its bounds; the mark of a critical call is a border, which is not in its scrollHeight
    const follow = () => window.resizeTo(window.innerWidth * zoom, (shown.scrollHeight + shown.offsetHeight - shown.clientHeight) * zoom);
    const observer = new ResizeObserver(follow);
    observer.observe(shown);
    return () => observer.disconnect();
  }, [shownId, zoom]);
  useEffect(() => {
    document.title = shown ? wantsSentence(t, shown, titleOf(shown.client)) : t('approval.title');
  }, [shown, t, titleOf]);

  if (!shown)
    return (
      <main className="approval-window">
        <h1 className="only-read">{t('approval.title')}</h1>
        <Empty icon={<ShieldCheck size={22} />} title={t('approval.nothing')}>
          {t('approval.nothingText')}
        </Empty>
      </main>
    );
  const pending = shown.state === 'pending';
  const place = waiting.findIndex(({ id }) => id === shown.id);
  return (
    <main
      ref={frame}
      className={`approval-window ${shown.severity}`}
      style={{ '--approval-room': `${room}px` } as CSSProperties}
      tabIndex={-1}
      aria-labelledby="approval-title"
    >
      <p className="only-read" role="alert">
        {wantsSentence(t, shown, titleOf(shown.client))}
      </p>
      <ApprovalCard
        approval={shown}
        // the form has no room here: the main window opens at this call
        onMakeRule={() => void run('app.open', { page: `approvals/${shown.id}` })}
        nth={pending && waiting.length > 1 ? t('approval.nth', { n: place + 1, count: waiting.length }) : ''}
      />
      {pending ? (
        <AnswerBar key={shown.id} approval={shown} escDenies onAnswered={next} />
      ) : (
        <div className="answer-bar row apart">
          <span role="status">{t('approval.gone', { state: t(`approval.state.${shown.state}`) })}</span>
          <Button
            onClick={() => {
              next();
              if (waiting.length === 0) window.close();
            }}
          >
            {waiting.length > 0 ? t('approval.next') : t('common.close')}
          </Button>
        </div>
      )}
    </main>
  );
}

/** How high the page can become on this screen, in its own px: a page that is higher than its window would scroll beside its arguments. */
function useRoomOnScreen(zoom: number): number {
  return useSyncExternalStore(onResize, () =>
    Math.round((window.screen.availHeight - AIR - window.outerHeight) / zoom + window.innerHeight),
  );
}

/** The frame around the window comes when the window does. */
const onResize = (changed: () => void): (() => void) => {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
};

/** Keeps what is on screen until it was answered here or the person moves on, even when it ended elsewhere meanwhile. */
function useShown(approvals: readonly ApprovalView[], wanted: string | undefined) {
  const waiting = approvals.filter(({ state }) => state === 'pending').sort((a, b) => a.createdAtMs - b.createdAtMs);
  const [kept, setKept] = useState<ApprovalView>();
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  const open = waiting.filter(({ id }) => !answered.has(id));
  const fresh = kept && approvals.find(({ id }) => id === kept.id);
  const still =
    kept && !answered.has(kept.id)
      ? (fresh ?? { ...kept, state: kept.state === 'pending' ? ('superseded' as const) : kept.state })
      : undefined;
  const shown = still ?? open.find(({ id }) => id === wanted) ?? open[0];
  const newest = kept ? fresh : shown;
  useEffect(() => {
    if (newest && newest !== kept) setKept(newest);
  }, [newest, kept]);
  const next = () => {
    if (shown) setAnswered((before) => new Set([...before, shown.id]));
    setKept(undefined);
  };
  return { shown, waiting: open, next };
}
