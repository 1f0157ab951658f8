import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { Card } from '../../elements/page.js';
import { Plain } from '../../elements/plain.js';
import { WebLink } from '../../elements/web-link.js';
import { gathered } from '../../../shared/report/gathered.js';
import type { StackView } from '../../../shared/report/report.js';
import { useSnapshot } from '../../state/board.js';
import { useAnswer } from '../../state/commands.js';
import { attackIn } from '../../words/attack.js';
import { useRetold, useSay, useWords } from '../../words/words.js';
import { useMoves } from '../tools/use-moves.js';

type Combination = StackView['combinations'][number];

/** What the user's servers make possible together, before anything happens: each with one path through the tools and what answers it. */
export function StackSection() {
  const t = useWords();
  const tell = useRetold();
  const key = useSnapshot(({ tools }) =>
    Object.entries(tools)
      .map(([server, views]) => `${server} ${String(views.length)} ${views.map((view) => view.class.charAt(0)).join('')}`)
      .join('\n'),
  );
  const { value } = useAnswer('stack.show', {}, key);
  if (value === undefined || value.combinations.length + value.shadows.length === 0) return null;
  return (
    <section className="stack wide">
      <div className="stack">
        <h2>{t('findings.together')}</h2>
        <p className="quiet prose">{t('findings.togetherLead')}</p>
      </div>
      {value.combinations.map((one) => (
        <CombinationCard key={one.id} one={one} stack={value} />
      ))}
      {value.shadows.length > 0 && (
        <Card title={t('findings.shadows')}>
          <ul className="stack">
            {gathered(value.shadows)
              .slice(0, 50)
              .map(({ key: group, first, tools }) => (
                <li key={group} className="wrap">
                  <Plain className="quiet" text={first.server} /> <span className="quiet">›</span>{' '}
                  <Plain className="tool-name" text={tools.slice(0, 20).join(', ')} />
                  {tools.length > 20 && '…'} <span className="quiet">·</span>{' '}
                  <Plain className="quiet" text={tell('evidence', first.says)} />
                </li>
              ))}
          </ul>
        </Card>
      )}
    </section>
  );
}

function CombinationCard({ one, stack }: { one: Combination; stack: StackView }) {
  const t = useWords();
  const tell = useRetold();
  const { title, text, answer } = attackIn(useSay(), one);
  return (
    <Card
      title={title}
      aside={
        <span className="row quiet small">
          {t('findings.ways', { count: one.count })}
          {one.across && <Badge sign="none">{t('findings.across')}</Badge>}
        </span>
      }
    >
      <div className="stack">
        <p className="prose">{text}</p>
        <ol className="path" aria-label={t('findings.path')}>
          {one.path.map((step) => (
            <li key={`${step.server}\n${step.tool}`} className="path-step">
              <span className="quiet small">{tell('evidence', step.label)}</span>
              <span className="wrap">
                <Plain className="quiet" text={step.server} /> <span className="quiet">›</span>{' '}
                <Plain className="tool-name" text={step.tool} />
              </span>
            </li>
          ))}
        </ol>
        <p className="quiet prose">{t('findings.answer', { answer })}</p>
        <AskFirst one={one} stack={stack} />
        <p className="quiet small selectable">
          {t('findings.more')}: <WebLink address={one.reference} />
        </p>
      </div>
    </Card>
  );
}

/** One click that makes every last step of a combination ask; says so where they do already. */
function AskFirst({ one, stack }: { one: Combination; stack: StackView }) {
  const t = useWords();
  const tools = useSnapshot((snapshot) => snapshot.tools);
  const { move } = useMoves(undefined);
  const acts = one.id === 'indirect-prompt-injection';
  const outward = new Set(stack.tools.filter(({ labels }) => labels.includes('outward')).map(({ server, tool }) => `${server}\n${tool}`));
  const ends = Object.values(tools)
    .flat()
    .filter((view) => outward.has(`${view.server}\n${view.tool}`) || (acts && (view.class === 'execute' || view.class === 'destructive')));
  const open = ends.filter((view) => view.switch === 'allow');
  if (open.length === 0)
    return (
      <p className="row">
        <Badge tone="ok">{t('findings.allAsk', { count: ends.length })}</Badge>
      </p>
    );
  return (
    <div className="row">
      <Button
        small
        onClick={() =>
          void move(
            open.map((view) => ({ view, client: undefined })),
            'ask',
          )
        }
      >
        {t('findings.askFirst', { count: open.length })}
      </Button>
    </div>
  );
}
