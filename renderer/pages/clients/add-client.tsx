import { useState } from 'react';
import { Button } from '../../elements/button.js';
import { CopyButton } from '../../elements/copy-button.js';
import { Dialog } from '../../elements/dialog.js';
import { Field } from '../../elements/field.js';
import { useCommand } from '../../state/commands.js';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import { clientNamePattern } from '../../../shared/model/names.js';
import type { Failure } from '../../../shared/result.js';
import { useWords } from '../../words/words.js';
import { snippets } from './snippets.js';

/** Names a client, shows its token this once, and what to paste where. */
export function AddClient({ open, taken, onClose }: { open: boolean; taken: readonly string[]; onClose: () => void }) {
  const t = useWords();
  const [added, setAdded] = useState<CommandOutput<'client.add'>>();
  const close = () => {
    setAdded(undefined);
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      wide
      title={added ? t('clients.added', { name: added.name }) : t('clients.add')}
      lead={added ? t('clients.once') : t('clients.addLead')}
      closeLabel={t('common.close')}
    >
      {added ? <Connect added={added} onDone={close} /> : <NameForm taken={taken} onAdded={setAdded} onCancel={close} />}
    </Dialog>
  );
}

function NameForm({
  taken,
  onAdded,
  onCancel,
}: {
  taken: readonly string[];
  onAdded: (client: CommandOutput<'client.add'>) => void;
  onCancel: () => void;
}) {
  const t = useWords();
  const run = useCommand();
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const problem =
    name === ''
      ? undefined
      : taken.includes(name)
        ? t('clients.taken')
        : clientNamePattern.test(name)
          ? failure?.message
          : t('clients.badName');
  const ready = name !== '' && clientNamePattern.test(name) && !taken.includes(name);
  const add = async () => {
    if (!ready) return;
    const answer = await run('client.add', { name }, { quiet: true });
    if (answer.ok) onAdded(answer.value);
    else setFailure(answer.error);
  };
  return (
    <form
      className="stack wide"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Field
        data-first
        label={t('clients.name')}
        hint={t('clients.nameHint')}
        value={name}
        problem={problem}
        onChange={(event) => {
          setName(event.target.value);
          setFailure(undefined);
        }}
      />
      <div className="row end">
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button look="main" submits disabled={!ready}>
          {t('clients.add')}
        </Button>
      </div>
    </form>
  );
}

function Connect({ added, onDone }: { added: CommandOutput<'client.add'>; onDone: () => void }) {
  const t = useWords();
  return (
    <div className="stack wide">
      <div className="snippet">
        <header className="row apart">
          <h3>{t('clients.token')}</h3>
          <CopyButton text={added.token} label={t('common.copy')} doneLabel={t('common.copied')} />
        </header>
        <pre className="code-block" data-secret>
          {added.token}
        </pre>
      </div>
      {snippets(added).map(({ key, text }) => (
        <div key={key} className="snippet">
          <header className="row apart">
            <h3>{t(`clients.snippet.${key}`)}</h3>
            <CopyButton text={text} label={t('common.copy')} doneLabel={t('common.copied')} />
          </header>
          <pre className="code-block">{text}</pre>
        </div>
      ))}
      <div className="row end">
        <Button look="main" onClick={onDone}>
          {t('clients.done')}
        </Button>
      </div>
    </div>
  );
}
