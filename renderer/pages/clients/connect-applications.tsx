import { useState } from 'react';
import type { ApplicationView } from '../../../shared/model/applications.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { useSnapshot } from '../../state/board.js';
import { useAnswer } from '../../state/commands.js';
import { useWords } from '../../words/words.js';
import { ApplicationLine, type Asked } from './application-line.js';
import { inOrder } from './applications.js';
import { BackupsDialog } from './backups-dialog.js';
import { ConnectDialog } from './connect-dialog.js';
import { DisconnectDialog } from './disconnect-dialog.js';
import { AddProject } from './add-project.js';
import { LinkDialog } from './link-dialog.js';
import { SetUpDialog } from './set-up-dialog.js';

/**
 * The AI applications of this machine with the servers in their files; looked at again when a client or a notice of one comes.
 * @param lead says what they are, where there are any
 */
export function ConnectApplications({ shown, lead }: { shown?: string | undefined; lead?: string | undefined }) {
  const t = useWords();
  const news = useSnapshot(({ clients, notices }) =>
    [
      ...clients.map(({ name }) => name),
      ...notices.filter(({ kind }) => kind === 'client').map(({ id, count, read }) => `${id} ${count} ${read}`),
    ].join('\n'),
  );
  const { value, failure, reload } = useAnswer('client.discover', {}, news);
  const standing = useAnswer('client.verify', {}, news);
  const [asked, setAsked] = useState<{ application: ApplicationView; what: Asked; project?: string | undefined }>();
  const changed = () => {
    reload();
    standing.reload();
  };
  const close = () => setAsked(undefined);
  const applications = inOrder(value ?? []);
  if (failure) return <Broken message={failure.message} fix={failure.fix} />;
  if (!value) return <Loading label={t('common.loading')} rows={3} />;
  return (
    <>
      {lead !== undefined && applications.length > 0 && <p className="quiet prose">{lead}</p>}
      {applications.length === 0 ? (
        <p className="quiet">{t('clients.applicationsNone')}</p>
      ) : (
        <ul className="lines applications">
          {applications.map((application) => (
            <ApplicationLine
              key={application.id}
              application={application}
              problem={standing.value?.find(({ id, project }) => id === application.id && project === undefined)?.problem}
              shown={application.id === shown}
              onAsk={(what, project) => setAsked({ application, what, project })}
              onChanged={changed}
            />
          ))}
        </ul>
      )}
      {asked?.what === 'connect' && (
        <ConnectDialog application={asked.application} project={asked.project} onChanged={changed} onClose={close} />
      )}
      {asked?.what === 'disconnect' && (
        <DisconnectDialog application={asked.application} project={asked.project} onChanged={changed} onClose={close} />
      )}
      {asked?.what === 'link' && <LinkDialog application={asked.application} onClose={close} />}
      <AddProject onChanged={changed} />
      {asked?.what === 'set-up' && <SetUpDialog application={asked.application} onClose={close} />}
      {asked?.what === 'backups' && <BackupsDialog application={asked.application} onChanged={changed} onClose={close} />}
    </>
  );
}
