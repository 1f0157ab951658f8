import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { spell } from '../../elements/hidden-characters.js';
import { Highlighted } from '../../elements/highlighted.js';
import { Plain, Quotes } from '../../elements/plain.js';
import { Broken } from '../../elements/state-pages.js';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import type { ToolView } from '../../../shared/model/views.js';
import type { ToolRule } from '../../../shared/policy/language.js';
import { becauseWords } from '../../../shared/policy/reasons.js';
import { ruleWords } from '../../../shared/policy/rule-words.js';
import { useCommand, type Answer } from '../../state/commands.js';
import { go } from '../../state/route.js';
import { toast } from '../../state/toasts.js';
import { findingTitle } from '../../words/finding.js';
import { gatheredFindings } from '../../words/gathered-findings.js';
import { useChange, useRetold, useTitledSay, useWords } from '../../words/words.js';
import { pinWord } from '../findings/pin-word.js';
import { PublishedState } from './published-state.js';
import { ToolLimits } from './tool-limits.js';

export type ToolAnswer = Answer<CommandOutput<'tool.get'>>;

const WHERE = { name: 1, title: 1, description: 1, schema: 1, annotations: 1, you: 1 };

/** Quotes of the description: what speaks for the class, and what the scanner found. */
export const quotesOf = (view: ToolView, place: string): string[] =>
  view.evidence.filter(({ from }) => from === place).map(({ quote }) => quote);

/** Says that the gate could not tell more of the tool, and asks again when told to; nothing where it could. */
export function Unanswered({ answer: { failure, reload } }: { answer: ToolAnswer }) {
  const t = useWords();
  if (!failure) return null;
  return (
    <Broken
      message={failure.message}
      fix={failure.fix}
      action={
        <Button small onClick={reload}>
          {t('app.retry')}
        </Button>
      }
    />
  );
}

/** Why the class, with the evidence marked where it stands; which rules speak; limits and the state of the definition. */
export function ToolWhy({ view, answer }: { view: ToolView; answer: ToolAnswer }) {
  const t = useWords();
  const tell = useRetold();
  const from = (place: string): string => (place in WHERE ? t(`tool.evidence.${place as keyof typeof WHERE}`) : place);
  const definition = answer.value?.definition as { description?: unknown } | undefined;
  const description = typeof definition?.description === 'string' ? definition.description : view.description;
  return (
    <div className="detail-columns">
      <section className="stack">
        <h3>
          {t('tool.why', { class: t(`class.${view.class}`) })}{' '}
          <span className="quiet small">{t('tool.sure', { percent: Math.round(view.confidence * 100) })}</span>
        </h3>
        <code className="wrap selectable">
          <Highlighted text={view.tool} quotes={quotesOf(view, 'name')} />
        </code>
        <Unanswered answer={answer} />
        {description !== '' && (
          <p className="described wrap selectable">
            <Highlighted text={description.slice(0, 2000)} quotes={quotesOf(view, 'description')} />
            {description.length > 2000 && '…'}
          </p>
        )}
        {view.evidence.length === 0 && <p className="quiet">{t('tool.noEvidence')}</p>}
        <ul className="stack tight">
          {view.evidence.map(({ from: place, quote, says }, index) => (
            <li key={index} className="wrap">
              <span className="quiet">{from(place)}</span> <Quotes of={[quote]} /> <span className="quiet">· {tell('evidence', says)}</span>
            </li>
          ))}
        </ul>
        {view.signals.length > 0 && (
          <p className="row wraps">
            {view.signals.map((signal) => (
              <Badge key={signal} sign="none">
                {t(`signal.${signal}` as 'signal.bulk', { defaultValue: signal })}
              </Badge>
            ))}
          </p>
        )}
      </section>
      <Rules view={view} />
      <div className="stack">
        <ToolLimits view={view} />
        <Definition view={view} answer={answer} />
      </div>
    </div>
  );
}

function Rules({ view }: { view: ToolView }) {
  const t = useWords();
  const say = useTitledSay();
  const tell = useRetold();
  const run = useCommand();
  const rule = view.recommended as ToolRule;
  const changeOf = useChange();
  const recommended = rule.reason === undefined ? rule : { ...rule, reason: tell('recommended', rule.reason) };
  const adopt = async () => {
    const answer = await run('rule.add', { server: view.server, tool: view.tool, rule: view.recommended });
    if (answer.ok) toast({ title: t('tool.useRecommendedDone'), body: spell(changeOf(answer.value.sentence)) });
  };
  return (
    <section className="stack">
      <h3>{t('tool.rules')}</h3>
      <ul className="stack tight">
        {view.because.map((because, index) => (
          <li key={index} className="wrap" title={spell(because.pointer)}>
            <Plain text={becauseWords(because, say)} />
          </li>
        ))}
      </ul>
      {Object.keys(view.recommended).length > 0 && (
        <div className="stack tight">
          <span className="row wraps">
            <Button small onClick={() => void adopt()}>
              {t('tool.useRecommended')}
            </Button>
          </span>
          <Plain className="quiet wrap" text={ruleWords(recommended, say)} />
        </div>
      )}
    </section>
  );
}

function Definition({ view, answer }: { view: ToolView; answer: ToolAnswer }) {
  const t = useWords();
  const tell = useRetold();
  return (
    <section className="stack">
      <h3>{t('tool.pin')}</h3>
      <p className="row wraps">
        <Badge tone={view.pin === 'pinned' ? 'ok' : view.pin === 'quarantined' ? 'danger' : 'caution'}>{pinWord(view, t)}</Badge>
        <PublishedState answer={answer.value} />
        {(view.pin !== 'pinned' || view.scan !== 'clean') && (
          <Button look="bare" small onClick={() => go('findings', view.server, view.tool)}>
            {t('page.findings')}
          </Button>
        )}
      </p>
      {gatheredFindings(view.findings).map(({ first, says, quotes }, index) => (
        <p key={index} className="wrap problem">
          {findingTitle(t, first)}: <Quotes of={quotes} />{' '}
          <span className="quiet">
            <Plain text={says.map((one) => tell('finding', one)).join('; ')} />
          </span>
        </p>
      ))}
    </section>
  );
}
