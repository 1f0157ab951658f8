import { useState } from 'react';
import type { ApplicationView } from '../../../shared/model/applications.js';
import { Button } from '../../elements/button.js';
import { Dialog } from '../../elements/dialog.js';
import { spell } from '../../elements/hidden-characters.js';
import { Plain } from '../../elements/plain.js';
import { useCommand } from '../../state/commands.js';
import { toast } from '../../state/toasts.js';
import { exact } from '../../words/format.js';
import { useRetold, useWords } from '../../words/words.js';

/** Earlier copies of an application's files, newest first; each can be brought back. */
export function BackupsDialog({
  application: { id, name, backups },
  onChanged,
  onClose,
}: {
  application: ApplicationView;
  onChanged: () => void;
  onClose: () => void;
}) {
  const t = useWords();
  const tell = useRetold();
  const run = useCommand();
  const [busy, setBusy] = useState<string>();
  const restore = async (backup: string) => {
    setBusy(backup);
    const answer = await run('client.restore', { id, backup });
    setBusy(undefined);
    if (!answer.ok) return;
    onChanged();
    onClose();
    toast({ title: t('clients.restored', { name: spell(name) }), body: spell(tell('reload', answer.value.reload)) });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('clients.backupsTitle', { name: spell(name) })}
      lead={t('clients.backupsText')}
      closeLabel={t('common.close')}
    >
      <ul className="lines">
        {[...backups]
          .sort((a, b) => b.atMs - a.atMs)
          .map((backup) => (
            <li key={backup.name} className="row">
              <span className="stack tight grows">
                <span>{exact(backup.atMs)}</span>
                <Plain className="quiet small wrap" text={backup.file} />
              </span>
              <Button
                small
                busy={busy === backup.name}
                aria-label={t('clients.backupRestoreName', { time: exact(backup.atMs) })}
                onClick={() => void restore(backup.name)}
              >
                {t('clients.backupRestore')}
              </Button>
            </li>
          ))}
      </ul>
    </Dialog>
  );
}
