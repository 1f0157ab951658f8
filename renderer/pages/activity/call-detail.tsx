import { X } from 'lucide-react';
import { useState } from 'react';
import { ArgumentList } from '../../approval/argument-list.js';
import { Button, IconButton } from '../../elements/button.js';
import { spell } from '../../elements/hidden-characters.js';
import { ClassMark } from '../../elements/marks.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import type { CallRecord } from '../../../shared/model/views.js';
import { becauseWords } from '../../../shared/policy/reasons.js';
import { useClientTitles } from '../../state/client-titles.js';
import { useAnswer } from '../../state/commands.js';
import { go } from '../../state/route.js';
import { bytes, duration, exact } from '../../words/format.js';
import { doorName } from '../../words/door.js';
import { useRetold, useTitledSay, useWords } from '../../words/words.js';
import { MakeRule } from '../rules/make-rule.js';
import { CallBadge } from './call-badge.js';

export function CallDetail({ id, known }: { id: string; known: CallRecord | undefined }) {
  const t = useWords();
  const [making, setMaking] = useState(false);
  const answer = useAnswer('audit.show', { id }, `${id} ${known?.outcome}`);
  const record = answer.value ?? known;
  return (
    <section className="detail-pane" aria-label={t('activity.detail')}>
      <header className="detail-head">
        {record && (
          <>
            <ClassMark of={record.class} word={t(`class.${record.class}`)} bare />
            <h2 className="cut">
              <Plain text={record.tool} />
            </h2>
            <CallBadge record={record} />
          </>
        )}
        <span className="grows" />
        {record && (
          <Button small onClick={() => setMaking(true)}>
            {t('tool.makeRule')}
          </Button>
        )}
        <IconButton name={t('common.close')} onClick={() => go('activity')}>
          <X size={15} aria-hidden="true" />
        </IconButton>
      </header>
      <div className="detail-body scrolls stack wide" tabIndex={0}>
        {answer.failure && <Broken message={answer.failure.message} fix={answer.failure.fix} />}
        {!record && !answer.failure && <Loading label={t('common.loading')} rows={3} />}
        {record && <Record record={record} />}
      </div>
      {making && <MakeRule from={{ callId: id }} onClose={() => setMaking(false)} />}
    </section>
  );
}

function Record({ record }: { record: CallRecord }) {
  const t = useWords();
  const say = useTitledSay();
  const titleOf = useClientTitles();
  const tell = useRetold();
  const facts: [string, string | undefined][] = [
    [t('activity.fact.time'), exact(record.atMs)],
    [t('activity.fact.client'), titleOf(record.client)],
    [t('activity.fact.server'), record.server],
    [t('activity.fact.outcome'), t(`activity.outcomes.${record.outcome}`)],
    [t('activity.fact.error'), record.error === undefined ? undefined : tell('failure', record.error)],
    [t('activity.fact.waited'), record.waitMs === undefined ? undefined : duration(record.waitMs)],
    [t('activity.fact.took'), record.durationMs === undefined ? undefined : duration(record.durationMs)],
    [t('activity.fact.sent'), bytes(record.argumentsBytes)],
    [t('activity.fact.answer'), record.answerBytes === undefined ? undefined : bytes(record.answerBytes)],
    [t('activity.fact.approvedBy'), record.approvedBy === undefined ? undefined : doorName(t, record.approvedBy)],
    [t('activity.fact.mode'), record.mode === 'enforce' ? undefined : t(`mode.${record.mode}`)],
    [t('activity.fact.revision'), String(record.policyRevision)],
  ];
  return (
    <div className="detail-columns two">
      <div className="stack wide">
        <div className="stack tight">
          <h3>{t('activity.why')}</h3>
          {record.because.map((because, index) => (
            <p key={index} className="wrap" title={spell(because.pointer)}>
              <Plain text={becauseWords(because, say)} />
            </p>
          ))}
        </div>
        <div className="stack">
          <h3>{t('approval.arguments')}</h3>
          <ArgumentList text={record.argumentsText} changed={[]} />
        </div>
      </div>
      <dl className="facts narrow">
        {facts.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt className="quiet">{name}</dt>
                <dd className="wrap selectable">{spell(value)}</dd>
              </div>
            ),
        )}
      </dl>
    </div>
  );
}
