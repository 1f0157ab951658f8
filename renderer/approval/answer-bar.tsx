import { ChevronDown } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { Button } from '../elements/button.js';
import { Field } from '../elements/field.js';
import { spell } from '../elements/hidden-characters.js';
import { Menu, type MenuItem } from '../elements/menu.js';
import type { ApprovalScope, ApprovalView } from '../../shared/model/views.js';
import type { Condition } from '../../shared/policy/language.js';
import { grantIn, isExact } from '../../shared/policy/grant-words.js';
import { useClientTitles } from '../state/client-titles.js';
import { useCommand } from '../state/commands.js';
import { useNow } from '../state/now.js';
import { countdown } from '../words/format.js';
import { useSay, useWords, type Words } from '../words/words.js';
import { useDeadTime } from './use-dead-time.js';

const QUARTER = 15 * 60_000;

/** All a person decides about: when any of it changes, the answers are dead again. */
const contentOf = (view: ApprovalView): string =>
  JSON.stringify([
    view.id,
    view.state,
    view.argumentsHash,
    view.argumentsText.length,
    view.waiting,
    view.class,
    view.severity,
    view.because,
    view.changedSinceLast,
    view.findings,
    view.scopes,
  ]);

/** "Always" says of what: two of its kind may be offered. */
function scopeName(t: Words, scope: ApprovalScope, conditions: readonly Condition[]): string {
  const [only] = conditions;
  if (scope !== 'always' || only === undefined) return t(`approval.scope.${scope}`);
  if (isExact(conditions)) return t('approval.always.exact');
  return conditions.length === 1 && 'path' in only && only.op === 'under' && typeof only.value === 'string'
    ? t('approval.always.under', { folder: only.value })
    : t('approval.always.alike');
}

const swallowEnter = (event: KeyboardEvent) => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  event.stopPropagation();
};

