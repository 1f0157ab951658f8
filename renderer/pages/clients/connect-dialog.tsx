import { CircleAlert, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { ApplicationChange, ApplicationView } from '../../../shared/model/applications.js';
import type { Failure } from '../../../shared/result.js';
import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { Caution } from '../../elements/caution.js';
import { Dialog } from '../../elements/dialog.js';
import { spell } from '../../elements/hidden-characters.js';
import { Picker } from '../../elements/picker.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { useFailure, useRetold, useWords } from '../../words/words.js';
import { PlannedChange } from './planned-change.js';
import { Reach } from './reach.js';

const MODES = ['mirror', 'aggregate'] as const;

/** Shows what comes behind the gate and the exact change of the files; connects on one click and says how it went. */
export function ConnectDialog({
  application: { id, name },
  project,
  onChanged,
  onClose,
}: {
  application: ApplicationView;
  /** its files in this folder instead of the person's own */
  project?: string | undefined;
  onChanged: () => void;
  onClose: () => void;
}) {
  const t = useWords();
  const run = useCommand();
  const [mode, setMode] = useState<(typeof MODES)[number]>('mirror');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Failure>();
  const [done, setDone] = useState<ApplicationChange>();
  const {
    value: plan,
    failure,
    loading,
  } = useAnswer('client.connect', { id, mode, dryRun: true, project }, `${id} ${mode} ${project ?? ''}`);
  const label = spell(name);
  const connect = async () => {
    setBusy(true);
    const answer = await run('client.connect', { id, mode, project }, { quiet: true });
    setBusy(false);
    if (!answer.ok) return setRefused(answer.error);
    setDone(answer.value);
    onChanged();
  };
  const problem = refused ?? failure;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t(
        done === undefined ? 'clients.connectTitle' : done.problem === undefined ? 'clients.connectedTitle' : 'clients.connectedPartTitle',
        { name: label },
      )}
      lead={done ? undefined : t('clients.connectText')}
      closeLabel={t('common.close')}
      actions={
        done ? (
          <Button autoFocus look="main" onClick={onClose}>
            {t('clients.done')}
          </Button>
        ) : (
          <>
            <span role="status" className="quiet grows">
              {busy && t('clients.connecting')}
            </span>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button
              look="main"
              busy={busy}
              disabled={plan === undefined || loading || failure !== undefined}
              onClick={() => void connect()}
            >
              {t('clients.connectNow', { name: label })}
            </Button>
          </>
        )
      }
    >
      {done ? (
        <Outcome change={done} />
      ) : (
        <div className="stack wide">
          <Picker
            shown
            label={t('clients.mode')}
            value={mode}
            choices={MODES.map((which) => ({ value: which, label: t(`clients.modes.${which}`) }))}
            onChange={(next) => {
              setRefused(undefined);
              setMode(next);
            }}
          />
          {problem && <Broken message={problem.message} fix={problem.fix} />}
          {plan === undefined && !problem && <Loading label={t('common.loading')} rows={4} />}
          {plan !== undefined && !failure && (
            <>
              <Moves change={plan} />
              <PlannedChange diff={plan.diff} />
            </>
          )}
        </div>
      )}
    </Dialog>
  );
}

/** What to know, which servers come behind the gate with their whole commands, and which stay, with why. */
function Moves({ change: { name, dryRun, imported, left, warnings = [] } }: { change: ApplicationChange }) {
  const t = useWords();
  const tell = useRetold();
  return (
    <>
      {warnings.map((warning) => (
        <Caution key={warning}>
          <Plain text={tell('failure', warning)} />
        </Caution>
      ))}
      {imported.length > 0 && (
        <section className="stack">
          <h3>{t(dryRun ? 'clients.goesBehind' : 'clients.isBehind')}</h3>
          <ul className="stack">
            {imported.map((one, index) => (
              <li key={index} className="found-server">
                <span className="row">
                  <Plain className="list-title cut" text={one.name} />
                  <Badge tone={one.state === 'same' ? 'quiet' : 'ok'}>
                    {t(`clients.imported.${one.state}`, { server: spell(one.server) })}
                  </Badge>
                </span>
                <code className="wrap selectable">
                  <Plain text={one.launch} />
                </code>
              </li>
            ))}
          </ul>
        </section>
      )}
      {left.length > 0 && (
        <section className="stack">
          <h3>{t('clients.leftAlone', { name: spell(name) })}</h3>
          <ul className="stack">
            {left.map((one, index) => (
              <li key={index} className="found-server">
                <Plain className="list-title cut" text={one.name} />
                <Plain className="quiet small wrap" text={tell('failure', one.why)} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Outcome({ change }: { change: ApplicationChange }) {
  const t = useWords();
  const tell = useRetold();
  const failureOf = useFailure();
  return (
    <div className="stack wide">
      <p className="row tops">
        <CircleCheck size={15} className="ok-icon" aria-hidden="true" />
        <span className="wrap">
          {change.imported.length === 0 ? t('clients.behindAll') : t('clients.behind', { count: change.imported.length })}
        </span>
      </p>
      {change.problem !== undefined ? (
        <Broken message={failureOf(change.problem)} />
      ) : change.verified ? (
        <p className="row tops">
          <CircleCheck size={15} className="ok-icon" aria-hidden="true" /> {t('clients.verified')}
        </p>
      ) : (
        <p className="row quiet">
          <CircleAlert size={15} aria-hidden="true" /> {t('clients.notVerified')}
        </p>
      )}
      <Moves change={change} />
      <Reach />
      {change.reload !== '' && (
        <p className="sentence">
          {t('clients.lastStep', { name: spell(change.name) })} <Plain text={tell('reload', change.reload)} />
        </p>
      )}
    </div>
  );
}
