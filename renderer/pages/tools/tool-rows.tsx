import { Check, ChevronDown, TriangleAlert } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { FourWaySwitch, POSITIONS, type Position } from '../../elements/four-way-switch.js';
import { spell } from '../../elements/hidden-characters.js';
import { ClassMark, SeverityBars } from '../../elements/marks.js';
import { Menu, type MenuGroup } from '../../elements/menu.js';
import { Plain } from '../../elements/plain.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import type { ToolView } from '../../../shared/model/views.js';
import { useBoard } from '../../state/board.js';
import { useClientTitles } from '../../state/client-titles.js';
import { useCommand } from '../../state/commands.js';
import { shownPosition, toolKey, useWishes, type Action } from '../../state/switches.js';
import { useWords } from '../../words/words.js';
import { pinWord } from '../findings/pin-word.js';
import type { ToolRow } from './tool-filter.js';
import type { Target } from './use-moves.js';

export const ToolRowView = memo(function ToolRowView({
  index,
  rowKey,
  client,
  view,
  withServer,
  selected,
  active,
  labels,
  onClick,
  onToggle,
  onMove,
}: {
  index: number;
  rowKey: string;
  /** whose switch it shows; undefined: everyone's */
  client: string | undefined;
  view: ToolView;
  withServer: boolean;
  selected: boolean;
  active: boolean;
  labels: Readonly<Record<Position, string>>;
  onClick: (index: number, key: string, view: ToolView, event: MouseEvent) => void;
  onToggle: (key: string) => void;
  onMove: (key: string, target: Target, action: Action) => void;
}) {
  const t = useWords();
  const wish = useWishes(({ wishes }) => (client === undefined ? wishes.get(toolKey(view.server, view.tool)) : undefined));
  const target = { view, client };
  const position = shownPosition(view, wish);
  const tool = spell(view.tool);
  return (
    <>
      <div role="gridcell" className="cell-check">
        <button
          type="button"
          role="checkbox"
          tabIndex={-1}
          aria-checked={selected}
          aria-label={t('tools.selectTool', { tool })}
          className="check"
          onClick={() => onToggle(rowKey)}
        >
          {selected && <Check size={12} aria-hidden="true" />}
        </button>
      </div>
      <div role="gridcell" className="cell-name" onClick={(event) => onClick(index, rowKey, view, event)}>
        <ClassMark of={view.class} word={t(`class.${view.class}`)} bare />
        <span className="cut">
          {withServer && (
            <>
              <Plain className="quiet" text={view.server} /> <span className="quiet">›</span>{' '}
            </>
          )}
          <Plain className="tool-name" text={view.tool} />
        </span>
        <Trouble view={view} />
      </div>
      <div role="gridcell" className="cell-text cut quiet" onClick={(event) => onClick(index, rowKey, view, event)}>
        {view.description === '' ? t('tools.noDescription') : <Plain text={view.description} />}
      </div>
      <div role="gridcell" className="cell-risk">
        <SeverityBars of={view.severity} word={t(`severity.${view.severity}`)} />
      </div>
      <div role="gridcell" className="cell-switch">
        <FourWaySwitch
          name={t('switch.name', { tool })}
          value={position.verdict}
          own={position.own}
          labels={labels}
          resetLabel={t('switch.reset', { tool })}
          inheritedLabel={t('switch.inherited')}
          tabbable={active}
          onChange={(next) => onMove(rowKey, target, next)}
          onReset={() => onMove(rowKey, target, 'inherit')}
        />
      </div>
    </>
  );
});

function Trouble({ view }: { view: ToolView }) {
  const t = useWords();
  if (view.pin === 'changed' || view.pin === 'quarantined')
    return (
      <Badge tone={view.pin === 'quarantined' ? 'danger' : 'caution'} sign="square">
        {pinWord(view, t)}
      </Badge>
    );
  if (view.scan === 'clean') return null;
  return <TriangleAlert size={13} className="trouble-icon" aria-label={t('tool.findings')} />;
}

/** The line over the tools of one risk class, of every server. */
export function ClassRow({ row }: { row: Extract<ToolRow, { kind: 'class' }> }) {
  const t = useWords();
  return (
    <div role="gridcell" className="server-line">
      <ClassMark of={row.class} word={t(`class.${row.class}`)} />
      <span className="quiet">{t('tools.count', { count: row.tools })}</span>
    </div>
  );
}

/** The line over the tools of one client. */
export function ClientRow({ row }: { row: Extract<ToolRow, { kind: 'client' }> }) {
  const t = useWords();
  const titleOf = useClientTitles();
  return (
    <div role="gridcell" className="server-line">
      <Plain className="server-name cut" text={titleOf(row.client)} />
      <span className="quiet">{t('tools.reach', { count: row.open, total: row.tools })}</span>
    </div>
  );
}

const CLASSES = ['read', 'write', 'execute', 'destructive', 'financial', 'unclassified'] as const;

/** The risk classes that tools of a server have. */
const classesOf = (server: string): RiskClass[] => {
  const found = new Set(useBoard.getState().snapshot?.tools[server]?.map((view) => view.class));
  return CLASSES.filter((riskClass) => found.has(riskClass));
};

export function ServerRow({
  row,
  onMove,
}: {
  row: Extract<ToolRow, { kind: 'server' }>;
  onMove: (server: string, riskClass: RiskClass | undefined, action: Action) => void;
}) {
  const t = useWords();
  const run = useCommand();
  const server = spell(row.server);
  const word = (action: Action) => (action === 'inherit' ? t('switch.follow') : t(`verdict.${action}`));
  const group = (heading: string, riskClass: RiskClass | undefined, actions: readonly Action[]): MenuGroup => ({
    key: heading,
    heading: riskClass === undefined ? heading : <ClassMark of={riskClass} word={heading} />,
    items: actions.map((action) => ({
      key: action,
      label: word(action),
      name: `${heading}: ${word(action)}`,
      onSelect: () => onMove(row.server, riskClass, action),
    })),
  });
  return (
    <div role="gridcell" className="server-line">
      <Plain className="server-name cut" text={row.server} />
      <span className="quiet cut">
        {row.listed ? t('tools.count', { count: row.tools }) : t('tools.notListed')}
        {row.destructive > 0 && ` · ${t('tools.dangerous', { count: row.destructive })}`}
      </span>
      <span className="grows" />
      {row.listed ? (
        <Menu
          name={t('switch.wholeName', { server })}
          align="end"
          trigger={
            <Button small look="bare" aria-label={t('switch.wholeName', { server })}>
              {t('switch.whole')} <ChevronDown size={12} aria-hidden="true" />
            </Button>
          }
          items={() => [
            group(t('switch.everyTool', { server }), undefined, [...POSITIONS, 'inherit']),
            ...classesOf(row.server).map((riskClass) =>
              group(t('switch.everyClass', { class: t(`class.${riskClass}`), server }), riskClass, ['allow', 'ask', 'deny']),
            ),
          ]}
        />
      ) : (
        <Button small onClick={() => void run('server.refresh', { name: row.server })}>
          {t('tools.listNow')}
        </Button>
      )}
    </div>
  );
}
