import { useState } from 'react';
import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { Dialog } from '../../elements/dialog.js';
import { DiffText } from '../../elements/diff-view.js';
import { spell } from '../../elements/hidden-characters.js';
import { Card } from '../../elements/page.js';
import { Picker } from '../../elements/picker.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { toast } from '../../state/toasts.js';
import { useWords } from '../../words/words.js';
import { readApplications, readPlan, type Application } from './applications.js';

/** AI applications on this machine, connected by an edit of their files that is shown first and can be taken back. */
export function ConnectApplications() {
  const t = useWords();
  const { value, failure, reload } = useAnswer('client.discover', {}, '');
  const [chosen, setChosen] = useState<Application>();
  const applications = readApplications(value ?? []).filter(({ present }) => present);
  return (
    <Card title={t('clients.applications')}>
      <p className="quiet prose">{t('clients.applicationsLead')}</p>
      {failure ? (
        <Broken message={failure.message} fix={failure.fix} />
      ) : !value ? (
        <Loading label={t('common.loading')} rows={3} />
      ) : applications.length === 0 ? (
        <p className="quiet">{t('clients.applicationsNone')}</p>
      ) : (
        <ul className="lines">
          {applications.map((application) => (
            <li key={application.id} className="row">
              <span className="stack tight grows">
                <span className="row">
                  <Plain className="list-title cut" text={application.name} />
                  {application.connected && <Badge tone="ok">{t('clients.connected')}</Badge>}
                </span>
                <span className="quiet small cut">
                  {t('clients.hasServers', { count: application.servers.length })}
                  {application.files[0] !== undefined && (
                    <>
                      {' · '}
                      <Plain text={application.files[0]} />
                    </>
                  )}
                </span>
                {application.problem !== undefined && <Plain className="small problem wrap" text={application.problem} />}
              </span>
              <Button small onClick={() => setChosen(application)}>
                {application.connected ? t('clients.disconnect') : t('clients.connect')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {chosen && (
        <Preview
          application={chosen}
          onClose={(changed) => {
            setChosen(undefined);
            if (changed) reload();
          }}
        />
      )}
    </Card>
  );
}

function Preview({ application, onClose }: { application: Application; onClose: (changed: boolean) => void }) {
  const t = useWords();
  const run = useCommand();
  const [mode, setMode] = useState<'mirror' | 'aggregate'>('mirror');
  const leaving = application.connected;
  const connect = useAnswer('client.connect', leaving ? undefined : { id: application.id, mode, dryRun: true }, `${application.id} ${mode}`);
  const disconnect = useAnswer('client.disconnect', leaving ? { id: application.id, dryRun: true } : undefined, application.id);
  const { value, failure } = leaving ? disconnect : connect;
  const name = spell(application.name);
  const apply = async () => {
    const answer = leaving ? await run('client.disconnect', { id: application.id }) : await run('client.connect', { id: application.id, mode });
    if (!answer.ok) return;
    onClose(true);
    toast({ title: leaving ? t('clients.disconnectedDone', { name }) : t('clients.connectedDone', { name }) });
  };
  return (
    <Dialog
      open
      wide
      onClose={() => onClose(false)}
      title={leaving ? t('clients.disconnectTitle', { name }) : t('clients.connectTitle', { name })}
      lead={leaving ? t('clients.disconnectText') : t('clients.connectText')}
      closeLabel={t('common.close')}
      actions={
        <>
          <Button onClick={() => onClose(false)}>{t('common.cancel')}</Button>
          <Button look="main" disabled={value === undefined} onClick={() => void apply()}>
            {leaving ? t('clients.disconnect') : t('clients.connect')}
          </Button>
        </>
      }
    >
      {!leaving && <Picker shown label={t('clients.mode')} value={mode} choices={(['mirror', 'aggregate'] as const).map((which) => ({ value: which, label: t(`clients.modes.${which}`) }))} onChange={setMode} />}
      {failure && <Broken message={failure.message} fix={failure.fix} />}
      {value === undefined && !failure && <Loading label={t('common.loading')} rows={4} />}
      {value !== undefined &&
        readPlan(value).map((change) => (
          <div key={change.path} className="stack">
            {change.path !== '' && <code className="wrap">{spell(change.path)}</code>}
            <DiffText text={change.diff} label={change.path === '' ? t('clients.plan') : spell(change.path)} />
          </div>
        ))}
    </Dialog>
  );
}
