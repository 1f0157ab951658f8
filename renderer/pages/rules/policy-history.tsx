import { useState } from 'react';
import { Button } from '../../elements/button.js';
import { Dialog } from '../../elements/dialog.js';
import { DiffView } from '../../elements/diff-view.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Empty, Loading } from '../../elements/state-pages.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { ago, exact } from '../../words/format.js';
import { doorName } from '../../words/door.js';
import { useChange, useWords } from '../../words/words.js';
import { useRulesToast } from './use-rules-toast.js';

export function PolicyHistory({ current, revision }: { current: string; revision: number }) {
  const t = useWords();
  const changeOf = useChange();
  const { value, failure } = useAnswer('policy.history', { limit: 200 }, String(revision));
  const [shown, setShown] = useState<number>();
  if (failure) return <Broken message={failure.message} fix={failure.fix} />;
  if (!value) return <Loading label={t('common.loading')} />;
  if (value.length === 0) return <Empty title={t('rules.noHistory')} />;
  return (
    <>
      <ul className="rule-lines history">
        {value.map((entry) => (
          <li key={entry.revision}>
            <span className="rule-subject">{t('rules.nth', { revision: entry.revision })}</span>
            <span className="stack tight">
              <Plain className="wrap" text={changeOf(entry.sentence)} />
              <span className="quiet small" title={exact(entry.atMs)}>
                {ago(entry.atMs, Date.now())} · <Plain text={doorName(t, entry.by)} />
              </span>
            </span>
            {entry.revision === revision ? (
              <span className="quiet small">{t('rules.now')}</span>
            ) : (
              <Button small onClick={() => setShown(entry.revision)}>
                {t('rules.compare')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {shown !== undefined && <Revision revision={shown} current={current} now={revision} onClose={() => setShown(undefined)} />}
    </>
  );
}

function Revision({ revision, current, now, onClose }: { revision: number; current: string; now: number; onClose: () => void }) {
  const t = useWords();
  const changeOf = useChange();
  const run = useCommand();
  const changed = useRulesToast();
  const { value, failure } = useAnswer('policy.revision', { revision }, String(revision));
  const rollBack = async () => {
    const answer = await run('policy.rollback', { revision });
    if (!answer.ok) return;
    onClose();
    changed({ title: t('rules.rolledBack', { revision }) }, now);
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('rules.compareTitle', { revision })}
      lead={value && <Plain text={changeOf(value.sentence)} />}
      closeLabel={t('common.close')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="main" disabled={!value} onClick={() => void rollBack()}>
            {t('rules.rollBack', { revision })}
          </Button>
        </>
      }
    >
      {failure && <Broken message={failure.message} fix={failure.fix} />}
      {value && (
        <DiffView
          before={current}
          after={value.text}
          label={t('rules.compareTitle', { revision })}
          foldedLabel={(count) => t('common.folded', { count })}
        />
      )}
    </Dialog>
  );
}
