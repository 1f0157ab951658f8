import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { Button } from '../../elements/button.js';
import { FourWaySwitch, POSITIONS, type Position } from '../../elements/four-way-switch.js';
import type { ToolView } from '../../../shared/model/views.js';
import { useNarrow } from '../../state/narrow.js';
import { go } from '../../state/route.js';
import { toolKey, type Action } from '../../state/switches.js';
import { useWords } from '../../words/words.js';
import type { ToolRow } from './tool-filter.js';
import { ClassRow, ClientRow, ServerRow, ToolRowView } from './tool-rows.js';
import { useMoves, type Target } from './use-moves.js';

const ROW = 36;
const NARROW_ROW = 68;
const GROUP_ROW = 40;

const keyOf = (row: ToolRow): string => {
  switch (row.kind) {
    case 'tool':
      return row.client === undefined
        ? toolKey(row.view.server, row.view.tool)
        : `${row.client}\n\n${toolKey(row.view.server, row.view.tool)}`;
    case 'class':
      return `class ${row.class}`;
    case 'client':
      return `client ${row.client}`;
    case 'server':
      return row.server;
  }
};

/** rows that a key goes on by */
const stepsOf = (page: number, all: number): Readonly<Record<string, number>> => ({
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: page,
  PageUp: -page,
  Home: -all,
  End: all,
});

