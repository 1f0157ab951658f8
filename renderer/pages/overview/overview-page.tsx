import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../elements/button.js';
import { Card, PageFrame } from '../../elements/page.js';
import { Plain } from '../../elements/plain.js';
import { useClientTitles } from '../../state/client-titles.js';
import { useSnapshot } from '../../state/board.js';
import { go, openPath, routeHash } from '../../state/route.js';
import { useNow } from '../../state/now.js';
import { useCommand } from '../../state/commands.js';
import { ago, count, duration, exact } from '../../words/format.js';
import { useWords } from '../../words/words.js';
import { CallLine } from '../activity/call-line.js';
import { ServerState } from '../servers/server-state.js';
import { PendingChanges } from '../shell/pending-changes.js';
import { FirstRun } from './first-run.js';
import { TopTools } from './top-tools.js';
import { useNeeds } from './use-needs.js';
import { VerdictChart } from './verdict-chart.js';

export function OverviewPage() {
  const t = useWords();
  const activity = useSnapshot((snapshot) => snapshot.activity);
  const waiting = useSnapshot(({ approvals }) => approvals.filter(({ state }) => state === 'pending').length);
  const servers = useSnapshot((snapshot) => snapshot.servers);
  const clients = useSnapshot((snapshot) => snapshot.clients);
  const fresh = useSnapshot(({ settings }) => !settings.firstRunDone);
  const { calls, asked, refused } = activity.today;
  return (
    <PageFrame title={t('page.overview')}>
      {fresh ? (
        <FirstRun />
      ) : (
        (servers.length === 0 || clients.length === 0) && <FirstSteps servers={servers.length} clients={clients.length} />
      )}
      <dl className="figures">
        <Figure label={t('overview.callsToday')} value={calls} href={routeHash('activity')} />
        <Figure label={t('overview.askedToday')} value={asked} href={routeHash('activity')} />
        <Figure label={t('overview.refusedToday')} value={refused} href={routeHash('activity')} />
        <Figure label={t('overview.waiting')} value={waiting} href={routeHash('approvals')} loud={waiting > 0} />
      </dl>
      <div className="overview-columns">
        <div className="stack wide">
          <Card title={t('overview.chart')}>
            {activity.minutes.some(({ allowed, asked: asks, limited, denied }) => allowed + asks + limited + denied > 0) ? (
              <VerdictChart minutes={activity.minutes} />
            ) : (
              <p className="quiet chart-empty">{t('overview.quiet')}</p>
            )}
          </Card>
          <Recent />
        </div>
        <div className="stack wide">
          <Needs />
          <TopTools />
          {servers.length > 0 && <Servers />}
        </div>
      </div>
    </PageFrame>
  );
}

function Figure({ label, value, href, loud = false }: { label: string; value: number; href: string; loud?: boolean }) {
  return (
    <div className={`figure ${loud ? 'loud' : ''}`}>
      <dt className="quiet">{label}</dt>
      <dd>
        <a href={href}>{count(value)}</a>
      </dd>
    </div>
  );
}

function FirstSteps({ servers, clients }: { servers: number; clients: number }) {
  const t = useWords();
  return (
    <Card title={t('overview.firstTitle')}>
      <ol className="steps">
        <li className={servers > 0 ? 'done' : ''}>
          <span className="grows">{t('overview.step.servers')}</span>
          {servers === 0 && (
            <Button look="main" onClick={() => go('servers', '+')}>
              {t('servers.add')}
            </Button>
          )}
        </li>
        <li className={clients > 0 ? 'done' : ''}>
          <span className="grows">{t('overview.step.clients')}</span>
          {clients === 0 && <Button onClick={() => go('clients', '+')}>{t('clients.add')}</Button>}
        </li>
        <li>
          <span className="grows">{t('overview.step.tools')}</span>
        </li>
      </ol>
    </Card>
  );
}

function Needs() {
  const t = useWords();
  const run = useCommand();
  const now = useNow(10_000);
  const needs = useNeeds();
  const changes = useSnapshot((snapshot) => snapshot.changes.length);
  const [review, setReview] = useState(false);
  return (
    <Card title={t('overview.needs')}>
      {needs.length === 0 && changes === 0 ? (
        <p className="row quiet">
          <CircleCheck size={15} className="ok-icon" aria-hidden="true" /> {t('overview.needsNothing')}
        </p>
      ) : (
        <ul className="lines">
          {changes > 0 && (
            <li className="need caution">
              <button type="button" className="need-main" onClick={() => setReview(true)}>
                <span className="wrap list-title">{t('changes.waiting', { count: changes })}</span>
              </button>
            </li>
          )}
          {needs.map((need) => (
            <li key={need.key} className={`need ${need.severity}`}>
              <button type="button" className="need-main" onClick={() => openPath(need.opens)}>
                <span className="wrap list-title">
                  <Plain text={need.title} />
                  {need.count > 1 && ` ×${need.count}`}
                </span>
                {need.body !== '' && (
                  <span className="quiet small wrap need-body">
                    <Plain text={need.body} />
                  </span>
                )}
                {need.atMs !== undefined && (
                  <span className="quiet small" title={exact(need.atMs)}>
                    {ago(need.atMs, now)}
                  </span>
                )}
              </button>
              {need.notice && (
                <span className="row wraps">
                  {need.notice.actions.map(({ id, label }) => (
                    <Button key={id} small onClick={() => void run('notice.act', { id: need.notice?.id ?? '', action: id })}>
                      <Plain text={label} />
                    </Button>
                  ))}
                  <Button small look="bare" onClick={() => void run('notice.read', { id: need.notice?.id ?? '' })}>
                    {t('overview.dismiss')}
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <PendingChanges open={review && changes > 0} onClose={() => setReview(false)} />
    </Card>
  );
}

function Servers() {
  const t = useWords();
  const servers = useSnapshot((snapshot) => snapshot.servers);
  return (
    <Card title={t('page.servers')}>
      <ul className="lines">
        {servers.map((server) => (
          <li key={server.name}>
            <a className="row plain-link" href={routeHash('servers', server.name)}>
              <Plain className="grows cut" text={server.name} />
              {server.latencyMs !== undefined && <span className="quiet small">{duration(server.latencyMs)}</span>}
              <ServerState server={server} />
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Recent() {
  const t = useWords();
  const titleOf = useClientTitles();
  const now = useNow(5000);
  const recent = useSnapshot(({ activity }) => activity.recent);
  return (
    <Card
      title={t('overview.recent')}
      aside={
        recent.length > 0 && (
          <a href={routeHash('activity')} className="small">
            {t('overview.allActivity')}
          </a>
        )
      }
    >
      {recent.length === 0 ? (
        <p className="quiet prose">{t('activity.noneText')}</p>
      ) : (
        <ul className="lines">
          {recent.slice(0, 8).map((record) => (
            <CallLine key={record.id} record={record} now={now}>
              <span className="grows cut">
                <Plain text={titleOf(record.client)} /> <span className="quiet">→</span> <Plain className="quiet" text={record.server} />{' '}
                <span className="quiet">›</span> <Plain text={record.tool} />
              </span>
            </CallLine>
          ))}
        </ul>
      )}
    </Card>
  );
}
