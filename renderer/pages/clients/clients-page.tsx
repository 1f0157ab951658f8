import { MonitorSmartphone, Plus } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { Dialog } from '../../elements/dialog.js';
import { spell } from '../../elements/hidden-characters.js';
import { Menu } from '../../elements/menu.js';
import { Card, PageFrame } from '../../elements/page.js';
import { Plain } from '../../elements/plain.js';
import { Empty } from '../../elements/state-pages.js';
import type { ClientView } from '../../../shared/model/views.js';
import { useSnapshot } from '../../state/board.js';
import { useClientTitles } from '../../state/client-titles.js';
import { useCommand } from '../../state/commands.js';
import { useNow } from '../../state/now.js';
import { go } from '../../state/route.js';
import { ago, countdown, exact } from '../../words/format.js';
import { useWords } from '../../words/words.js';
import { AddClient } from './add-client.js';
import { ConnectApplications } from './connect-applications.js';

const QUARTER = 15 * 60_000;
/** further away than a year: blocked until someone lifts it */
const ENDLESS = 365 * 86_400_000;

export function ClientsPage({ parts }: { parts: readonly string[] }) {
  const t = useWords();
  const clients = useSnapshot((snapshot) => snapshot.clients);
  const [shown] = parts;
  return (
    <PageFrame
      title={t('page.clients')}
      tools={
        <Button look="main" onClick={() => go('clients', '+')}>
          <Plus size={14} aria-hidden="true" /> {t('clients.add')}
        </Button>
      }
    >
      <Card title={t('clients.listTitle')} flush>
        {clients.length === 0 ? (
          <Empty icon={<MonitorSmartphone size={22} />} title={t('clients.noneTitle')}>
            {t('clients.noneText')}
          </Empty>
        ) : (
          <ul className="lines padded">
            {clients.map((client) => (
              <ClientLine key={client.name} client={client} />
            ))}
          </ul>
        )}
      </Card>
      <Card title={t('clients.applications')}>
        <div className="stack">
          <p className="quiet prose">{t('clients.applicationsLead')}</p>
          <ConnectApplications shown={shown} />
          <p className="quiet small prose">{t('clients.notHere')}</p>
        </div>
      </Card>
      <AddClient open={shown === '+'} taken={clients.map(({ name }) => name)} onClose={() => go('clients')} />
    </PageFrame>
  );
}

function ClientLine({ client }: { client: ClientView }) {
  const t = useWords();
  const run = useCommand();
  const now = useNow(1000);
  const [removing, setRemoving] = useState(false);
  const { name, blockedUntilMs, sessions, lastSeenAtMs, application } = client;
  const blocked = blockedUntilMs !== undefined && blockedUntilMs > now;
  const title = useClientTitles()(name);
  const label = spell(title);
  return (
    <li className="row">
      <span className="stack tight grows">
        <span className="row">
          <Plain className="list-title cut" text={title} />
          {title !== name && <code className="quiet">{name}</code>}
          {blocked ? (
            <Badge tone="danger" sign="square">
              {blockedUntilMs - now > ENDLESS ? t('clients.blocked') : t('clients.blockedFor', { time: countdown(blockedUntilMs - now) })}
            </Badge>
          ) : sessions > 0 ? (
            <Badge tone="ok">{t('clients.sessions', { count: sessions })}</Badge>
          ) : (
            <Badge sign="ring">{t('clients.away')}</Badge>
          )}
        </span>
        <span className="quiet small cut" title={lastSeenAtMs === undefined ? undefined : exact(lastSeenAtMs)}>
          {lastSeenAtMs === undefined ? t('clients.never') : t('clients.seen', { time: ago(lastSeenAtMs, now) })}
          {client.says !== undefined && (
            <>
              {' · '}
              {t('clients.says')} <Plain text={client.says} />
            </>
          )}
        </span>
      </span>
      {blocked ? (
        <Button small onClick={() => void run('client.unblock', { name })}>
          {t('clients.unblock')}
        </Button>
      ) : (
        <Menu
          name={t('clients.blockName', { name: label })}
          align="end"
          trigger={
            <Button small aria-label={t('clients.blockName', { name: label })}>
              {t('clients.block')}
            </Button>
          }
          items={[
            { key: '15', label: t('clients.block15'), onSelect: () => void run('client.block', { name, forMs: QUARTER }) },
            { key: '60', label: t('clients.block60'), onSelect: () => void run('client.block', { name, forMs: 4 * QUARTER }) },
            { key: 'on', label: t('clients.blockOn'), onSelect: () => void run('client.block', { name }) },
          ]}
        />
      )}
      <Button small look="danger" aria-label={t('clients.removeTitle', { name: label })} onClick={() => setRemoving(true)}>
        {t('common.removeAsk')}
      </Button>
      <Dialog
        open={removing}
        onClose={() => setRemoving(false)}
        title={t('clients.removeTitle', { name: label })}
        lead={application === undefined ? t('clients.removeText') : `${t('clients.removeText')} ${t('clients.removeConnected')}`}
        closeLabel={t('common.close')}
        actions={
          <>
            <Button onClick={() => setRemoving(false)}>{t('common.cancel')}</Button>
            <Button look="danger" onClick={() => void run('client.remove', { name }).then(() => setRemoving(false))}>
              {t('common.remove')}
            </Button>
          </>
        }
      />
    </li>
  );
}
