import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { Field } from '../../elements/field.js';
import { spell } from '../../elements/hidden-characters.js';
import { httpToken } from '../../../shared/model/names.js';
import type { ServerView } from '../../../shared/model/views.js';
import { useCommand } from '../../state/commands.js';
import { useWords } from '../../words/words.js';

/** Names of the settings of a server, and fields that take a value. Values are written and never shown. */
export function Secrets({ server }: { server: ServerView }) {
  const t = useWords();
  const stdio = server.transport.kind === 'stdio';
  const names = server.transport.kind === 'stdio' ? server.transport.envNames : server.transport.headerNames;
  const kind = stdio ? 'env' : 'header';
  return (
    <div className="stack">
      <h3>{stdio ? t('servers.env') : t('servers.headers')}</h3>
      {names.length === 0 && <p className="quiet">{t('servers.noSettings')}</p>}
      {names.map((key) => (
        <Secret key={key} server={server.name} kind={kind} name={key} missing={server.missingSecrets.includes(key)} />
      ))}
      <NewSecret server={server.name} kind={kind} taken={names} />
    </div>
  );
}

function Secret({ server, kind, name, missing }: { server: string; kind: 'env' | 'header'; name: string; missing: boolean }) {
  const t = useWords();
  const run = useCommand();
  const [value, setValue] = useState('');
  return (
    <form
      className="row secret"
      onSubmit={(event) => {
        event.preventDefault();
        if (value !== '') void run('server.setSecret', { name: server, kind, key: name, value }).then(({ ok }) => ok && setValue(''));
      }}
    >
      <Field
        code
        type="password"
        label={
          <span className="row">
            <code>{spell(name)}</code>
            {missing && <Badge tone="caution">{t('servers.secretMissing')}</Badge>}
          </span>
        }
        autoComplete="new-password"
        placeholder={missing ? '' : t('servers.secretSet')}
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <Button submits disabled={value === ''}>
        {t('common.save')}
      </Button>
    </form>
  );
}

function NewSecret({ server, kind, taken }: { server: string; kind: 'env' | 'header'; taken: readonly string[] }) {
  const t = useWords();
  const run = useCommand();
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const fits = httpToken.test(key) && !taken.includes(key) && value !== '';
  if (!open)
    return (
      <div className="row">
        <Button small onClick={() => setOpen(true)}>
          <Plus size={13} aria-hidden="true" /> {t(kind === 'env' ? 'servers.addEnv' : 'servers.addHeader')}
        </Button>
      </div>
    );
  return (
    <form
      className="row secret"
      onSubmit={(event) => {
        event.preventDefault();
        if (!fits) return;
        void run('server.setSecret', { name: server, kind, key, value, declares: true }).then(({ ok }) => {
          if (!ok) return;
          setOpen(false);
          setKey('');
          setValue('');
        });
      }}
    >
      <Field code autoFocus label={t('servers.pairName')} value={key} onChange={(event) => setKey(event.target.value)} />
      <Field
        code
        type="password"
        autoComplete="new-password"
        label={t('servers.pairValue')}
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <Button submits disabled={!fits}>
        {t('common.save')}
      </Button>
      <Button onClick={() => setOpen(false)}>{t('common.cancel')}</Button>
    </form>
  );
}
