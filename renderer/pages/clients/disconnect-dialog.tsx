import { useState } from 'react';
import type { ApplicationView } from '../../../shared/model/applications.js';
import type { Failure } from '../../../shared/result.js';
import { Button } from '../../elements/button.js';
import { Dialog } from '../../elements/dialog.js';
import { spell } from '../../elements/hidden-characters.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { toast } from '../../state/toasts.js';
import { useRetold, useWords } from '../../words/words.js';
import { PlannedChange } from './planned-change.js';

/** Shows how the files go back, then takes the gate out. Entries that somebody edited are asked about. */
export function DisconnectDialog({
  application: { id, name },
  project,
  onChanged,
  onClose,
}: {
  application: ApplicationView;
  /** its files in this folder instead of the person's own */
  project?: string | undefined;
  onChanged: () => void;
  onClose: () => void;
}) {
  const t = useWords();
  const tell = useRetold();
  const run = useCommand();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Failure>();
  const { value: plan, failure } = useAnswer('client.disconnect', { id, dryRun: true, project }, `${id} ${project ?? ''}`);
  const label = spell(name);
  const disconnect = async (edited: 'ask' | 'keep' | 'revert') => {
    setBusy(true);
    const answer = await run('client.disconnect', { id, edited, project }, { quiet: true });
    setBusy(false);
    if (!answer.ok) return setRefused(answer.error);
    onChanged();
    onClose();
    toast({ title: t('clients.disconnected', { name: label }), body: spell(tell('reload', answer.value.reload)) });
  };
  const edited = refused?.code === 'EDITED';
  const problem = edited ? undefined : (refused ?? failure);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('clients.disconnectTitle', { name: label })}
      lead={t('clients.disconnectText')}
      closeLabel={t('common.close')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {edited ? (
            <>
              <Button busy={busy} onClick={() => void disconnect('keep')}>
                {t('clients.editedKeep')}
              </Button>
              <Button look="main" busy={busy} onClick={() => void disconnect('revert')}>
                {t('clients.editedRevert')}
              </Button>
            </>
          ) : (
            <Button look="main" busy={busy} disabled={plan === undefined} onClick={() => void disconnect('ask')}>
              {t('clients.disconnectNow', { name: label })}
            </Button>
          )}
        </>
      }
    >
      <div className="stack wide">
        {edited && <Broken message={t('clients.editedText', { names: spell(editedNames(refused)) })} />}
        {problem && <Broken message={problem.message} fix={problem.fix} />}
        {plan === undefined && !problem && <Loading label={t('common.loading')} rows={4} />}
        {plan !== undefined && <PlannedChange diff={plan.diff} />}
      </div>
    </Dialog>
  );
}

/** The entries that a refusal to disconnect names. */
function editedNames(failure: Failure | undefined): string {
  const names = failure?.details?.['names'];
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string').join(', ') : '';
}
