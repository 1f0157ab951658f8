import { useState } from 'react';
import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { TextField } from '../../elements/field.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { useAnswer } from '../../state/commands.js';
import type { CatalogueEntry } from '../../../shared/model/catalogue.js';
import { useWords } from '../../words/words.js';
import { ServerForm } from './server-form.js';

const MOST = 30;
const WORST = ['financial', 'destructive', 'execute', 'write'] as const;

/** Well-known servers, found by their name or by what their tools are called. Choosing one fills the form; nothing is started or fetched. */
export function SearchCatalogue({ taken, onDone }: { taken: readonly string[]; onDone: () => void }) {
  const t = useWords();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [chosen, setChosen] = useState<CatalogueEntry>();
  const registry = asked !== '' && asked === text;
  const { value, failure, loading } = useAnswer(
    'catalogue.search',
    { text, ...(registry ? { registry: true } : {}) },
    `${text}\n${String(registry)}`,
  );
  if (chosen !== undefined) {
    return (
      <div className="stack wide">
        <div className="row">
          <Button small onClick={() => setChosen(undefined)}>
            {t('servers.searchAgain')}
          </Button>
        </div>
        {chosen.args?.some((arg) => /\{(?:folder|secret)\}/.test(arg)) === true && (
          <p className="hidden-note wrap">{t('servers.searchFill')}</p>
        )}
        <ServerForm
          start={{
            kind: chosen.url === undefined ? 'command' : 'url',
            name: chosen.name,
            command: chosen.command ?? '',
            args: chosen.args ?? [],
            env: [...chosen.env, ...chosen.headers].map((name) => ({ name, value: '' })),
            url: chosen.url ?? '',
          }}
          taken={taken}
          onDone={onDone}
        />
      </div>
    );
  }
  return (
    <div className="stack wide">
      <TextField
        autoFocus
        label={t('servers.searchLabel')}
        hint={t('servers.searchHint')}
        value={text}
        onChange={(event) => setText(event.target.value.slice(0, 200))}
      />
      {failure !== undefined && <Broken message={failure.message} />}
      {loading && value === undefined && <Loading label={t('common.loading')} />}
      {value !== undefined && value.length === 0 && <p className="quiet">{t('servers.searchNone')}</p>}
      <ul className="stack wide" aria-label={t('servers.searchFound')}>
        {(value ?? []).slice(0, MOST).map((entry, at) => (
          <li key={`${entry.source}\n${entry.package}\n${String(at)}`} className="row">
            <span className="cut grows">
              <Plain text={entry.package} /> <span className="quiet">{entry.version}</span>
            </span>
            {entry.source === 'registry' && <Badge>{t('servers.fromRegistry')}</Badge>}
            {entry.tools.length > 0 && <span className="quiet">{inShort(entry, t)}</span>}
            <Button small aria-label={`${t('servers.choose')}: ${entry.package}`} onClick={() => setChosen(entry)}>
              {t('servers.choose')}
            </Button>
          </li>
        ))}
      </ul>
      {text.trim() !== '' && !registry && (
        <div className="row">
          <Button small onClick={() => setAsked(text)}>
            {t('servers.askRegistry')}
          </Button>
          <span className="quiet">{t('servers.askRegistryDetail')}</span>
        </div>
      )}
    </div>
  );
}

/** "26 tools, 1 destructive, 14 write" */
function inShort(entry: CatalogueEntry, t: ReturnType<typeof useWords>): string {
  const counts = WORST.map((name) => ({ name, count: entry.tools.filter((tool) => tool.class === name).length })).filter(
    ({ count }) => count > 0,
  );
  return [
    t('servers.toolCount', { count: entry.tools.length }),
    ...counts.slice(0, 2).map(({ name, count }) => `${String(count)} ${t(`class.${name}`)}`),
  ].join(', ');
}
