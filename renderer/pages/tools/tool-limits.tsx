import { Button } from '../../elements/button.js';
import { spell } from '../../elements/hidden-characters.js';
import type { MeterView, ToolView } from '../../../shared/model/views.js';
import { useMemo } from 'react';
import { useBoard, useSnapshot } from '../../state/board.js';
import { useCommand } from '../../state/commands.js';
import { useNow } from '../../state/now.js';
import { count, countdown, windowLength } from '../../words/format.js';
import { useTitledSay, useWords } from '../../words/words.js';
import { governs } from './governs.js';

const MORE = 10;
const STOPPED_MS = 15 * 60_000;

/** How full each limit of a tool is, for whom, when a used-up one has room again, and what can be done about it meanwhile. */
export function ToolLimits({ view }: { view: ToolView }) {
  const t = useWords();
  const meters = useSnapshot((snapshot) => snapshot.meters);
  const atMs = useBoard(({ metersAtMs }) => metersAtMs);
  const running = useMemo(() => meters.filter((meter) => governs(meter, view)), [meters, view]);
  return (
    <section className="stack">
      <h3>{t('tool.limits')}</h3>
      {running.length + view.limits.length === 0 && <p className="quiet">{t('tool.noLimits')}</p>}
      <ul className="stack">
        {running.map((meter) => (
          <Running key={meter.key} meter={meter} atMs={atMs} />
        ))}
        {running.length === 0 &&
          view.limits.map((limit) => (
            <li key={limit.counter} className="stack tight">
              <Bar {...limit} />
            </li>
          ))}
      </ul>
    </section>
  );
}

function Bar({ counter, used, max, windowMs, client }: Pick<MeterView, 'counter' | 'used' | 'max' | 'windowMs' | 'client'>) {
  const t = useWords();
  return (
    <>
      <span className="wrap">
        {t('tool.limit', { used: count(used), max: count(max), window: windowLength(windowMs) })}
        {client !== undefined && <span className="quiet"> · {spell(client)}</span>}
      </span>
      <progress className="meter" value={Math.min(used, max)} max={Math.max(1, max)} aria-label={`${counter} ${client ?? ''}`.trim()} />
    </>
  );
}

function Running({ meter, atMs }: { meter: MeterView; atMs: number }) {
  const t = useWords();
  const say = useTitledSay();
  const run = useCommand();
  const { client } = meter;
  return (
    <li className="stack tight">
      <Bar {...meter} />
      {meter.freeInMs > 0 && (
        <span className="row wraps">
          {meter.freeInMs <= meter.windowMs && <Free atMs={atMs + meter.freeInMs} />}
          {meter.max > 0 && (
            <>
              <Button small onClick={() => void run('limit.extend', { key: meter.key, by: MORE })}>
                {say('action.extend', { by: MORE })}
              </Button>
              <Button small onClick={() => void run('limit.raise', { pointer: meter.pointer, max: meter.max * 2 })}>
                {t('tool.raiseLimit', { max: count(meter.max * 2) })}
              </Button>
            </>
          )}
          {client !== undefined && (
            <Button small look="danger" onClick={() => void run('client.block', { name: client, forMs: STOPPED_MS })}>
              {say('action.block', { client: spell(client) })}
            </Button>
          )}
        </span>
      )}
    </li>
  );
}

function Free({ atMs }: { atMs: number }) {
  const t = useWords();
  return <span className="quiet small">{t('tool.limitFree', { time: countdown(atMs - useNow()) })}</span>;
}
