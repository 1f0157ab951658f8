import { Tabs } from '@base-ui/react/tabs';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '../../elements/button.js';
import { Caution } from '../../elements/caution.js';
import { Dialog } from '../../elements/dialog.js';
import { spell } from '../../elements/hidden-characters.js';
import { Picker } from '../../elements/picker.js';
import { Plain, PlainPieces } from '../../elements/plain.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { Toggle } from '../../elements/toggle.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { go, routeHash } from '../../state/route.js';
import { standing } from '../../../shared/model/server-trouble.js';
import type { ServerView } from '../../../shared/model/views.js';
import { ago, bytes, exact } from '../../words/format.js';
import { useFailure, useRetold, useWords } from '../../words/words.js';
import { SaveReport } from '../findings/save-report.js';
import { LaunchChange } from './launch-change.js';
import { Secrets } from './server-secrets.js';
import { ServerOrigin } from './server-origin.js';
import { ServerState } from './server-state.js';

const INSTANCES = ['auto', 'shared', 'per-client', 'per-session'] as const;

export function ServerDetail({ server }: { server: ServerView }) {
  const t = useWords();
  const tell = useRetold();
  const failureOf = useFailure();
  const run = useCommand();
  const [removing, setRemoving] = useState(false);
  const { name } = server;
  const label = spell(name);
  return (
    <section className="detail-pane tall" aria-label={t('servers.detail', { name: label })}>
      <Tabs.Root defaultValue="state" className="detail-tabs">
        <header className="detail-head">
          <h2 className="cut">
            <Plain text={name} />
          </h2>
          <ServerState server={server} />
          <span className="grows" />
          <Tabs.List className="tabs">
            {(['state', 'options', 'output'] as const).map((tab) => (
              <Tabs.Tab key={tab} value={tab} className="tab">
                {t(`servers.tab.${tab}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Button small onClick={() => void run('server.refresh', { name })}>
            {t('servers.refresh')}
          </Button>
          <Button small onClick={() => void run(server.enabled ? 'server.disable' : 'server.enable', { name })}>
            {server.enabled ? t('servers.disable') : t('servers.enable')}
          </Button>
          <Button small look="danger" onClick={() => setRemoving(true)}>
            {t('common.removeAsk')}
          </Button>
          <IconButton name={t('common.close')} onClick={() => go('servers')}>
            <X size={15} aria-hidden="true" />
          </IconButton>
        </header>
        <Tabs.Panel value="state" className="detail-body stack wide" tabIndex={0}>
          {server.problem !== undefined && <Broken message={failureOf(server.problem)} />}
          {standing(server) === 'failed' && server.transport.kind === 'stdio' && (
            <section className="stack" aria-label={t('servers.tab.output')}>
              <h3>{t('servers.tab.output')}</h3>
              <Output name={name} />
            </section>
          )}
          {server.state === 'needs-confirmation' && <LaunchChange name={name} />}
          {server.warnings.map((warning) => (
            <Caution key={warning}>
              <Plain text={tell('failure', warning)} />
            </Caution>
          ))}
          <ServerOrigin server={server} />
          <SignIn server={server} />
          <Facts server={server} />
          <Secrets server={server} />
          <div className="row apart wraps">
            <SaveReport server={name} />
            {server.toolCount > 0 && <a href={routeHash('tools', name)}>{t('servers.seeTools')}</a>}
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="options" className="detail-body" tabIndex={0}>
          <Toggle
            label={t('servers.trusted')}
            detail={t('servers.trustedDetail')}
            on={server.trusted}
            onChange={(trusted) => void run('server.update', { name, trusted })}
          />
          <div className="setting">
            <div className="stack tight grows">
              <span>{t('servers.instances')}</span>
              <span className="quiet small">{t('servers.instancesDetail')}</span>
            </div>
            <Picker
              label={t('servers.instances')}
              value={server.instances}
              choices={INSTANCES.map((value) => ({ value, label: t(`servers.instance.${value}`) }))}
              onChange={(instances) => void run('server.update', { name, instances })}
            />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="output" className="detail-body" tabIndex={0}>
          <Output name={name} />
        </Tabs.Panel>
      </Tabs.Root>
      <Dialog
        open={removing}
        onClose={() => setRemoving(false)}
        title={t('servers.removeTitle', { name: label })}
        lead={t('servers.removeText')}
        closeLabel={t('common.close')}
        actions={
          <>
            <Button onClick={() => setRemoving(false)}>{t('common.cancel')}</Button>
            <Button look="danger" onClick={() => void run('server.remove', { name }).then(({ ok }) => ok && go('servers'))}>
              {t('common.remove')}
            </Button>
          </>
        }
      />
    </section>
  );
}

function Facts({ server }: { server: ServerView }) {
  const t = useWords();
  const facts: [name: string, value: string | undefined, onHover?: string][] = [
    [server.transport.kind === 'stdio' ? t('servers.fact.command') : t('servers.fact.address'), server.launch],
    [t('servers.fact.protocol'), server.protocolVersion],
    [t('servers.fact.version'), server.serverVersion],
    [t('servers.fact.started'), ...sinceStart(server.startedAtMs)],
    [t('servers.fact.processes'), server.transport.kind === 'stdio' ? String(server.processes) : undefined],
    [t('servers.fact.noise'), server.noise === 0 ? undefined : t('common.lines', { count: server.noise })],
    [t('servers.fact.added'), exact(server.addedAtMs)],
  ];
  return (
    <dl className="facts">
      {facts.map(
        ([name, value, onHover]) =>
          value !== undefined && (
            <div key={name}>
              <dt className="quiet">{name}</dt>
              <dd title={onHover} className={`wrap selectable ${value === server.launch ? 'code' : ''}`}>
                {spell(value)}
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

const sinceStart = (atMs: number | undefined): [value: string | undefined, onHover?: string] =>
  atMs === undefined ? [undefined] : [ago(atMs, Date.now()), exact(atMs)];

/** What a remote server's sign-in stands at: the button, or the address that waits in a browser. */
function SignIn({ server }: { server: ServerView }) {
  const t = useWords();
  const run = useCommand();
  if (server.state !== 'needs-sign-in' && server.signInAddress === undefined) return null;
  return (
    <div className="stack tight">
      <div className="row">
        <Button look="main" onClick={() => void run('server.signIn', { name: server.name })}>
          {t('servers.signIn')}
        </Button>
      </div>
      {server.signInAddress !== undefined && (
        <p className="quiet small wrap selectable">
          {t('servers.signInOpen')} <Plain className="code" text={server.signInAddress} />
        </p>
      )}
    </div>
  );
}

function Output({ name }: { name: string }) {
  const t = useWords();
  const { value, failure, reload } = useAnswer('server.stderr', { name }, name);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || reload(), 2000);
    return () => clearInterval(timer);
  }, [reload]);
  if (failure) return <Broken message={failure.message} fix={failure.fix} />;
  if (!value) return <Loading label={t('common.loading')} rows={4} />;
  if (value.text === '') return <p className="quiet">{t('servers.noOutput')}</p>;
  return (
    <div className="stack">
      {value.droppedBytes > 0 && <p className="quiet">{t('servers.dropped', { size: bytes(value.droppedBytes) })}</p>}
      <pre className="code-block tall">
        <PlainPieces text={value.text} />
      </pre>
    </div>
  );
}
