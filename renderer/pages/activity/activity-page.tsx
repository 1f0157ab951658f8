import { useVirtualizer } from '@tanstack/react-virtual';
import { Activity as Icon, Download, History } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button, IconButton } from '../../elements/button.js';
import { Menu } from '../../elements/menu.js';
import { PageFrame } from '../../elements/page.js';
import { Picker } from '../../elements/picker.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Empty, Loading } from '../../elements/state-pages.js';
import { ClassMark } from '../../elements/marks.js';
import { SearchField } from '../../elements/search-field.js';
import type { AuditFilter } from '../../../shared/commands/audit-contract.js';
import type { CallRecord } from '../../../shared/model/views.js';
import { useClientTitles } from '../../state/client-titles.js';
import { useSnapshot } from '../../state/board.js';
import { useCommand } from '../../state/commands.js';
import { useNarrow } from '../../state/narrow.js';
import { go } from '../../state/route.js';
import { clockTime, duration, exact } from '../../words/format.js';
import { useWords } from '../../words/words.js';
import { ClientPicker, ServerPicker } from '../who-pickers.js';
import { CallBadge } from './call-badge.js';
import { CallDetail } from './call-detail.js';
import { ReplayDialog } from './replay-dialog.js';
import { saveText } from './save-text.js';
import { useCalls } from './use-calls.js';

const ROW = 32;
const NARROW_ROW = 56;
const VERDICTS = ['allow', 'ask', 'deny', 'hide'] as const;
const OUTCOMES = ['ok', 'tool-error', 'error', 'refused', 'cancelled', 'timeout', 'open', 'unknown'] as const;

/** Route parts `server:x` and `tool:y` preset the filters; any other part is the id of a call. */
export function ActivityPage({ parts }: { parts: readonly string[] }) {
  const t = useWords();
  const preset = (key: string) => parts.find((part) => part.startsWith(`${key}:`))?.slice(key.length + 1) ?? '';
  const [server, setServer] = useState(() => preset('server'));
  const [tool, setTool] = useState(() => preset('tool'));
  const [client, setClient] = useState('');
  const [verdict, setVerdict] = useState<'' | (typeof VERDICTS)[number]>('');
  /** asked for among the calls of one tool */
  const [outcome, setOutcome] = useState<'' | (typeof OUTCOMES)[number]>('');
  const [text, setText] = useState('');
  const [replaying, setReplaying] = useState(false);
  const clients = useSnapshot((snapshot) => snapshot.clients);
  const run = useCommand();

  const filter = useMemo(
    (): Partial<AuditFilter> => ({
      ...(server && { server }),
      ...(tool && { tool }),
      ...(client && { client }),
      ...(verdict && { verdict }),
      ...(outcome && { outcome }),
      ...(text.trim() && { text: text.trim() }),
    }),
    [server, tool, client, verdict, outcome, text],
  );
  const narrowed = Object.keys(filter).length > 0;
  const { calls, failure, loading, more } = useCalls(filter);
  const shownId = parts.find((part) => !part.includes(':'));

  const save = async (format: 'jsonl' | 'csv' | 'otlp') => {
    const answer = await run('audit.export', { ...filter, format, limit: 10_000 });
    if (answer.ok) saveText(`toolgate-calls.${format === 'otlp' ? 'otlp.json' : format}`, answer.value.text);
  };

  return (
    <PageFrame
      title={t('page.activity')}
      flush
      tools={
        <>
          <SearchField label={t('activity.search')} value={text} onChange={setText} />
          <Picker
            label={t('activity.verdict')}
            value={verdict}
            choices={[{ value: '', label: t('activity.everyVerdict') }, ...VERDICTS.map((value) => ({ value, label: t(`was.${value}`) }))]}
            onChange={setVerdict}
          />
          <ClientPicker value={client} onChange={setClient} />
          <ServerPicker value={server} onChange={setServer} />
          <IconButton name={t('activity.replay')} onClick={() => setReplaying(true)}>
            <History size={14} aria-hidden="true" />
          </IconButton>
          {replaying && <ReplayDialog onClose={() => setReplaying(false)} />}
          <Menu
            name={t('activity.export')}
            align="end"
            trigger={
              <Button look="bare" className="icon-button" aria-label={t('activity.export')} title={t('activity.export')}>
                <Download size={14} aria-hidden="true" />
              </Button>
            }
            items={(['jsonl', 'csv', 'otlp'] as const).map((format) => ({
              key: format,
              label: t(`activity.as.${format}`),
              onSelect: () => void save(format),
            }))}
          />
        </>
      }
      banner={
        tool !== '' && (
          <div className="strip row" role="status">
            <span className="grows cut">
              {t('activity.onlyTool')} <Plain text={tool} />
            </span>
            <Picker
              small
              label={t('activity.outcome')}
              value={outcome}
              choices={[
                { value: '', label: t('activity.everyOutcome') },
                ...OUTCOMES.map((value) => ({ value, label: t(`activity.outcomes.${value}`) })),
              ]}
              onChange={setOutcome}
            />
            <Button
              small
              onClick={() => {
                setTool('');
                setOutcome('');
              }}
            >
              {t('common.clear')}
            </Button>
          </div>
        )
      }
      pane={shownId !== undefined && <CallDetail key={shownId} id={shownId} known={calls.find(({ id }) => id === shownId)} />}
    >
      {failure ? (
        <div className="page-body">
          <Broken message={failure.message} fix={failure.fix} />
        </div>
      ) : calls.length === 0 && loading ? (
        <div className="page-body">
          <Loading label={t('common.loading')} rows={10} />
        </div>
      ) : calls.length === 0 ? (
        <Empty
          icon={<Icon size={22} />}
          title={narrowed ? t('activity.noMatch') : t('activity.noneTitle')}
          action={narrowed || clients.length > 0 ? undefined : <Button onClick={() => go('clients')}>{t('clients.connect')}</Button>}
        >
          {narrowed ? t('activity.noMatchText') : t('activity.noneText')}
        </Empty>
      ) : (
        <CallList calls={calls} shownId={shownId} onEnd={more} />
      )}
    </PageFrame>
  );
}