/** Deny and Allow once, their menus, the time left. Esc denies; Enter does nothing; nothing counts in the dead time. */
export function AnswerBar({ approval, escDenies, onAnswered }: { approval: ApprovalView; escDenies: boolean; onAnswered?: () => void }) {
  const t = useWords();
  const titleOf = useClientTitles();
  const say = useSay();
  const run = useCommand();
  const alive = useDeadTime(contentOf(approval));
  const [sending, setSending] = useState(false);
  const [open, setOpen] = useState<'allow' | 'deny'>();
  const [reason, setReason] = useState<string>();
  const ready = alive && !sending;
  const { id, waiting } = approval;

  const answer = (send: () => Promise<{ ok: boolean }>) => {
    if (!ready) return;
    setSending(true);
    void send().then(({ ok }) => {
      setSending(false);
      if (ok) onAnswered?.();
    });
  };
  const deny = (more: { reason?: string; always?: boolean; all?: boolean } = {}) => answer(() => run('approval.deny', { id, ...more }));

  useEffect(() => {
    if (!escDenies) return undefined;
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || open !== undefined) return;
      if (reason !== undefined) setReason(undefined);
      else deny();
    };
    // captured: it must see an open menu before Escape closes it
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  });

  const allowItems: MenuItem[] = approval.scopes.map((choice, index) => ({
    key: `${choice.scope} ${index}`,
    label: (
      <>
        {scopeName(t, choice.scope, (choice.conditions ?? []) as Condition[])}
        {choice.scope === approval.preselected && choice.scope !== 'once' && <span className="suggested">{t('approval.suggested')}</span>}
      </>
    ),
    detail: spell(grantIn(say, choice.sentence, approval, choice.scope, choice.conditions ?? [], titleOf(approval.client))),
    onSelect: () =>
      answer(() =>
        run('approval.allow', { id, scope: choice.scope, ...(choice.conditions === undefined ? {} : { conditions: choice.conditions }) }),
      ),
  }));
  if (waiting > 1)
    allowItems.splice(1, 0, {
      key: 'all',
      label: t('approval.allowAll', { count: waiting }),
      detail: t('approval.allowAllDetail', { count: waiting }),
      onSelect: () => answer(() => run('approval.allow', { id, scope: 'once', all: true })),
    });

  const client = spell(titleOf(approval.client));
  // the rules know single tools, and of all else the kind: `sampling` of `sampling/createMessage`
  const denied = approval.method === 'tools/call' ? approval.tool : approval.method.replace(/\/.*/, '');
  const denyItems: MenuItem[] = [
    { key: 'once', label: t('approval.deny'), detail: t('approval.denyOnceDetail'), onSelect: () => deny() },
    { key: 'reason', label: t('approval.denyReason'), onSelect: () => setReason('') },
    ...(waiting > 1 ? [{ key: 'all', label: t('approval.denyAll', { count: waiting }), onSelect: () => deny({ all: true }) }] : []),
    {
      key: 'always',
      parted: true,
      label: t('approval.denyAlways'),
      detail: t('approval.denyAlwaysDetail', { tool: spell(denied), server: spell(approval.server) }),
      onSelect: () => deny({ always: true }),
    },
    {
      key: 'block',
      tone: 'danger',
      label: t('approval.block', { client }),
      detail: t('approval.blockDetail', { client }),
      onSelect: () =>
        answer(async () => {
          const denied = await run('approval.deny', { id, all: true });
          const blocked = await run('client.block', { name: approval.client, forMs: QUARTER });
          return denied.ok ? blocked : denied;
        }),
    },
  ];

  if (reason !== undefined)
    return (
      <ReasonForm
        untilMs={approval.expiresAtMs}
        reason={reason}
        ready={ready}
        onReason={setReason}
        onBack={() => setReason(undefined)}
        onSend={() => deny({ reason })}
      />
    );
  return (
    <div className="answer-bar stack">
      <TimeLeft untilMs={approval.expiresAtMs} />
      <div className="row apart">
        <span className="button-pair">
          <Button look="danger" aria-disabled={!ready} onClick={() => deny()}>
            {t('approval.deny')}
          </Button>
          <Menu
            name={t('approval.denyMenu')}
            wide
            side="top"
            items={denyItems}
            open={open === 'deny'}
            onOpenChange={(next) => setOpen(next && ready ? 'deny' : undefined)}
            trigger={
              <Button look="danger" aria-disabled={!ready} aria-label={t('approval.denyMenu')}>
                <ChevronDown size={14} aria-hidden="true" />
              </Button>
            }
          />
        </span>
        <span className="button-pair">
          <Button
            look="main"
            aria-disabled={!ready}
            onKeyDown={swallowEnter}
            onClick={() => answer(() => run('approval.allow', { id, scope: 'once' }))}
          >
            {t('approval.allow')}
          </Button>
          <Menu
            name={t('approval.allowMenu')}
            wide
            side="top"
            align="end"
            items={allowItems}
            open={open === 'allow'}
            onOpenChange={(next) => setOpen(next && ready ? 'allow' : undefined)}
            onKeyDownCapture={swallowEnter}
            trigger={
              <Button look="main" aria-disabled={!ready} onKeyDownCapture={swallowEnter} aria-label={t('approval.allowMenu')}>
                <ChevronDown size={14} aria-hidden="true" />
              </Button>
            }
          />
        </span>
      </div>
    </div>
  );
}

/** Why not, for the agent. */
function ReasonForm(props: {
  untilMs: number;
  reason: string;
  ready: boolean;
  onReason: (reason: string) => void;
  onBack: () => void;
  onSend: () => void;
}) {
  const t = useWords();
  const isEmpty = props.reason.trim() === '';
  return (
    <form
      className="answer-bar stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty) props.onSend();
      }}
    >
      <TimeLeft untilMs={props.untilMs} />
      <Field
        autoFocus
        label={t('approval.reason')}
        hint={t('approval.reasonHint')}
        value={props.reason}
        maxLength={2000}
        onChange={(event) => props.onReason(event.target.value)}
      />
      <div className="row apart">
        <Button onClick={props.onBack}>{t('approval.back')}</Button>
        <Button look="danger" submits aria-disabled={!props.ready || isEmpty}>
          {t('approval.sendDeny')}
        </Button>
      </div>
    </form>
  );
}

function TimeLeft({ untilMs }: { untilMs: number }) {
  const t = useWords();
  const left = untilMs - useNow(500);
  return (
    <p className={`time-left ${left < 30_000 ? 'soon' : ''}`} role="timer">
      {t('approval.denies', { time: countdown(left) })}
    </p>
  );
}
