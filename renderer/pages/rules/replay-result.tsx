import { Plain } from '../../elements/plain.js';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import { reasonSentence } from '../../../shared/policy/reasons.js';
import { useClientTitles } from '../../state/client-titles.js';
import { ago, count, exact } from '../../words/format.js';
import { useTitledSay, useWords } from '../../words/words.js';

export type Replay = CommandOutput<'policy.replay'>;
const MOST = 20;

/** What a draft would have done with recorded calls. */
export function ReplayResult({ replay }: { replay: Replay }) {
  const t = useWords();
  return (
    <div className="replay stack" role="status">
      <p>
        {replay.calls === 0
          ? t('rules.replayedNone')
          : replay.same === replay.calls
            ? t('rules.replayedSame', { count: replay.calls })
            : t('rules.replayed', { count: replay.calls, same: count(replay.same), changed: count(replay.changed.length) })}
        {replay.cannotTell > 0 && <span className="quiet"> {t('rules.cannotTell', { count: replay.cannotTell })}</span>}
      </p>
      {replay.changed.length > 0 && <Changed replay={replay} />}
    </div>
  );
}

function Changed({ replay }: { replay: Replay }) {
  const t = useWords();
  const titleOf = useClientTitles();
  const say = useTitledSay();
  return (
    <ul className="lines">
      {replay.changed.slice(0, MOST).map(({ record, was, would, because }) => (
        <li key={record.id} className="row">
          <span className="grows stack tight">
            <span className="cut">
              <Plain text={titleOf(record.client)} /> <span className="quiet">→</span> <Plain text={record.server} />{' '}
              <span className="quiet">›</span> <Plain text={record.tool} />
            </span>
            <Plain className="quiet small wrap" text={reasonSentence(because, say)} />
          </span>
          <span>
            {t(`was.${was}`)} → <strong>{t(`was.${would}`)}</strong>
          </span>
          <span className="quiet small" title={exact(record.atMs)}>
            {ago(record.atMs, Date.now())}
          </span>
        </li>
      ))}
    </ul>
  );
}
