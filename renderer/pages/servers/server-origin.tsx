import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { spell } from '../../elements/hidden-characters.js';
import { Plain } from '../../elements/plain.js';
import type { ServerOrigin as Origin } from '../../../shared/model/catalogue.js';
import type { ServerView } from '../../../shared/model/views.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { toast } from '../../state/toasts.js';
import { useWords } from '../../words/words.js';

/** How a server stands to what was published, and one click that holds its package at one version. Nothing where nothing is known. */
export function ServerOrigin({ server }: { server: ServerView }) {
  const t = useWords();
  const { value } = useAnswer('server.origin', { name: server.name }, `${server.launch}\n${server.state}\n${String(server.toolCount)}`);
  if (value?.published === undefined && value?.hold === undefined) return null;
  return (
    <section className="stack">
      <h3>{t('servers.origin')}</h3>
      {value.published !== undefined && server.toolCount > 0 && <Published published={value.published} />}
      {value.hold !== undefined && <Hold name={server.name} hold={value.hold} />}
    </section>
  );
}

function Published({ published }: { published: NonNullable<Origin['published']> }) {
  const t = useWords();
  const { version, same, differs, missing, extra } = published;
  const parts = [
    { key: 'differs', names: differs, text: t('servers.publishedDiffers', { count: differs.length }) },
    { key: 'missing', names: missing, text: t('servers.publishedMissing', { count: missing.length }) },
    { key: 'extra', names: extra, text: t('servers.publishedExtra', { count: extra.length }) },
  ].filter(({ names }) => names.length > 0);
  if (parts.length === 0)
    return (
      <p className="row">
        <Badge tone="ok">{t('servers.asPublished', { count: same.length, version })}</Badge>
      </p>
    );
  return (
    <div className="stack tight">
      <p className="row">
        <Badge tone="caution" sign="square">
          {t('servers.notAsPublished', { version })}
        </Badge>
      </p>
      {parts.map(({ key, names, text }) => (
        <p key={key} className="wrap">
          {text}: <Plain className="code" text={names.slice(0, 30).join(', ')} />
          {names.length > 30 && '…'}
        </p>
      ))}
    </div>
  );
}

function Hold({ name, hold }: { name: string; hold: NonNullable<Origin['hold']> }) {
  const t = useWords();
  const run = useCommand();
  const { version, from, launch } = hold;
  return (
    <div className="stack tight">
      <div className="row wraps">
        <Button
          small
          onClick={() =>
            void run('server.hold', { name, version }).then(
              ({ ok }) => ok && toast({ title: t('servers.held', { name: spell(name), version }) }),
            )
          }
        >
          {t('servers.hold', { version })}
        </Button>
        <span className="quiet small">{t(`servers.holdFrom.${from}`)}</span>
      </div>
      <p className="quiet small wrap">
        {t('servers.holdText')} <Plain className="code selectable" text={launch} />
      </p>
    </div>
  );
}