function CallList({ calls, shownId, onEnd }: { calls: readonly CallRecord[]; shownId: string | undefined; onEnd: () => void }) {
  const t = useWords();
  const titleOf = useClientTitles();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const height = useNarrow() ? NARROW_ROW : ROW;
  // a new getItemKey makes the list measure again
  const getItemKey = useCallback((index: number) => `${height} ${calls[index]?.id ?? index}`, [calls, height]);
  const list = useVirtualizer({
    count: calls.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey,
    overscan: 6,
  });
  const items = list.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= calls.length - 5) onEnd();
  }, [lastShown, calls.length, onEnd]);
  const at = Math.min(active, calls.length - 1);
  return (
    <div
      ref={scroller}
      className="tool-list"
      role="grid"
      aria-label={t('page.activity')}
      aria-rowcount={calls.length}
      aria-activedescendant={`call-${at}`}
      tabIndex={0}
      onKeyDown={(event) => {
        const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, Home: -calls.length, End: calls.length }[event.key];
        const call = calls[at];
        if (step !== undefined) {
          const next = Math.min(calls.length - 1, Math.max(0, at + step));
          setActive(next);
          list.scrollToIndex(next);
        } else if (event.key === 'Enter' && call) go('activity', call.id);
        else return;
        event.preventDefault();
      }}
    >
      <div role="rowgroup" className="tool-rows" style={{ height: list.getTotalSize() }}>
        {items.map(({ index, key, start, size }) => {
          const call = calls[index];
          if (!call) return null;
          return (
            <div
              key={key}
              id={`call-${index}`}
              role="row"
              aria-rowindex={index + 1}
              className={`tool-row call-row tool ${index === at ? 'active' : ''} ${call.id === shownId ? 'opened' : ''}`}
              style={{ transform: `translateY(${start}px)`, height: size }}
              onClick={() => {
                setActive(index);
                go('activity', call.id);
              }}
            >
              <span role="gridcell" className="call-time quiet" title={exact(call.atMs)}>
                {clockTime(call.atMs)}
              </span>
              <span role="gridcell" className="call-client cut">
                <Plain text={titleOf(call.client)} />
              </span>
              <span role="gridcell" className="call-tool row">
                <ClassMark of={call.class} word={t(`class.${call.class}`)} bare />
                <span className="cut">
                  <Plain className="quiet" text={call.server} /> <span className="quiet">›</span>{' '}
                  <Plain className="tool-name" text={call.tool} />
                </span>
              </span>
              <span role="gridcell" className="call-verdict">
                <CallBadge record={call} />
              </span>
              <span
                role="gridcell"
                className={`call-outcome cut small ${call.outcome === 'ok' || call.outcome === 'refused' ? 'quiet' : 'problem'}`}
              >
                {t(`activity.outcomes.${call.outcome}`)}
              </span>
              <span role="gridcell" className="call-duration quiet small">
                {call.durationMs !== undefined && duration(call.durationMs)}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
