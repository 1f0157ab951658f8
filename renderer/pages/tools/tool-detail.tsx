import { Tabs } from '@base-ui/react/tabs';
import { X } from 'lucide-react';
import { Badge } from '../../elements/badge.js';
import { Button, IconButton } from '../../elements/button.js';
import { spell } from '../../elements/hidden-characters.js';
import { ClassMark, SeverityBars } from '../../elements/marks.js';
import { Plain, PlainPieces } from '../../elements/plain.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { DiffView } from '../../elements/diff-view.js';
import type { ToolView } from '../../../shared/model/views.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { useSnapshot } from '../../state/board.js';
import { go } from '../../state/route.js';
import { toast } from '../../state/toasts.js';
import { windowLength } from '../../words/format.js';
import { useWords } from '../../words/words.js';

/** Bottom pane of the tools page: why its class, which rules speak, limits, the definition. It never covers the list. */
export function ToolDetail({ view }: { view: ToolView }) {
  const t = useWords();
  return (
    <section className="detail-pane" aria-label={t('tool.detail', { tool: spell(view.tool) })}>
      <Tabs.Root defaultValue="why" className="detail-tabs">
        <header className="detail-head">
          <ClassMark of={view.class} word={t(`class.${view.class}`)} />
          <h2 className="cut">
            <Plain text={view.tool} />
          </h2>
          <SeverityBars of={view.severity} word={t(`severity.${view.severity}`)} shown />
          <span className="grows" />
          <Tabs.List className="tabs">
            <Tabs.Tab value="why" className="tab">
              {t('tool.overview')}
            </Tabs.Tab>
            <Tabs.Tab value="definition" className="tab">
              {t('tool.definition')}
            </Tabs.Tab>
          </Tabs.List>
          <Button small onClick={() => go('activity', `server:${view.server}`, `tool:${view.tool}`)}>
            {t('tool.calls')}
          </Button>
          <IconButton name={t('tool.closeDetail')} onClick={() => go('tools')}>
            <X size={15} aria-hidden="true" />
          </IconButton>
        </header>
        <Tabs.Panel value="why" className="detail-body" tabIndex={0}>
          <Why view={view} />
        </Tabs.Panel>
        <Tabs.Panel value="definition" className="detail-body" tabIndex={0}>
          <Definition view={view} />
        </Tabs.Panel>
      </Tabs.Root>
    </section>
  );
}

function Why({ view }: { view: ToolView }) {
  const t = useWords();
  const run = useCommand();
  const meters = useSnapshot((snapshot) => snapshot.meters).filter(
    (meter) => meter.server === view.server && (meter.tool === undefined || meter.tool === view.tool),
  );
  const limits = meters.length > 0 ? meters.map(({ counter, used, max, windowMs }) => ({ counter, used, max, windowMs })) : view.limits;
  const from = (place: string): string => (place in WHERE ? t(`tool.evidence.${place as keyof typeof WHERE}`) : place);
  const adopt = async () => {
    const answer = await run('rule.add', { server: view.server, tool: view.tool, rule: view.recommended });
    if (answer.ok) toast({ title: t('tool.useRecommendedDone'), body: spell(answer.value.sentence) });
  };
  return (
    <div className="detail-columns">
      <section className="stack">
        <h3>
          {t('tool.why', { class: t(`class.${view.class}`) })}{' '}
          <span className="quiet small">{t('tool.sure', { percent: Math.round(view.confidence * 100) })}</span>
        </h3>
        {view.evidence.length === 0 && <p className="quiet">{t('tool.noEvidence')}</p>}
        <ul className="stack tight">
          {view.evidence.map(({ from: place, quote, says }, index) => (
            <li key={index} className="wrap">
              <span className="quiet">{from(place)}</span> “<Plain text={quote} />” <span className="quiet">· {says}</span>
            </li>
          ))}
        </ul>
        {view.signals.length > 0 && (
          <p className="wrap">
            <span className="quiet">{t('tool.signals')}</span> {view.signals.join(', ')}
          </p>
        )}
        {view.patterns.length > 0 && (
          <p className="wrap">
            <span className="quiet">{t('tool.patterns')}</span> {view.patterns.join(', ')}
          </p>
        )}
      </section>
      <section className="stack">
        <h3>{t('tool.rules')}</h3>
        <ul className="stack tight">
          {view.because.map(({ pointer, text }, index) => (
            <li key={index} className="wrap">
              <Plain text={text} /> {pointer !== '' && <code className="quiet">{spell(pointer)}</code>}
            </li>
          ))}
        </ul>
        {Object.keys(view.recommended).length > 0 && (
          <div className="row wraps">
            <Button small onClick={() => void adopt()}>
              {t('tool.useRecommended')}
            </Button>
            <code className="quiet wrap">{spell(JSON.stringify(view.recommended))}</code>
          </div>
        )}
      </section>
      <section className="stack">
        <h3>{t('tool.limits')}</h3>
        {limits.length === 0 && <p className="quiet">{t('tool.noLimits')}</p>}
        <ul className="stack">
          {limits.map(({ counter, used, max, windowMs }) => (
            <li key={counter} className="stack tight">
              <span>{t('tool.limit', { used, max, window: windowLength(windowMs) })}</span>
              <progress className="meter" value={Math.min(used, max)} max={Math.max(1, max)} aria-label={counter} />
            </li>
          ))}
        </ul>
        <p className="row wraps">
          <span className="quiet">{t('tool.pin')}</span>
          <Badge tone={view.pin === 'pinned' ? 'ok' : view.pin === 'quarantined' ? 'danger' : 'caution'}>{t(`pin.${view.pin}`)}</Badge>
          {view.pin !== 'pinned' && (
            <Button look="bare" small onClick={() => go('findings', view.server, view.tool)}>
              {t('page.findings')}
            </Button>
          )}
        </p>
        {view.findings.map((finding, index) => (
          <p key={index} className="wrap problem">
            {finding.says}: “<Plain text={finding.quote} />”
          </p>
        ))}
      </section>
    </div>
  );
}

const WHERE = { name: 1, title: 1, description: 1, schema: 1, annotations: 1 };

function Definition({ view }: { view: ToolView }) {
  const t = useWords();
  const answer = useAnswer('tool.get', { server: view.server, tool: view.tool }, `${view.server}\n${view.tool}\n${view.pin}`);
  if (answer.failure) return <Broken message={answer.failure.message} fix={answer.failure.fix} />;
  if (!answer.value) return <Loading label={t('common.loading')} rows={4} />;
  const text = JSON.stringify(answer.value.definition, null, 2);
  return (
    <div className="stack">
      {answer.value.pinned !== undefined && view.pin === 'changed' ? (
        <>
          <h3>{t('tool.pinned')}</h3>
          <DiffView
            before={JSON.stringify(answer.value.pinned, null, 2)}
            after={text}
            label={t('tool.pinned')}
            foldedLabel={(count) => t('common.folded', { count })}
          />
        </>
      ) : (
        <pre className="code-block tall">
          <PlainPieces text={text} />
        </pre>
      )}
    </div>
  );
}
