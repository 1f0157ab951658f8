import type { CommandOutput } from '../../../shared/commands/contract.js';
import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { spell } from '../../elements/hidden-characters.js';
import { Card } from '../../elements/page.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { useSnapshot } from '../../state/board.js';
import { useAnswer, useCommand, type Answer } from '../../state/commands.js';
import { routeHash } from '../../state/route.js';
import { useWords } from '../../words/words.js';
import { FieldChanges } from './field-changes.js';

const INSTRUCTIONS = '(instructions)';

/** What is pinned beside tools and waits for a decision: a server's instructions that changed, and a launch that would be another. */
export function useHeld(): Answer<readonly Held[]> {
  const key = useSnapshot(({ servers, notices }) =>
    [...servers.map(({ name, state }) => `${name} ${state}`), ...notices.map(({ id, count }) => `${id} ${String(count)}`)].join('\n'),
  );
  const answer = useAnswer('pin.list', {}, key);
  return { ...answer, value: answer.value?.filter(isHeld) };
}

type Held = CommandOutput<'pin.list'>[number];
const isHeld = ({ subject, state }: Held): boolean =>
  (subject === 'instructions' || subject === 'launch') && ['changed', 'rejected', 'quarantined'].includes(state);

export function HeldSubjects({ held, onDone }: { held: readonly Held[]; onDone: () => void }) {
  const t = useWords();
  return held.map(({ server, subject, state }) =>
    subject === 'instructions' ? (
      <Instructions key={`${server} ${subject}`} server={server} state={state} onDone={onDone} />
    ) : (
      <Card
        key={`${server} ${subject}`}
        title={
          <span className="row">
            <Plain className="quiet" text={server} /> <span className="quiet">›</span> {t('findings.launch')}
          </span>
        }
        aside={<a href={routeHash('servers', server)}>{t('page.servers')}</a>}
      >
        <p className="quiet prose">{t('servers.launchChangedText')}</p>
      </Card>
    ),
  );
}

function Instructions({ server, state, onDone }: { server: string; state: string; onDone: () => void }) {
  const t = useWords();
  const run = useCommand();
  const { value, failure, reload } = useAnswer('pin.diff', { server, tool: INSTRUCTIONS }, `${server}\n${state}`);
  const accept = async (hash: string) => {
    const done = await run(state === 'quarantined' ? 'finding.release' : 'pin.accept', { server, tool: INSTRUCTIONS, hash });
    if (done.ok) onDone();
    else reload();
  };
  const reject = async () => {
    if ((await run('pin.reject', { server, tool: INSTRUCTIONS })).ok) onDone();
  };
  const hash = value?.hash;
  return (
    <Card
      title={
        <span className="row">
          <Plain className="quiet" text={server} /> <span className="quiet">›</span> {t('findings.instructions')}
          <Badge tone={state === 'quarantined' ? 'danger' : 'caution'} sign="square">
            {t(state === 'quarantined' ? 'pin.quarantined' : 'pin.changed')}
          </Badge>
        </span>
      }
      aside={
        hash !== undefined && (
          <>
            {state === 'changed' && (
              <Button small look="danger" aria-label={`${t('findings.reject')}: ${spell(server)}`} onClick={() => void reject()}>
                {t('findings.reject')}
              </Button>
            )}
            <Button
              small
              aria-label={`${t(state === 'quarantined' ? 'findings.release' : 'findings.accept')}: ${spell(server)}`}
              onClick={() => void accept(hash)}
            >
              {t(state === 'quarantined' ? 'findings.release' : 'findings.accept')}
            </Button>
          </>
        )
      }
    >
      {failure ? (
        <Broken message={failure.message} fix={failure.fix} />
      ) : value === undefined ? (
        <Loading label={t('common.loading')} rows={2} />
      ) : (
        <FieldChanges of={`${server} › ${INSTRUCTIONS}`} changes={value.changes} />
      )}
    </Card>
  );
}
