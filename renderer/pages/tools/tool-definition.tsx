import { Highlighted } from '../../elements/highlighted.js';
import { Plain, PlainPieces } from '../../elements/plain.js';
import { Loading } from '../../elements/state-pages.js';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import type { ToolView } from '../../../shared/model/views.js';
import { useWords } from '../../words/words.js';
import { PinChanges } from '../findings/field-changes.js';
import { argumentsOf } from './arguments-of.js';
import { PublishedState } from './published-state.js';
import { quotesOf, Unanswered, type ToolAnswer } from './tool-why.js';

/** The definition as the model reads it: description with the evidence marked, arguments, claims; then the whole of it as it came. */
export function ToolDefinition({ view, answer }: { view: ToolView; answer: ToolAnswer }) {
  const t = useWords();
  const { value } = answer;
  if (answer.failure) return <Unanswered answer={answer} />;
  if (!value) return <Loading label={t('common.loading')} rows={4} />;
  const definition = value.definition as { description?: unknown; inputSchema?: unknown; annotations?: unknown };
  const text = JSON.stringify(value.definition, null, 2);
  const { description, annotations } = definition;
  return (
    <div className="detail-columns halves">
      <section className="stack">
        <h3>{t('tool.full')}</h3>
        {typeof description === 'string' && description !== '' ? (
          <p className="described wrap selectable">
            <Highlighted text={description} quotes={[...quotesOf(view, 'description'), ...view.findings.map(({ quote }) => quote)]} />
          </p>
        ) : (
          <p className="quiet">{t('tools.noDescription')}</p>
        )}
        <Published view={view} value={value} />
        {typeof annotations === 'object' && annotations !== null && Object.keys(annotations).length > 0 && (
          <>
            <h3>{t('tool.claims')}</h3>
            <code className="wrap selectable">
              <PlainPieces
                text={Object.entries(annotations)
                  .map(([name, claim]) => `${name}: ${JSON.stringify(claim)}`)
                  .join(' · ')}
              />
            </code>
          </>
        )}
        <h3>{t('tool.schema')}</h3>
        <Arguments schema={definition.inputSchema} quotes={quotesOf(view, 'schema')} />
      </section>
      <section className="stack">
        {view.pin === 'changed' && (
          <>
            <h3>{t('tool.pinned')}</h3>
            <PinChanges view={view} />
          </>
        )}
        <h3>{t('tool.raw')}</h3>
        <pre className="code-block tall">
          <PlainPieces text={text.slice(0, MOST)} />
          {text.length > MOST && '\n…'}
        </pre>
      </section>
    </div>
  );
}

const MOST = 200_000;

/** How the definition stands to the published one. The catalogue holds facts; where the pinned definition is the published one, the difference in words stands beside. */
function Published({ view, value }: { view: ToolView; value: CommandOutput<'tool.get'> }) {
  const t = useWords();
  const { publishedAs: as, published } = value;
  if (as === undefined) return null;
  const differences = [
    ...(as.class === view.class ? [] : [t('tool.published.class', { was: t(`class.${as.class}`), is: t(`class.${view.class}`) })]),
    ...(as.severity === view.severity
      ? []
      : [t('tool.published.severity', { was: t(`severity.${as.severity}`), is: t(`severity.${view.severity}`) })]),
  ];
  return (
    <div className="stack tight">
      <h3>{t('tool.published.title')}</h3>
      <span className="row">
        <PublishedState answer={value} />
      </span>
      {published === 'differs' && (
        <>
          <p className="prose quiet">{t('tool.published.differsText', { package: as.package, version: as.version })}</p>
          {differences.map((line) => (
            <p key={line}>{line}</p>
          ))}
          {value.pinnedAsPublished === true && <p className="prose quiet">{t('tool.published.pinnedIs')}</p>}
        </>
      )}
    </div>
  );
}

function Arguments({ schema, quotes }: { schema: unknown; quotes: readonly string[] }) {
  const t = useWords();
  const found = argumentsOf(schema);
  if (found.length === 0) return <p className="quiet">{t('approval.noArguments')}</p>;
  return (
    <ul className="argument-list">
      {found.map(({ name, type, required, description }) => (
        <li key={name} className="stack tight">
          <span className="wrap">
            <code>
              <Highlighted text={name} quotes={quotes} />
            </code>{' '}
            <span className="quiet small">
              <Plain text={type} />
              {required && ` · ${t('tool.required')}`}
            </span>
          </span>
          {description !== '' && (
            <span className="quiet small wrap selectable">
              <Highlighted text={description} quotes={quotes} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
