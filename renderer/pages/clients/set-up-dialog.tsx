import { useState } from 'react';
import type { ApplicationView } from '../../../shared/model/applications.js';
import { Button } from '../../elements/button.js';
import { CopyButton } from '../../elements/copy-button.js';
import { Dialog } from '../../elements/dialog.js';
import { spell } from '../../elements/hidden-characters.js';
import { Plain } from '../../elements/plain.js';
import { useSnapshot } from '../../state/board.js';
import { useCommand } from '../../state/commands.js';
import { useRetold, useWords } from '../../words/words.js';
import { readStep } from './applications.js';

/** Steps for an application without a file: makes its token, then says what to paste where. */
export function SetUpDialog({ application: { id, name, steps }, onClose }: { application: ApplicationView; onClose: () => void }) {
  const t = useWords();
  const tell = useRetold();
  const run = useCommand();
  const known = useSnapshot(({ clients }) => clients.some((client) => client.name === id));
  const [token, setToken] = useState<string>();
  const [busy, setBusy] = useState(false);
  const label = spell(name);
  const add = async () => {
    setBusy(true);
    const answer = await run('client.add', { name: id });
    setBusy(false);
    if (answer.ok) setToken(answer.value.token);
  };
  const ready = known || token !== undefined;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('clients.setUpTitle', { name: label })}
      lead={t('clients.setUpText', { name: label })}
      closeLabel={t('common.close')}
      actions={
        ready ? (
          <Button data-first autoFocus={token !== undefined} look="main" onClick={onClose}>
            {t('clients.done')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button look="main" busy={busy} onClick={() => void add()}>
              {t('clients.setUpToken')}
            </Button>
          </>
        )
      }
    >
      {ready ? (
        <div className="stack wide">
          {/* The bridge finds the token by itself: then no step shows it. */}
          {steps.some((step) => step.includes('TOKEN')) && (
            <p className="quiet">{token === undefined ? t('clients.setUpKnown', { name: id }) : t('clients.once')}</p>
          )}
          <ol className="steps">
            {steps.map((step, index) => {
              const { text, copies } = readStep(tell('failure', step), id, token);
              return (
                <li key={index} className="tops">
                  <div className="stack grows">
                    <Plain className="wrap" text={text} />
                    {copies.map((copy) => (
                      <div key={copy} className="copy-line">
                        <pre className="code-block">{spell(copy)}</pre>
                        <CopyButton text={copy} label={t('common.copy')} doneLabel={t('common.copied')} />
                      </div>
                    ))}
                  </div>
                </li>
              );
            })}
          </ol>
        </div>
      ) : (
        <p>{t('clients.setUpTokenText')}</p>
      )}
    </Dialog>
  );
}
