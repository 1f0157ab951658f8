import { useState } from 'react';
import type { Result } from '../../../shared/result.js';
import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { CopyButton } from '../../elements/copy-button.js';
import { Dialog } from '../../elements/dialog.js';
import { spell } from '../../elements/hidden-characters.js';
import { Card } from '../../elements/page.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { useSnapshot } from '../../state/board.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { useWords } from '../../words/words.js';

/** Takes the gate out of every application, one by one with its result, and says what to delete then. */
export function RemoveToolgate() {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return (
    <Card title={t('settings.removal')}>
      <div className="setting">
        <span className="quiet small prose grows">{t('settings.removalDetail')}</span>
        <Button look="danger" onClick={() => setOpen(true)}>
          {t('settings.removalStart')}
        </Button>
      </div>
      {open && <Removal onClose={() => setOpen(false)} />}
    </Card>
  );
}

function Removal({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const run = useCommand();
  const dataDir = useSnapshot(({ gate }) => gate.dataDir);
  const startsAtLogin = useSnapshot(({ settings }) => settings.startAtLogin);
  // asked once: the list stays while one after the other leaves it
  const { value, failure } = useAnswer('client.discover', {}, '');
  const [busy, setBusy] = useState(false);
  const [results, setResults] = useState<ReadonlyMap<string, Result<unknown>>>(new Map());
  const connected = (value ?? []).filter((one) => one.connected);
  const left = connected.filter(({ id }) => results.get(id)?.ok !== true);

  const release = async (id: string, edited: 'ask' | 'keep' | 'revert') => {
    const answer = await run('client.disconnect', { id, edited }, { quiet: true });
    setResults((before) => new Map(before).set(id, answer));
  };
  const go = async () => {
    setBusy(true);
    for (const { id } of left) await release(id, 'ask');
    if (startsAtLogin) await run('settings.set', { startAtLogin: false });
    setBusy(false);
  };
  const tried = results.size > 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('settings.removal')}
      lead={left.length > 0 ? t('settings.removalLead') : undefined}
      closeLabel={t('common.close')}
      actions={
        <>
          <Button onClick={onClose}>{tried || connected.length === 0 ? t('common.close') : t('common.cancel')}</Button>
          {left.length > 0 && (
            <Button look="danger" busy={busy} onClick={() => void go()}>
              {t('settings.removalGo')}
            </Button>
          )}
        </>
      }
    >
      <div className="stack wide">
        {failure && <Broken message={failure.message} fix={failure.fix} />}
        {value === undefined && !failure && <Loading label={t('common.loading')} rows={3} />}
        {value !== undefined && connected.length === 0 && <p className="quiet">{t('settings.removalNone')}</p>}
        {connected.length > 0 && (
          <ul className="lines">
            {connected.map(({ id, name, files }) => {
              const result = results.get(id);
              return (
                <li key={id} className="stack tight">
                  <span className="row">
                    <Plain className="list-title cut grows" text={name} />
                    {result?.ok === true && <Badge tone="ok">{t('settings.removalDone')}</Badge>}
                  </span>
                  <Plain className="quiet small wrap" text={files.join(', ')} />
                  {result?.ok === false && (
                    <span className="row wraps">
                      <Plain className="small problem wrap grows" text={result.error.message} />
                      {result.error.code === 'EDITED' && (
                        <>
                          <Button small onClick={() => void release(id, 'keep')}>
                            {t('clients.editedKeep')}
                          </Button>
                          <Button small onClick={() => void release(id, 'revert')}>
                            {t('clients.editedRevert')}
                          </Button>
                        </>
                      )}
                    </span>
                  )}
                </li>
              );
            })}
          </ul>
        )}
        {value !== undefined && left.length === 0 && (
          <div className="stack" role="status">
            <p>{t('settings.removalThen')}</p>
            <div className="row apart">
              <code className="wrap selectable">{spell(dataDir)}</code>
              <CopyButton text={dataDir} label={t('common.copy')} doneLabel={t('common.copied')} />
            </div>
          </div>
        )}
        {tried && !busy && left.length > 0 && <Broken message={t('settings.removalStill')} />}
      </div>
    </Dialog>
  );
}
