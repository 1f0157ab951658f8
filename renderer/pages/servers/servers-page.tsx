import { Plus, Server } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '../../elements/button.js';
import { spell } from '../../elements/hidden-characters.js';
import { ClassMark } from '../../elements/marks.js';
import { PageFrame } from '../../elements/page.js';
import { Plain } from '../../elements/plain.js';
import { Empty } from '../../elements/state-pages.js';
import { useSnapshot } from '../../state/board.js';
import { useCommand } from '../../state/commands.js';
import { go, routeHash } from '../../state/route.js';
import type { ServerView } from '../../../shared/model/views.js';
import { duration } from '../../words/format.js';
import { useFailure, useWords } from '../../words/words.js';
import { classCounts } from '../tools/tool-filter.js';
import { AddServer } from './add-server.js';
import { ServerDetail } from './server-detail.js';
import { ServerState } from './server-state.js';

export function ServersPage({ parts }: { parts: readonly string[] }) {
  const t = useWords();
  const servers = useSnapshot((snapshot) => snapshot.servers);
  const adding = parts[0] === '+';
  const shown = servers.find(({ name }) => name === parts[0]);
  const add = (
    <Button look="main" onClick={() => go('servers', '+')}>
      <Plus size={14} aria-hidden="true" /> {t('servers.add')}
    </Button>
  );
  return (
    <PageFrame
      title={t('page.servers')}
      tools={servers.length > 0 && add}
      flush
      pane={shown && <ServerDetail key={shown.name} server={shown} />}
    >
      {servers.length === 0 ? (
        <Empty icon={<Server size={22} />} title={t('servers.noneTitle')} action={add}>
          {t('servers.noneText')}
        </Empty>
      ) : (
        <ul className="list" aria-label={t('page.servers')}>
          {servers.map((server) => (
            <ServerLine key={server.name} server={server} opened={server === shown} />
          ))}
        </ul>
      )}
      <AddServer open={adding} taken={servers.map(({ name }) => name)} onClose={() => go('servers')} />
    </PageFrame>
  );
}

/** "26 tools", with the signs of what can do most harm. */
function ToolCounts({ server }: { server: string }) {
  const t = useWords();
  const tools = useSnapshot((snapshot) => snapshot.tools[server]);
  const counts = classCounts(tools === undefined ? {} : { [server]: tools }).filter(({ class: name }) =>
    HARMFUL.some((one) => one === name),
  );
  return (
    <span className="row catalogue-counts">
      {counts.map(({ class: name, count }) => (
        <span key={name} className="row tight" title={t(`class.${name}`)}>
          <ClassMark of={name} word={t(`class.${name}`)} bare /> {count}
        </span>
      ))}
      <span>{t('tools.count', { count: tools?.length ?? 0 })}</span>
    </span>
  );
}

const HARMFUL = ['financial', 'destructive', 'execute'] as const;

function ServerLine({ server, opened }: { server: ServerView; opened: boolean }) {
  const t = useWords();
  const failureOf = useFailure();
  const run = useCommand();
  const { name, state } = server;
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (opened) line.current?.scrollIntoView({ block: 'nearest' });
  }, [opened]);
  return (
    <li ref={line} className={`list-row ${opened ? 'opened' : ''}`}>
      <a className="list-link" href={routeHash('servers', name)} aria-current={opened ? 'true' : undefined}>
        <span className="row">
          <Plain className="list-title cut" text={name} />
          <ServerState server={server} />
        </span>
        <span className="quiet small cut code">
          <Plain text={server.launch} />
        </span>
        {server.problem !== undefined && (
          <span className="small wrap problem">
            <Plain text={failureOf(server.problem)} />
          </span>
        )}
      </a>
      <span className="list-facts quiet small">
        <ToolCounts server={name} />
        {server.latencyMs !== undefined && <span>{duration(server.latencyMs)}</span>}
      </span>
      {state === 'needs-sign-in' ? (
        <Button small look="main" onClick={() => void run('server.signIn', { name })}>
          {t('servers.signIn')}
        </Button>
      ) : state === 'needs-secret' || state === 'needs-confirmation' ? (
        <Button small look="main" aria-label={`${t(`servers.answer.${state}`)}: ${spell(name)}`} onClick={() => go('servers', name)}>
          {t(`servers.answer.${state}`)}
        </Button>
      ) : state === 'disabled' ? (
        <Button small aria-label={`${t('servers.enable')}: ${spell(name)}`} onClick={() => void run('server.enable', { name })}>
          {t('servers.enable')}
        </Button>
      ) : (
        <Button small aria-label={`${t('servers.restart')}: ${spell(name)}`} onClick={() => void run('server.restart', { name })}>
          {t('servers.restart')}
        </Button>
      )}
    </li>
  );
}
