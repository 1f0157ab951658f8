import { Button } from '../../elements/button.js';
import { FieldChanges } from '../findings/field-changes.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { useWords } from '../../words/words.js';

/** stands for the launch where a tool's name is asked for */
const LAUNCH = '(launch)';

/** A server that would start as another program than before: what differs, and the one button that says yes to exactly that. */
export function LaunchChange({ name }: { name: string }) {
  const t = useWords();
  const run = useCommand();
  const { value, failure, reload } = useAnswer('pin.diff', { server: name, tool: LAUNCH }, name);
  if (failure) return <Broken message={failure.message} fix={failure.fix} />;
  if (!value) return <Loading label={t('common.loading')} rows={2} />;
  const { hash } = value;
  const confirm = async () => {
    if (hash === undefined) return;
    const accepted = await run('pin.accept', { server: name, tool: LAUNCH, hash });
    if (accepted.ok) await run('server.restart', { name });
    else reload();
  };
  return (
    <section className="stack held" aria-label={t('servers.launchChanged')}>
      <h3>{t('servers.launchChanged')}</h3>
      <p className="quiet prose">{t('servers.launchChangedText')}</p>
      <FieldChanges of={name} changes={value.changes} />
      <div className="row">
        <Button disabled={hash === undefined} onClick={() => void confirm()}>
          {t('servers.launchConfirm')}
        </Button>
      </div>
    </section>
  );
}
