import { useState } from 'react';
import type { ApplicationView } from '../../../shared/model/applications.js';
import { Button } from '../../elements/button.js';
import { Dialog } from '../../elements/dialog.js';
import { spell } from '../../elements/hidden-characters.js';
import { useCommand } from '../../state/commands.js';
import { toast } from '../../state/toasts.js';
import { linkContents } from './applications.js';
import { useWords } from '../../words/words.js';

/** Says what a link does before it is opened, and shows it whole. */
export function LinkDialog({ application: { id, name, links = [] }, onClose }: { application: ApplicationView; onClose: () => void }) {
  const t = useWords();
  const run = useCommand();
  const [busy, setBusy] = useState(false);
  const label = spell(name);
  const open = async () => {
    setBusy(true);
    const answer = await run('client.openLink', { id });
    setBusy(false);
    if (!answer.ok) return;
    onClose();
    toast({ title: t('clients.byLinkOpened', { name: label }) });
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('clients.byLinkTitle', { name: label })}
      lead={t('clients.byLinkText', { name: label })}
      closeLabel={t('common.close')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="main" busy={busy} onClick={() => void open()}>
            {t('clients.byLinkOpen', { name: label })}
          </Button>
        </>
      }
    >
      <p className="quiet">{t('clients.byLinkToken', { name: label })}</p>
      {links.map(({ url }) => (
        <div key={url} className="stack">
          <pre className="code-block">{spell(linkContents(url) ?? '')}</pre>
          <code className="quiet small wrap selectable">{spell(url)}</code>
        </div>
      ))}
    </Dialog>
  );
}
