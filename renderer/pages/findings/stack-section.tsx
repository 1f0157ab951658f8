import { Card } from '../../elements/page.js';
import { Plain } from '../../elements/plain.js';
import { useSnapshot } from '../../state/board.js';
import { useAnswer } from '../../state/commands.js';
import { useWords } from '../../words/words.js';

/** What the user's servers make possible together, before anything happens: each with one path through the tools and what answers it. */
export function StackSection() {
  const t = useWords();
  const key = useSnapshot(({ tools }) =>
    Object.entries(tools)
      .map(([server, views]) => `${server} ${String(views.length)}`)
      .join('\n'),
  );
  const { value } = useAnswer('stack.show', {}, key);
  if (value === undefined || value.combinations.length + value.shadows.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t('findings.together')}</h2>
      <p className="quiet prose">{t('findings.togetherLead')}</p>
      {value.combinations.map((one) => (
        <Card key={one.id} title={one.title}>
          <p className="prose">{one.text}</p>
          <ol className="row wrap" aria-label={t('findings.path')}>
            {one.path.map((step, at) => (
              <li key={`${step.server}\n${step.tool}`} className="row">
                {at > 0 && <span aria-hidden="true">→</span>}
                <span>
                  <Plain className="quiet" text={step.server} /> <span className="quiet">›</span> <Plain text={step.tool} />{' '}
                  <span className="quiet">({step.label})</span>
                </span>
              </li>
            ))}
          </ol>
          <p className="quiet prose">{t('findings.answer', { answer: one.answer })}</p>
        </Card>
      ))}
      {value.shadows.length > 0 && (
        <Card title={t('findings.shadows')}>
          <ul className="stack">
            {value.shadows.slice(0, 50).map((one) => (
              <li key={`${one.id}\n${one.server}\n${one.tool}\n${one.other.server}`}>
                <Plain className="quiet" text={one.server} /> <span className="quiet">›</span> <Plain text={one.tool} />:{' '}
                <Plain text={one.says} />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </section>
  );
}
