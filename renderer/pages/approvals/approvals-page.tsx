import { Hourglass } from 'lucide-react';
import { useMemo, useState } from 'react';
import { AnswerBar } from '../../approval/answer-bar.js';
import { ApprovalCard } from '../../approval/approval-card.js';
import { shownArguments } from '../../approval/arguments.js';
import { Badge } from '../../elements/badge.js';
import { Button } from '../../elements/button.js';
import { Dialog } from '../../elements/dialog.js';
import { spell } from '../../elements/hidden-characters.js';
import { Card, PageFrame } from '../../elements/page.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Empty } from '../../elements/state-pages.js';
import { useClientTitles } from '../../state/client-titles.js';
import { useSnapshot } from '../../state/board.js';
import { MakeRule } from '../rules/make-rule.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { go, routeHash } from '../../state/route.js';
import { useNow } from '../../state/now.js';
import type { ApprovalView, GrantView } from '../../../shared/model/views.js';
import { grantIn, scopeOf } from '../../../shared/policy/grant-words.js';
import { ago, ahead, countdown, exact } from '../../words/format.js';
import { useSay, useWords } from '../../words/words.js';

const SHOWN = 50;

export function ApprovalsPage({ parts }: { parts: readonly string[] }) {
  const t = useWords();
  const all = useSnapshot((snapshot) => snapshot.approvals);
  const pending = all.filter(({ state }) => state === 'pending').sort((a, b) => a.createdAtMs - b.createdAtMs);
  const asked = pending.find(({ id }) => id === parts[0]);
  const shown = asked ?? pending[0];
  const [asking, setAsking] = useState(false);
  // the form stays open when its call ends meanwhile: a rule can still be made from it
  const [making, setMaking] = useState<string>();
  const run = useCommand();
  return (
    <PageFrame
      title={t('page.approvals')}
      tools={
        pending.length > 1 && (
          <Button look="danger" onClick={() => setAsking(true)}>
            {t('approvals.denyAll', { count: pending.length })}
          </Button>
        )
      }
    >
      {pending.length === 0 ? (
        <Empty icon={<Hourglass size={22} />} title={t('approval.nothing')}>
          {t('approval.nothingText')}
        </Empty>
      ) : (
        <div className="queue">
          <ul className="queue-list" aria-label={t('approvals.queue')}>
            {pending.slice(0, SHOWN).map((approval) => (
              <QueueLine key={approval.id} approval={approval} shown={approval === shown} />
            ))}
            {pending.length > SHOWN && <li className="quiet small queue-more">{t('approvals.more', { count: pending.length - SHOWN })}</li>}
          </ul>
          {shown && (
            <section key={shown.id} className="queue-card" aria-labelledby="approval-title">
              <ApprovalCard approval={shown} onMakeRule={() => setMaking(shown.id)} />
              <AnswerBar approval={shown} escDenies={false} onAnswered={() => go('approvals')} />
            </section>
          )}
        </div>
      )}
      {making !== undefined && <MakeRule from={{ approvalId: making }} onClose={() => setMaking(undefined)} />}
      <Grants />
      <Ended revision={all.map(({ id, state }) => id + state).join()} />
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('approvals.denyAllTitle', { count: pending.length })}
        lead={t('approvals.denyAllText')}
        closeLabel={t('common.close')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('common.cancel')}</Button>
            <Button look="danger" onClick={() => void run('approval.denyAll', {}).then(() => setAsking(false))}>
              {t('approvals.denyAll', { count: pending.length })}
            </Button>
          </>
        }
      />
    </PageFrame>
  );
}

/** The beginning of the first argument that is a short text. */
function beginningOf(argumentsText: string): string | undefined {
  const shown = shownArguments(argumentsText);
  return shown.ok ? shown.list.find(({ kind, text }) => kind === 'short' && text !== '')?.text : undefined;
}

function QueueLine({ approval, shown }: { approval: ApprovalView; shown: boolean }) {
  const t = useWords();
  const titleOf = useClientTitles();
  const now = useNow();
  // calls of one tool are told apart by what they do it to
  const first = useMemo(() => beginningOf(approval.argumentsText), [approval.argumentsText]);
  return (
    <li>
      <a
        className={`queue-line ${shown ? 'opened' : ''}`}
        aria-current={shown ? 'true' : undefined}
        href={routeHash('approvals', approval.id)}
      >
        <span className="cut">
          <Plain className="list-title" text={approval.tool} />
          {approval.waiting > 1 && ` ×${approval.waiting}`}
        </span>
        <span className="quiet small cut">
          <Plain text={titleOf(approval.client)} /> · <Plain text={approval.server} />
        </span>
        {first !== undefined && <Plain className="quiet small code cut" text={first} />}
        <span className="quiet small">{t('approvals.deniesIn', { time: countdown(approval.expiresAtMs - now) })}</span>
      </a>
    </li>
  );
}

function Grants() {
  const t = useWords();
  const run = useCommand();
  const say = useSay();
  const titleOf = useClientTitles();
  const grants = useSnapshot((snapshot) => snapshot.grants);
  const sentenceOf = (grant: GrantView) => grantIn(say, grant.sentence, grant, scopeOf(grant), grant.conditions, titleOf(grant.client));
  const now = useNow(10_000);
  return (
    <Card title={t('approvals.grants')}>
      {grants.length === 0 ? (
        <p className="quiet prose">{t('approvals.noGrants')}</p>
      ) : (
        <ul className="lines">
          {grants.map((grant) => (
            <li key={grant.id} className="row apart">
              <span className="stack tight grows">
                <Plain className="wrap" text={sentenceOf(grant)} />
                <span className="quiet small" title={grant.expiresAtMs === undefined ? undefined : exact(grant.expiresAtMs)}>
                  {t('approvals.uses', { count: grant.uses })} ·{' '}
                  {grant.expiresAtMs === undefined ? t('approvals.noEnd') : t('approvals.ends', { time: ahead(grant.expiresAtMs, now) })}
                </span>
              </span>
              <Button
                small
                aria-label={`${t('approvals.revoke')}: ${spell(sentenceOf(grant))}`}
                onClick={() => void run('grant.revoke', { id: grant.id })}
              >
                {t('approvals.revoke')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Ended({ revision }: { revision: string }) {
  const t = useWords();
  const titleOf = useClientTitles();
  const { value, failure } = useAnswer('approval.list', { all: true }, revision);
  const ended = (value ?? [])
    .filter(({ state }) => state !== 'pending')
    .sort((a, b) => b.createdAtMs - a.createdAtMs)
    .slice(0, SHOWN);
  if (failure) return <Broken message={failure.message} fix={failure.fix} />;
  if (ended.length === 0) return null;
  return (
    <Card title={t('approvals.answered')}>
      <ul className="lines">
        {ended.map((approval) => (
          <li key={approval.id} className="row">
            <Badge tone={approval.state === 'done' || approval.state === 'approved' || approval.state === 'executing' ? 'ok' : 'danger'}>
              {t(`approval.state.${approval.state}`)}
            </Badge>
            <span className="grows cut">
              <Plain text={titleOf(approval.client)} /> <span className="quiet">→</span> <Plain text={approval.server} />{' '}
              <span className="quiet">›</span> <Plain text={approval.tool} />
            </span>
            {approval.reason !== undefined && <Plain className="quiet cut" text={approval.reason} />}
            <span className="quiet small" title={exact(approval.createdAtMs)}>
              {ago(approval.createdAtMs, Date.now())}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
