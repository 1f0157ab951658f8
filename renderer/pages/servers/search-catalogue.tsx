import { Globe } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '../../elements/button.js';
import { Caution } from '../../elements/caution.js';
import { Field } from '../../elements/field.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { useSnapshot } from '../../state/board.js';
import { useAnswer } from '../../state/commands.js';
import type { CatalogueEntry } from '../../../shared/model/catalogue.js';
import { useWords } from '../../words/words.js';
import { CatalogueFacts, CatalogueRow } from './catalogue-entry.js';
import { ServerForm } from './server-form.js';

const MOST = 40;
const OFFICIAL = 'https://registry.modelcontextprotocol.io';

/**
 * Well-known servers, found by their name or by what their tools are called. The registry is asked only by its own button, and what it says
 * stands apart. Choosing one fills the form; nothing is started.
 */
export function SearchCatalogue({ taken, onDone }: { taken: readonly string[]; onDone: () => void }) {
  const t = useWords();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<string>();
  const [chosen, setChosen] = useState<CatalogueEntry>();
  const results = useRef<HTMLDivElement>(null);
  const host = hostOf(useSnapshot(({ settings }) => settings.registryUrl) ?? OFFICIAL);
  const { value, failure } = useAnswer('catalogue.search', { text, registry: false }, text);
  const online = useAnswer('catalogue.search', asked === undefined ? undefined : { text: asked, registry: true }, asked ?? '');
  const found = asked === undefined ? undefined : online.value?.filter(({ source }) => source === 'registry');
  if (chosen !== undefined) return <Chosen entry={chosen} taken={taken} onBack={() => setChosen(undefined)} onDone={onDone} />;

  const search = (typed: string) => {
    setText(typed.slice(0, 200));
    setAsked(undefined);
  };
  // one list for the arrow keys, from the field down through both parts and back
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const stops = [...(results.current?.querySelectorAll<HTMLElement>('input, .catalogue-row') ?? [])];
    const next = stops[stops.indexOf(event.target as HTMLElement) + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div ref={results} className="stack wide" onKeyDown={onKeyDown}>
      <Field
        autoFocus
        type="search"
        label={t('servers.searchLabel')}
        hint={t('servers.searchHint')}
        value={text}
        onChange={(event) => search(event.target.value)}
      />
      {failure !== undefined && <Broken message={failure.message} fix={failure.fix} />}
      {value === undefined && failure === undefined && <Loading label={t('common.loading')} />}
      {value !== undefined && value.length === 0 && <p className="quiet">{t('servers.searchNone')}</p>}
      {value !== undefined && value.length > 0 && (
        <ul className="catalogue" aria-label={t('servers.searchFound')}>
          {value.slice(0, MOST).map((entry) => (
            <CatalogueRow key={entry.package} entry={entry} onChoose={setChosen} />
          ))}
        </ul>
      )}
      {text.trim() !== '' && (
        <section className="stack online" aria-label={t('servers.online')}>
          <div className="row wraps">
            <Button small busy={asked !== undefined && online.loading} onClick={() => (asked === text ? online.reload() : setAsked(text))}>
              <Globe size={13} aria-hidden="true" /> {t('servers.askRegistry')}
            </Button>
            <span className="quiet small">{t('servers.askRegistryDetail', { host })}</span>
          </div>
          {asked !== undefined && online.failure !== undefined && <Broken message={online.failure.message} fix={online.failure.fix} />}
          {found?.length === 0 && <p className="quiet">{t('servers.registryNone')}</p>}
          {found !== undefined && found.length > 0 && (
            <>
              <p className="quiet small prose">{t('servers.unverified')}</p>
              <ul className="catalogue" aria-label={t('servers.askedRegistry', { host })}>
                {found.slice(0, MOST).map((entry, at) => (
                  <CatalogueRow key={`${entry.package}\n${String(at)}`} entry={entry} onChoose={setChosen} />
                ))}
              </ul>
            </>
          )}
        </section>
      )}
    </div>
  );
}

function Chosen({
  entry,
  taken,
  onBack,
  onDone,
}: {
  entry: CatalogueEntry;
  taken: readonly string[];
  onBack: () => void;
  onDone: () => void;
}) {
  const t = useWords();
  const toFill = [...(entry.args ?? []), entry.url ?? ''].some((word) => /\{[^{}]+\}/.test(word));
  return (
    <div className="stack wide">
      <div className="row">
        <Button small autoFocus onClick={onBack}>
          {t('servers.searchAgain')}
        </Button>
      </div>
      <CatalogueFacts entry={entry} />
      {toFill && <Caution>{t('servers.searchFill')}</Caution>}
      <ServerForm
        start={{
          kind: entry.url === undefined ? 'command' : 'url',
          name: entry.name,
          command: entry.command ?? '',
          args: entry.args ?? [],
          env: [...entry.env, ...entry.headers].map((name) => ({ name, value: '' })),
          url: entry.url ?? '',
          ...(entry.transport === undefined ? {} : { transport: entry.transport }),
        }}
        taken={taken}
        onDone={onDone}
      />
    </div>
  );
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
