import { Button } from '../../elements/button.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import type { ToolView } from '../../../shared/model/views.js';
import { useClientTitles } from '../../state/client-titles.js';
import { useSnapshot } from '../../state/board.js';
import { useAnswer } from '../../state/commands.js';
import { useNow } from '../../state/now.js';
import { go } from '../../state/route.js';
import { useWords } from '../../words/words.js';
import { CallLine } from '../activity/call-line.js';

const MOST = 20;

/** The latest calls of one tool; the log has the rest. */
export function ToolCalls({ view: { server, tool } }: { view: ToolView }) {
  const t = useWords();
  const titleOf = useClientTitles();
  const now = useNow(10_000);
  const latest = useSnapshot(({ activity }) => activity.recent.find((record) => record.server === server && record.tool === tool));
  const { value, failure } = useAnswer(
    'audit.list',
    { server, tool, limit: MOST },
    `${server}\n${tool}\n${latest?.id ?? ''}${latest?.outcome ?? ''}`,
  );
  if (failure) return <Broken message={failure.message} fix={failure.fix} />;
  if (!value) return <Loading label={t('common.loading')} rows={4} />;
  const calls = value.filter((record) => record.tool === tool);
  if (calls.length === 0) return <p className="quiet prose">{t('tool.noCalls')}</p>;
  return (
    <div className="stack">
      <ul className="lines">
        {calls.map((record) => (
          <CallLine key={record.id} record={record} now={now}>
            <Plain className="tool-name" text={titleOf(record.client)} />
            <code className="quiet grows cut">
              <Plain text={record.argumentsText.slice(0, 400)} />
            </code>
          </CallLine>
        ))}
      </ul>
      <div className="row">
        <Button small onClick={() => go('activity', `server:${server}`, `tool:${tool}`)}>
          {t('tool.calls')}
        </Button>
      </div>
    </div>
  );
}