/** Thousands of rows, one tab stop: arrow keys move, Space selects, 1 to 4 set the switch, Enter opens the detail. */
export function ToolList({
  rows,
  withServer,
  shown,
  client,
  onMoved,
}: {
  rows: readonly ToolRow[];
  /** the rows do not stand under their server */ withServer: boolean;
  shown: ToolView | undefined;
  client: string | undefined;
  onMoved: (() => void) | undefined;
}) {
  const t = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const anchor = useRef(0);
  const { selected, targets, toggle, selectRange, selectAll, clear } = useSelection(rows, client);
  const { move, moveAll } = useMoves(client, onMoved);

  const height = useNarrow() ? NARROW_ROW : ROW;
  // a new getItemKey makes the list measure again, so it changes with the rows and their height and with nothing else
  const getItemKey = useCallback((index: number) => `${height} ${keyOf(rows[index]!)}`, [rows, height]);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'tool' ? height : GROUP_ROW),
    getItemKey,
    overscan: 6,
  });

  const at = Math.min(active, rows.length - 1);
  const shownIndex = useMemo(() => (shown ? rows.findIndex((row) => row.kind === 'tool' && row.view === shown) : -1), [rows, shown]);
  useEffect(() => {
    if (shownIndex < 0) return;
    setActive(shownIndex);
    list.scrollToIndex(shownIndex, { align: 'auto' });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- follow the opened tool, not every redraw
  }, [shown?.server, shown?.tool]);

  const act = useCallback(
    (key: string, target: Target, action: Action) => {
      void move(selected.has(key) && targets.length > 1 ? targets : [target], action);
    },
    [move, selected, targets],
  );

  const goTo = (index: number, extend: boolean) => {
    const next = Math.min(rows.length - 1, Math.max(0, index));
    setActive(next);
    list.scrollToIndex(next, { align: 'auto' });
    if (extend) selectRange(anchor.current, next);
    else anchor.current = next;
  };

  const targetOf = (row: Extract<ToolRow, { kind: 'tool' }>): Target => ({ view: row.view, client: row.client ?? client });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return;
    const row = rows[at];
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);
    const step = stepsOf(page, rows.length)[event.key];
    if (step !== undefined) goTo(at + step, event.shiftKey);
    else if (event.key === 'Escape' && selected.size > 0) clear();
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) selectAll();
    else if (row?.kind !== 'tool' || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === ' ') toggle(keyOf(row));
    else if (event.key === 'Enter') go('tools', row.view.server, row.view.tool);
    else if (event.key === 'Backspace') act(keyOf(row), targetOf(row), 'inherit');
    else if (/^[1-4]$/.test(event.key)) act(keyOf(row), targetOf(row), POSITIONS[Number(event.key) - 1] ?? 'ask');
    else return;
    event.preventDefault();
  };

  const onRowClick = useCallback(
    (index: number, key: string, view: ToolView, event: MouseEvent) => {
      setActive(index);
      if (event.shiftKey) selectRange(anchor.current, index);
      else {
        anchor.current = index;
        if (event.ctrlKey || event.metaKey) toggle(key);
        else go('tools', view.server, view.tool);
      }
      scroller.current?.focus({ preventScroll: true });
    },
    [toggle, selectRange],
  );

  const labels = useMemo(
    () => ({ allow: t('verdict.allow'), ask: t('verdict.ask'), deny: t('verdict.deny'), hide: t('verdict.hide') }),
    [t],
  );
  return (
    <>
      <div
        ref={scroller}
        className="tool-list"
        role="grid"
        aria-label={t('tools.list')}
        aria-rowcount={rows.length}
        aria-multiselectable="true"
        aria-activedescendant={rows.length > 0 ? `row-${at}` : undefined}
        aria-describedby="tool-keys"
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className="tool-rows" style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map(({ index, key, start, size }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div
                key={key}
                id={`row-${index}`}
                role="row"
                aria-rowindex={index + 1}
                aria-selected={row.kind === 'tool' ? selected.has(keyOf(row)) : undefined}
                className={`tool-row ${row.kind === 'tool' ? 'tool' : 'server'} ${index === at ? 'active' : ''} ${index === shownIndex ? 'opened' : ''}`}
                style={{ transform: `translateY(${start}px)`, height: size }}
              >
                {row.kind === 'server' ? (
                  <ServerRow row={row} onMove={moveAll} />
                ) : row.kind === 'class' ? (
                  <ClassRow row={row} />
                ) : row.kind === 'client' ? (
                  <ClientRow row={row} />
                ) : (
                  <ToolRowView
                    index={index}
                    rowKey={keyOf(row)}
                    client={row.client ?? client}
                    withServer={withServer}
                    view={row.view}
                    selected={selected.has(keyOf(row))}
                    active={index === at}
                    labels={labels}
                    onClick={onRowClick}
                    onToggle={toggle}
                    onMove={act}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      <p id="tool-keys" className="only-read">
        {t('tools.keys')}
      </p>
      {targets.length > 0 && (
        <SelectionBar targets={targets} labels={labels} onMove={(action) => void move(targets, action)} onClear={clear} />
      )}
    </>
  );
}

/** Which tools are selected, by the keys of their rows; those of them that are in sight are what a switch acts on. */
function useSelection(rows: readonly ToolRow[], client: string | undefined) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const targets = useMemo(
    () =>
      selected.size === 0
        ? []
        : rows.flatMap((row): Target[] =>
            row.kind === 'tool' && selected.has(keyOf(row)) ? [{ view: row.view, client: row.client ?? client }] : [],
          ),
    [rows, selected, client],
  );

  const toggle = useCallback((key: string) => {
    setSelected((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);
  const select = useCallback((of: readonly ToolRow[]) => setSelected(new Set(of.filter((row) => row.kind === 'tool').map(keyOf))), []);
  const selectRange = useCallback(
    (from: number, to: number) => select(rows.slice(Math.min(from, to), Math.max(from, to) + 1)),
    [select, rows],
  );
  return { selected, targets, toggle, selectRange, selectAll: () => select(rows), clear: () => setSelected(new Set()) };
}

/** One switch for all that is selected; it stands where they agree. */
function SelectionBar({
  targets,
  labels,
  onMove,
  onClear,
}: {
  targets: readonly Target[];
  labels: Record<Position, string>;
  onMove: (action: Action) => void;
  onClear: () => void;
}) {
  const t = useWords();
  const name = t('tools.selected', { count: targets.length });
  const common = commonPosition(targets.map(({ view }) => view));
  return (
    <div className="selection-bar" role="region" aria-label={name}>
      <span className="grows">{name}</span>
      <FourWaySwitch
        name={name}
        value={common}
        own={common !== undefined}
        labels={labels}
        resetLabel={t('switch.follow')}
        inheritedLabel={t('switch.inherited')}
        onChange={onMove}
        onReset={() => onMove('inherit')}
      />
      <Button small onClick={onClear}>
        {t('tools.clearSelection')}
      </Button>
    </div>
  );
}

function commonPosition(views: readonly ToolView[]): ToolView['switch'] | undefined {
  const [first] = views;
  return first && views.every((view) => view.switch === first.switch) ? first.switch : undefined;
}
