import { Button } from '../../elements/button.js';
import { spell } from '../../elements/hidden-characters.js';
import { Quotes } from '../../elements/plain.js';
import { Loading } from '../../elements/state-pages.js';
import { Toggle } from '../../elements/toggle.js';
import { WebLink } from '../../elements/web-link.js';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import type { ToolView } from '../../../shared/model/views.js';
import { useCommand } from '../../state/commands.js';
import { toast } from '../../state/toasts.js';
import { attackIn } from '../../words/attack.js';
import { useRetold, useSay, useWords } from '../../words/words.js';
import { Unanswered, type ToolAnswer } from './tool-why.js';

const LABELS = ['private-data', 'untrusted-content', 'outward'] as const;
type Label = (typeof LABELS)[number];

/** What a tool brings in or can send out, each with its reason and correctable; and the documented attacks that this opens. */
export function ToolFlow({ view, answer }: { view: ToolView; answer: ToolAnswer }) {
  const t = useWords();
  const say = useSay();
  const { value } = answer;
  if (answer.failure) return <Unanswered answer={answer} />;
  if (!value) return <Loading label={t('common.loading')} rows={4} />;
  return (
    <div className="detail-columns halves">
      <Labels view={view} value={value} reload={answer.reload} />
      <section className="stack">
        <h3>{t('tool.patterns')}</h3>
        {value.patterns.length === 0 && <p className="quiet">{t('tool.noPatterns')}</p>}
        <div className="stack tight">
          {value.patterns.map((pattern) => {
            const { title, text, answer } = attackIn(say, pattern);
            return (
              <details key={pattern.id} className="pattern">
                <summary>{title}</summary>
                <p className="prose">{text}</p>
                <p className="prose quiet">{t('findings.answer', { answer })}</p>
                <p className="quiet small selectable">
                  {t('findings.more')}: <WebLink address={pattern.reference} />
                </p>
              </details>
            );
          })}
        </div>
      </section>
    </div>
  );
}

function Labels({ view, value, reload }: { view: ToolView; value: CommandOutput<'tool.get'>; reload: () => void }) {
  const t = useWords();
  const tell = useRetold();
  const run = useCommand();
  const { server, tool } = view;
  const now = value.labels.map(({ label }) => label);
  const put = async (change: { labels: Label[] } | { reset: true }, undo: boolean) => {
    const answer = await run('tool.label', { server, tool, ...change });
    if (!answer.ok) return;
    reload();
    const back = value.corrected && !('reset' in change) ? { labels: now } : { reset: true as const };
    toast({
      id: 'label',
      title: undo ? t('tool.labelled', { tool: spell(tool) }) : t('common.undone'),
      ...(undo ? { action: { label: t('common.undo'), run: () => void put('reset' in change ? { labels: now } : back, false) } } : {}),
    });
  };
  return (
    <section className="stack">
      <h3>{t('tool.flow')}</h3>
      <p className="quiet small prose">{t('tool.flowLead')}</p>
      <div>
        {LABELS.map((label) => {
          const reason = value.labels.find((one) => one.label === label);
          return (
            <Toggle
              key={label}
              label={t(`label.${label}`)}
              detail={
                reason === undefined ? (
                  t(value.corrected ? 'tool.labelOff' : 'tool.labelNot')
                ) : reason.quote === 'you' ? (
                  t('tool.labelYours')
                ) : (
                  <>
                    <Quotes of={[reason.quote]} /> · {tell('evidence', reason.says)}
                  </>
                )
              }
              on={reason !== undefined}
              onChange={(on) => void put({ labels: LABELS.filter((one) => (one === label ? on : now.includes(one))) }, true)}
            />
          );
        })}
      </div>
      {value.corrected && (
        <div className="row">
          <Button small onClick={() => void put({ reset: true }, true)}>
            {t('tool.labelReset')}
          </Button>
        </div>
      )}
    </section>
  );
}
