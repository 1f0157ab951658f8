import { Badge } from '../../elements/badge.js';
import { Caution } from '../../elements/caution.js';
import { spell } from '../../elements/hidden-characters.js';
import { ClassMark } from '../../elements/marks.js';
import { Plain } from '../../elements/plain.js';
import type { CatalogueEntry } from '../../../shared/model/catalogue.js';
import { useWords } from '../../words/words.js';
import { joinWords } from './read-command.js';

const WORST = ['financial', 'destructive', 'execute', 'write', 'unclassified', 'read'] as const;
const SHOWN = 16;

/** The whole of what would start, or be reached. */
const launchOf = (entry: CatalogueEntry): string =>
  entry.url ?? joinWords([...(entry.command === undefined ? [] : [entry.command]), ...(entry.args ?? [])]);

/** One server that was found: name, what it can do, what it would start and needs. */
export function CatalogueRow({ entry, onChoose }: { entry: CatalogueEntry; onChoose: (entry: CatalogueEntry) => void }) {
  const t = useWords();
  const needs = [...entry.env, ...entry.headers];
  return (
    <li>
      <button
        type="button"
        className="catalogue-row"
        aria-label={`${t('servers.choose')}: ${spell(entry.package)}`}
        onClick={() => onChoose(entry)}
      >
        <span className="row">
          <Plain className="list-title cut" text={entry.package} />
          {entry.version !== undefined && <Plain className="quiet small" text={entry.version} />}
          <span className="grows" />
          {entry.source === 'registry' ? <Badge tone="accent">{t('servers.fromRegistry')}</Badge> : <Counts entry={entry} />}
        </span>
        <code className="quiet cut">
          <Plain text={launchOf(entry)} />
        </code>
        {needs.length > 0 && (
          <span className="quiet small cut">
            {t('servers.needs')} <Plain className="code" text={needs.join(', ')} />
          </span>
        )}
      </button>
    </li>
  );
}

/** Everything known of one server, before a person adds it. */
export function CatalogueFacts({ entry }: { entry: CatalogueEntry }) {
  const t = useWords();
  const needs = [...entry.env, ...entry.headers];
  const tools = WORST.flatMap((name) => entry.tools.filter((tool) => tool.class === name));
  return (
    <section className="catalogue-facts stack">
      <span className="row">
        <Plain className="list-title cut" text={entry.package} />
        {entry.version !== undefined && <Plain className="quiet small" text={entry.version} />}
        {entry.source === 'registry' && <Badge tone="accent">{t('servers.fromRegistry')}</Badge>}
      </span>
      <dl className="facts narrow">
        <div>
          <dt className="quiet">{entry.url === undefined ? t('servers.starts') : t('servers.reaches')}</dt>
          <dd className="code wrap selectable">
            <Plain text={launchOf(entry)} />
          </dd>
        </div>
        <div>
          <dt className="quiet">{t('servers.needs')}</dt>
          <dd className="wrap selectable">
            {needs.length === 0 ? t('servers.needsNothing') : <Plain className="code" text={needs.join(', ')} />}
          </dd>
        </div>
        {entry.otherEnv.length > 0 && (
          <div>
            <dt className="quiet">{t('servers.reads')}</dt>
            <dd className="code wrap selectable">
              <Plain text={entry.otherEnv.join(', ')} />
            </dd>
          </div>
        )}
        {tools.length > 0 && (
          <div>
            <dt className="quiet">{t('servers.tools')}</dt>
            <dd className="tool-chips">
              {tools.slice(0, SHOWN).map((tool) => (
                <span key={tool.name} className="tool-chip">
                  <ClassMark of={tool.class} word={t(`class.${tool.class}`)} bare /> <Plain text={tool.name} />
                </span>
              ))}
              {tools.length > SHOWN && <span className="quiet small">{t('servers.moreTools', { count: tools.length - SHOWN })}</span>}
            </dd>
          </div>
        )}
      </dl>
      {tools.length === 0 && <Caution>{t('servers.toolsUnknown')}</Caution>}
    </section>
  );
}

/** "26 tools", then the worst two classes by their signs */
function Counts({ entry }: { entry: CatalogueEntry }) {
  const t = useWords();
  const counts = WORST.map((name) => ({ name, count: entry.tools.filter((tool) => tool.class === name).length })).filter(
    ({ name, count }) => count > 0 && name !== 'read',
  );
  return (
    <span className="row catalogue-counts small">
      <span className="quiet">{t('servers.toolCount', { count: entry.tools.length })}</span>
      {counts.slice(0, 3).map(({ name, count }) => (
        <span key={name} className="row tight" title={t(`class.${name}`)}>
          <ClassMark of={name} word={t(`class.${name}`)} bare /> {count}
        </span>
      ))}
    </span>
  );
}
