import { Card } from '../../elements/page.js';
import { Plain } from '../../elements/plain.js';
import { useAnswer } from '../../state/commands.js';
import { useNow } from '../../state/now.js';
import { routeHash } from '../../state/route.js';
import { useWords } from '../../words/words.js';

const WEEK = 7 * 86_400_000;
const EVERY = 30_000;
const MOST = 6;

/** The tools that were called most, counted anew every half minute. */
export function TopTools() {
  const t = useWords();
  const now = useNow(EVERY);
  const { value } = useAnswer('audit.stats', { sinceMs: now - WEEK }, String(Math.floor(now / EVERY)));
  const top = [...(value?.byTool ?? [])]
    .filter(({ tool }) => tool !== '')
    .sort((a, b) => b.calls - a.calls)
    .slice(0, MOST);
  const most = top[0]?.calls ?? 0;
  if (most === 0) return null;
  return (
    <Card title={t('overview.topTools')}>
      <ul className="lines">
        {top.map(({ server, tool, calls }) => (
          <li key={`${server} ${tool}`}>
            <a className="row plain-link" href={routeHash('tools', server, tool)}>
              <span className="grows cut">
                <Plain className="quiet" text={server} /> <span className="quiet">›</span> <Plain text={tool} />
              </span>
              <span className="quiet small">{t('overview.topCalls', { count: calls })}</span>
            </a>
            <progress className="share" max={most} value={calls} aria-hidden="true" />
          </li>
        ))}
      </ul>
    </Card>
  );
}
