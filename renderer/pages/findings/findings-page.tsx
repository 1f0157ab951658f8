import { ScanSearch } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { Dialog } from '../../elements/dialog.js';
import { spell } from '../../elements/hidden-characters.js';
import { ClassMark } from '../../elements/marks.js';
import { Card, PageFrame } from '../../elements/page.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Empty } from '../../elements/state-pages.js';
import type { ToolView } from '../../../shared/model/views.js';
import { useSnapshot } from '../../state/board.js';
import { go } from '../../state/route.js';
import { toast } from '../../state/toasts.js';
import { useCommand } from '../../state/commands.js';
import { findingTitle } from '../../words/finding.js';
import { gatheredFindings } from '../../words/gathered-findings.js';
import { useRetold, useWords } from '../../words/words.js';
import { PinChanges } from './field-changes.js';
import { isReleased, pinWord } from './pin-word.js';
import { HeldSubjects, useHeld } from './held-subjects.js';
import { SaveReport } from './save-report.js';
import { StackSection } from './stack-section.js';

const MOST = 100;

/** Definitions that changed, or that hold what no honest definition holds. Nothing of them reaches an agent before a person has looked. */
export function FindingsPage({ parts }: { parts: readonly string[] }) {
  const t = useWords();
  const tools = useSnapshot((snapshot) => snapshot.tools);
  const all = Object.values(tools).flat();
  const wanted = (view: ToolView) => view.server === parts[0] && view.tool === parts[1];
  const order = (views: ToolView[]) => views.sort((a, b) => Number(wanted(b)) - Number(wanted(a))).slice(0, MOST);
  const quarantined = order(all.filter(({ pin }) => pin === 'quarantined'));
  const changed = order(all.filter(({ pin }) => pin === 'changed'));
  const released = order(all.filter(isReleased));
  const suspicious = order(all.filter((view) => view.pin === 'pinned' && view.scan === 'suspicious'));
  const held = useHeld();
  const nothing = held.value?.length === 0 && quarantined.length + changed.length + released.length + suspicious.length === 0;
  return (
    <PageFrame title={t('page.findings')} tools={all.length > 0 && <SaveReport />}>
      {nothing && (
        <Empty icon={<ScanSearch size={22} />} title={t('findings.noneTitle')}>
          {t('findings.noneText')}
        </Empty>
      )}
      <Section title={t('findings.quarantined')} lead={t('findings.quarantinedLead')} views={quarantined} wanted={wanted} />
      <Section title={t('findings.changed')} lead={t('findings.changedLead')} views={changed} wanted={wanted} />
      <Section title={t('findings.released')} lead={t('findings.releasedLead')} views={released} wanted={wanted} />
      <Section title={t('findings.suspicious')} lead={t('findings.suspiciousLead')} views={suspicious} wanted={wanted} />
      {held.failure && <Broken message={held.failure.message} fix={held.failure.fix} />}
      <HeldSubjects held={held.value ?? []} onDone={held.reload} />
      <StackSection />
    </PageFrame>
  );
}

function Section({
  title,
  lead,
  views,
  wanted,
}: {
  title: string;
  lead: string;
  views: readonly ToolView[];
  wanted: (view: ToolView) => boolean;
}) {
  if (views.length === 0) return null;
  return (
    <section className="stack">
      <h2>{title}</h2>
      <p className="quiet prose">{lead}</p>
      {views.map((view) => (
        <FindingCard key={`${view.server}\n${view.tool}`} view={view} wanted={wanted(view)} />
      ))}
    </section>
  );
}

function FindingCard({ view, wanted }: { view: ToolView; wanted: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  // the one that a notice or a badge named
  useEffect(() => {
    if (wanted) place.current?.scrollIntoView({ block: 'nearest' });
  }, [wanted]);
  const t = useWords();
  const tell = useRetold();
  const run = useCommand();
  const [releasing, setReleasing] = useState(false);
  const names = { server: view.server, tool: view.tool };
  // bound to the definition on the screen: should it change under the button, nothing is accepted
  const reviewed = { ...names, hash: view.definitionHash ?? '' };
  const tool = spell(view.tool);
  const reject = async () => {
    const answer = await run('pin.reject', names);
    if (answer.ok) toast({ title: t('findings.rejected', { tool }) });
  };
  return (
    <div ref={place} className={wanted ? 'wanted' : ''}>
      <Card
        title={
          <span className="row">
            <ClassMark of={view.class} word={t(`class.${view.class}`)} bare />
            <span className="wrap">
              <Plain className="quiet" text={view.server} /> <span className="quiet">›</span> <Plain text={view.tool} />
            </span>
            <Badge tone={view.pin === 'quarantined' ? 'danger' : 'caution'} sign="square">
              {view.pin === 'pinned' && !isReleased(view) ? t(`findings.scan.${view.scan}`) : pinWord(view, t)}
            </Badge>
          </span>
        }
        aside={
          view.pin === 'changed' ? (
            <>
              {!view.rejected && (
                <Button small look="danger" aria-label={`${t('findings.reject')}: ${tool}`} onClick={() => void reject()}>
                  {t('findings.reject')}
                </Button>
              )}
              <Button small aria-label={`${t('findings.accept')}: ${tool}`} onClick={() => void run('pin.accept', reviewed)}>
                {t('findings.accept')}
              </Button>
            </>
          ) : view.pin === 'quarantined' ? (
            <Button small aria-label={`${t('findings.release')}: ${tool}`} onClick={() => setReleasing(true)}>
              {t('findings.release')}
            </Button>
          ) : (
            <Button small aria-label={`${t('findings.seeTool')}: ${tool}`} onClick={() => go('tools', view.server, view.tool)}>
              {t('findings.seeTool')}
            </Button>
          )
        }
      >
        <div className="stack">
          {gatheredFindings(view.findings).map(({ first, says, quotes }, index) => (
            <div key={index} className="finding stack tight">
              <span className="wrap">
                <strong>{findingTitle(t, first)}</strong>{' '}
                <span className="quiet">
                  <Plain text={says.map((one) => tell('finding', one)).join('; ')} />
                </span>{' '}
                <code className="quiet">{spell(first.where)}</code>
              </span>
              {quotes.map((quote) => (
                <q key={quote} className="code wrap selectable">
                  <Plain text={quote} />
                </q>
              ))}
            </div>
          ))}
          {view.pin === 'changed' && <PinChanges view={view} />}
        </div>
        <Dialog
          open={releasing}
          onClose={() => setReleasing(false)}
          title={t('findings.releaseTitle', { tool })}
          lead={t('findings.releaseText')}
          closeLabel={t('common.close')}
          actions={
            <>
              <Button onClick={() => setReleasing(false)}>{t('common.cancel')}</Button>
              <Button look="danger" onClick={() => void run('finding.release', reviewed).then(() => setReleasing(false))}>
                {t('findings.releaseNow')}
              </Button>
            </>
          }
        />
      </Card>
    </div>
  );
}
