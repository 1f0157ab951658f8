import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { useRetold, useWords } from '../../words/words.js';

const TONE = { new: 'ok', same: 'quiet', renamed: 'accent', refused: 'danger' } as const;

/** Shows every server with its whole command first; takes them over on one click. Without `text`: what this machine's applications have. */
export function ImportServers({ text, onDone }: { text?: string; onDone: () => void }) {
  const t = useWords();
  const tell = useRetold();
  const run = useCommand();
  const input = text === undefined ? {} : { text };
  const { value, failure } = useAnswer('server.import', { ...input, dryRun: true }, text ?? '');
  if (failure) return <Broken message={failure.message} fix={failure.fix} />;
  if (!value) return <Loading label={t('common.loading')} rows={3} />;
  if (value.length === 0) return <p className="quiet">{t('servers.importNone')}</p>;
  const fresh = value.filter(({ state }) => state === 'new' || state === 'renamed');
  return (
    <div className="stack wide">
      <ul className="stack">
        {value.map((found, index) => (
          <li key={index} className="import-row">
            <span className="row">
              <Plain className="list-title cut" text={found.name} />
              <Badge tone={TONE[found.state]}>{t(`servers.import.${found.state}`)}</Badge>
              <span className="quiet small cut">
                <Plain text={found.from} />
              </span>
            </span>
            <code className="wrap selectable">
              <Plain text={found.launch} />
            </code>
            {found.note !== undefined && (
              <span className="quiet small wrap">
                <Plain text={tell('failure', found.note)} />
              </span>
            )}
          </li>
        ))}
      </ul>
      <div className="row end">
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button
          look="main"
          disabled={fresh.length === 0}
          onClick={() => void run('server.import', { ...input, dryRun: false }).then(({ ok }) => ok && onDone())}
        >
          {fresh.length === 0 ? t('servers.importNothing') : t('servers.importNow', { count: fresh.length })}
        </Button>
      </div>
    </div>
  );
}
