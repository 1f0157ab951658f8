import { useEffect, useRef, useState } from 'react';
import type { ApplicationView, FoundServer } from '../../../shared/model/applications.js';
import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { spell } from '../../elements/hidden-characters.js';
import { Plain } from '../../elements/plain.js';
import { useCommand } from '../../state/commands.js';
import { toast } from '../../state/toasts.js';
import { useFailure, useRetold, useWords } from '../../words/words.js';
import { STATE_TONE } from './applications.js';

const MOST_SERVERS = 6;
const MOST_NAMES = 3;
export type Asked = 'connect' | 'disconnect' | 'set-up' | 'backups' | 'link';

/** One application: where its file is, what it starts, how it stands, and what can be done. */
export function ApplicationLine({
  application,
  problem,
  shown,
  onAsk,
  onChanged,
}: {
  application: ApplicationView;
  /** why it is not connected as it was */
  problem: string | undefined;
  /** the page was opened for this one */
  shown: boolean;
  /** `project`: for the files in this folder */
  onAsk: (what: Asked, project?: string) => void;
  onChanged: () => void;
}) {
  const t = useWords();
  const tell = useRetold();
  const failureOf = useFailure();
  const run = useCommand();
  const line = useRef<HTMLLIElement>(null);
  const [busy, setBusy] = useState(false);
  const { id, name, kind, connected, state = 'connected', servers, files, problems, backups } = application;
  const label = spell(name);
  useEffect(() => {
    if (shown) line.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  const restore = async () => {
    setBusy(true);
    const answer = await run('client.restore', { id });
    setBusy(false);
    if (!answer.ok) return;
    onChanged();
    toast({ title: t('clients.restoredGate', { name: label }), body: spell(tell('reload', answer.value.reload)) });
  };
  const named = (words: string) => `${words.replace('…', '')}: ${label}`;
  return (
    <li ref={line} className={`application ${shown ? 'opened' : ''}`}>
      <div className="row tops">
        <div className="stack tight grows">
          <span className="row">
            <Plain className="list-title cut" text={name} />
            {connected && (
              <Badge tone={STATE_TONE[state]} sign={state === 'connected' ? 'dot' : 'square'}>
                {t(`clients.state.${state}`)}
              </Badge>
            )}
          </span>
          {files.length > 0 && <Plain className="quiet small wrap" text={files.join(', ')} />}
        </div>
        {connected && state !== 'connected' && (
          <Button small look="main" busy={busy} aria-label={named(t('clients.restoreGate'))} onClick={() => void restore()}>
            {t('clients.restoreGate')}
          </Button>
        )}
        {backups.length > 0 && (
          <Button small look="bare" aria-label={t('clients.backupsTitle', { name: label })} onClick={() => onAsk('backups')}>
            {t('clients.backups')}
          </Button>
        )}
        {!connected && (application.links ?? []).length > 0 && (
          <Button small look="bare" aria-label={t('clients.byLinkTitle', { name: label })} onClick={() => onAsk('link')}>
            {t('clients.byLink')}
          </Button>
        )}
        {kind === 'instructions' ? (
          <Button small aria-label={t('clients.setUpTitle', { name: label })} onClick={() => onAsk('set-up')}>
            {t('clients.setUp')}
          </Button>
        ) : connected ? (
          <Button small aria-label={t('clients.disconnectTitle', { name: label })} onClick={() => onAsk('disconnect')}>
            {t('clients.disconnect')}
          </Button>
        ) : (
          <Button
            small
            look={servers.length > 0 ? 'main' : 'plain'}
            aria-label={t('clients.connectTitle', { name: label })}
            onClick={() => onAsk('connect')}
          >
            {t('clients.connect')}
          </Button>
        )}
      </div>
      {connected && state !== 'connected' && problem !== undefined && (
        <Plain className="small problem wrap" text={tell('stands', problem)} />
      )}
      {problems.map((one) => (
        <Plain key={one.file} className="small problem wrap" text={failureOf(one.message)} />
      ))}
      {(application.projects ?? []).map((project) => (
        <ProjectLine key={project.folder} name={label} project={project} onAsk={onAsk} />
      ))}
      {servers.length > 0 && (
        <ul className="found-servers">
          {servers.slice(0, MOST_SERVERS).map((server, index) => (
            <Found key={index} server={server} />
          ))}
          {servers.length > MOST_SERVERS && (
            <li className="quiet small">{t('clients.moreServers', { count: servers.length - MOST_SERVERS })}</li>
          )}
        </ul>
      )}
    </li>
  );
}

type Project = NonNullable<ApplicationView['projects']>[number];

/** A project with files of its own for the application. */
function ProjectLine({
  name,
  project: { folder, connected, state = 'connected' },
  onAsk,
}: {
  name: string;
  project: Project;
  onAsk: (what: Asked, project?: string) => void;
}) {
  const t = useWords();
  const what = connected ? 'disconnect' : 'connect';
  return (
    <div className="row">
      <span className="row grows">
        <span className="small wrap">{t('clients.project', { folder: spell(folder) })}</span>
        {connected && (
          <Badge tone={STATE_TONE[state]} sign={state === 'connected' ? 'dot' : 'square'}>
            {t(`clients.state.${state}`)}
          </Badge>
        )}
      </span>
      {connected && state !== 'connected' && (
        <Button small aria-label={`${t('clients.restoreGate')}: ${name}, ${spell(folder)}`} onClick={() => onAsk('connect', folder)}>
          {t('clients.restoreGate')}
        </Button>
      )}
      <Button small aria-label={`${t(`clients.${what}Title`, { name })}: ${spell(folder)}`} onClick={() => onAsk(what, folder)}>
        {t(`clients.${what}`)}
      </Button>
    </div>
  );
}

function Found({ server: { name, launch, gate, disabled, hasSecrets, project, alsoIn, problem } }: { server: FoundServer }) {
  const t = useWords();
  return (
    <li className="found-server">
      <span className="row wraps">
        <Plain className="cut" text={name} />
        {gate && <Badge tone="ok">{t('clients.serverGate')}</Badge>}
        {disabled && <Badge sign="ring">{t('clients.serverOff')}</Badge>}
        {hasSecrets && !gate && (
          <Badge tone="caution" sign="square">
            {t('clients.serverSecrets')}
          </Badge>
        )}
        {project && <Badge>{t('clients.serverProject')}</Badge>}
        {alsoIn.length > 0 && <AlsoIn names={alsoIn.map((one) => spell(one))} />}
      </span>
      {!gate && (
        <code className="wrap selectable quiet">
          <Plain text={launch} />
        </code>
      )}
      {problem !== undefined && <Plain className="small quiet wrap" text={problem} />}
    </li>
  );
}

/** The other applications that have the same server; a person with many has all their names on hover. */
function AlsoIn({ names }: { names: readonly string[] }) {
  const t = useWords();
  const more = names.length - MOST_NAMES;
  // One name in place of "one more" is no longer.
  if (more <= 1) return <span className="quiet small">{t('clients.serverAlso', { names: names.join(', ') })}</span>;
  return (
    <span className="quiet small" title={names.join(', ')}>
      {t('clients.serverAlsoMore', { names: names.slice(0, MOST_NAMES).join(', '), count: more })}
    </span>
  );
}
