import { useEffect, useState } from 'react';
import { useDeadTime } from '../../approval/use-dead-time.js';
import { Button } from '../../elements/button.js';
import { Dialog } from '../../elements/dialog.js';
import { DiffText } from '../../elements/diff-view.js';
import { Plain } from '../../elements/plain.js';
import { useSnapshot } from '../../state/board.js';
import { useCommand } from '../../state/commands.js';
import { sentenceCase } from '../../../shared/words/sentence-case.js';
import { ago, exact } from '../../words/format.js';
import { useRetold, useWords } from '../../words/words.js';
import { PlannedChange } from '../clients/planned-change.js';

/** Loosenings that came from outside the window, one at a time: confirmed or refused here and nowhere else. The one on screen stays until it is answered. */
export function PendingChanges({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords();
  const tell = useRetold();
  const run = useCommand();
  const changes = useSnapshot((snapshot) => snapshot.changes);
  const [shownId, setShownId] = useState<string>();
  const shown = changes.find(({ id }) => id === shownId) ?? changes[0];
  useEffect(() => {
    if (shown && shown.id !== shownId) setShownId(shown.id);
  }, [shown, shownId]);
  const alive = useDeadTime(open && shown ? JSON.stringify([shown.id, shown.sentence, shown.diff]) : '');
  const [confirming, setConfirming] = useState<string>();
  if (!shown) return null;
  const confirm = async () => {
    setConfirming(shown.id);
    await run('change.confirm', { id: shown.id });
    setConfirming(undefined);
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      closeLabel={t('common.close')}
      title={<Plain text={sentenceCase(shown.sentence, tell('loosening', shown.sentence))} />}
      lead={
        <span title={exact(shown.atMs)}>
          {t('changes.from', { from: tell('asker', shown.from), time: ago(shown.atMs, Date.now()) })} <code>{shown.command}</code>
        </span>
      }
      actions={
        <>
          {changes.length > 1 && <span className="quiet grows">{t('changes.more', { count: changes.length - 1 })}</span>}
          <Button onClick={() => void run('change.reject', { id: shown.id })}>{t('changes.reject')}</Button>
          <Button look="main" busy={confirming === shown.id} aria-disabled={!alive} onClick={() => alive && void confirm()}>
            {t('changes.confirm')}
          </Button>
        </>
      }
    >
      <p className="quiet prose">{t('changes.explain')}</p>
      {shown.diff !== undefined &&
        (shown.diff.startsWith('--- ') ? <PlannedChange diff={shown.diff} /> : <DiffText text={shown.diff} label={t('changes.diff')} />)}
    </Dialog>
  );
}
