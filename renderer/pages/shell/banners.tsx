import { CircleAlert, Eye, Lock, ShieldQuestion } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../elements/button.js';
import { useSnapshot } from '../../state/board.js';
import { go } from '../../state/route.js';
import { useCommand } from '../../state/commands.js';
import { useProblem, useWords } from '../../words/words.js';
import { PlainPieces } from '../../elements/plain.js';
import { PendingChanges } from './pending-changes.js';

/** What concerns the gate as a whole, above every page. */
export function Banners() {
  const t = useWords();
  const problemIn = useProblem();
  const run = useCommand();
  const { mode, problems } = useSnapshot(({ gate }) => gate);
  const changes = useSnapshot((snapshot) => snapshot.changes);
  const [review, setReview] = useState(false);
  return (
    <>
      {problems.map((problem) => (
        <div key={problem} className="banner danger" role="alert">
          <CircleAlert size={16} aria-hidden="true" />
          <span className="grows wrap">
            <PlainPieces text={problemIn(problem)} />
          </span>
        </div>
      ))}
      {mode !== 'enforce' && (
        <div className={`banner ${mode === 'lockdown' ? 'danger' : ''}`} role="status">
          {mode === 'lockdown' ? <Lock size={16} aria-hidden="true" /> : <Eye size={16} aria-hidden="true" />}
          <span className="grows">{mode === 'lockdown' ? t('mode.locked') : t('mode.observing')}</span>
          {mode === 'observe' && (
            <Button small onClick={() => go('rules', 'observed')}>
              {t('observed.open')}
            </Button>
          )}
          <Button small onClick={() => void run('mode.set', { mode: 'enforce' })}>
            {t('mode.toEnforce')}
          </Button>
        </div>
      )}
      {changes.length > 0 && (
        <div className="banner" role="status">
          <ShieldQuestion size={16} aria-hidden="true" />
          <span className="grows">{t('changes.waiting', { count: changes.length })}</span>
          <Button small onClick={() => setReview(true)}>
            {t('changes.review')}
          </Button>
        </div>
      )}
      <PendingChanges open={review && changes.length > 0} onClose={() => setReview(false)} />
    </>
  );
}
