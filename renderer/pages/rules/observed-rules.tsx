import { Eye } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../elements/button.js';
import { spell } from '../../elements/hidden-characters.js';
import { ClassMark } from '../../elements/marks.js';
import { Picker } from '../../elements/picker.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Empty, Loading } from '../../elements/state-pages.js';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import type { ToolRule } from '../../../shared/policy/language.js';
import { ruleWords } from '../../../shared/policy/rule-words.js';
import { useSnapshot } from '../../state/board.js';
import { useClientTitles } from '../../state/client-titles.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { useRetold, useSay, useWords } from '../../words/words.js';
import { ReplayResult } from './replay-result.js';
import { usePreview } from './use-preview.js';
import { useRulesToast } from './use-rules-toast.js';

type Found = CommandOutput<'rule.suggest'>;
type Suggestion = Found['suggestions'][number];
interface Pick {
  readonly on: boolean;
  readonly option: number;
}

const HOUR = 3_600_000;

/** What went through while observing, though the rules said otherwise, as rules to be written in one step. */
export function ObservedRules({ revision }: { revision: number }) {
  const t = useWords();
  const run = useCommand();
  const mode = useSnapshot(({ gate }) => gate.mode);
  const { value, failure, reload, loading } = useAnswer('rule.suggest', {}, String(revision));
  if (failure) return <Broken message={failure.message} fix={failure.fix} />;
  if (!value) return <Loading label={t('common.loading')} />;
  const again = (
    <Button busy={loading} onClick={reload}>
      {t('observed.again')}
    </Button>
  );
  if (value.suggestions.length + value.left.length === 0)
    return (
      <Empty
        icon={<Eye size={22} />}
        title={t('observed.noneTitle')}
        action={
          mode === 'observe' ? (
            again
          ) : (
            <Button onClick={() => void run('mode.set', { mode: 'observe', forMs: HOUR })}>{t('mode.observe60')}</Button>
          )
        }
      >
        {value.settled > 0 ? t('observed.settled') : t('observed.noneText')}
      </Empty>
    );
  return (
    <>
      <div className="row">
        <span className="grows">
          <p className="quiet prose">{t('observed.lead')}</p>
        </span>
        {again}
      </div>
      {value.suggestions.length > 0 && <Choose key={revision} revision={revision} suggestions={value.suggestions} />}
      {value.left.length > 0 && <LeftAlone left={value.left} />}
    </>
  );
}

const idOf = ({ server, tool, now }: Suggestion): string => JSON.stringify([server, tool, now]);
/** What the rules say already need not be written. */
const proposal = ({ options, proposed, now }: Suggestion): Pick => ({ on: options[proposed]?.action !== now, option: proposed });

function Choose({ revision, suggestions }: { revision: number; suggestions: readonly Suggestion[] }) {
  const t = useWords();
  const run = useCommand();
  const changed = useRulesToast();
  const [picks, setPicks] = useState<Readonly<Record<string, Pick>>>({});
  const [saving, setSaving] = useState(false);
  const pickOf = (one: Suggestion): Pick => picks[idOf(one)] ?? proposal(one);
  const rules = suggestions.flatMap((one) => {
    const { on, option } = pickOf(one);
    const rule = one.options[option]?.rule;
    return on && rule ? one.clients.map((client) => ({ client, server: one.server, tool: one.tool, rule })) : [];
  });
  const { preview, failure, setFailure } = usePreview(rules.length === 0 ? undefined : JSON.stringify(rules), (ask) =>
    ask('rule.addMany', { rules, dryRun: true }, { quiet: true }),
  );
  const write = async () => {
    setSaving(true);
    const answer = await run('rule.addMany', { rules }, { quiet: true });
    setSaving(false);
    if (!answer.ok) return setFailure(answer.error);
    changed({ title: t('observed.written', { count: rules.length }) }, revision);
  };
  return (
    <>
      <ul className="rule-lines observed">
        {suggestions.map((one) => (
          <Line
            key={idOf(one)}
            suggestion={one}
            pick={pickOf(one)}
            onPick={(pick) => setPicks((before) => ({ ...before, [idOf(one)]: pick }))}
          />
        ))}
      </ul>
      {failure && (
        <p className="problem wrap" role="alert">
          {spell(failure.message)} {failure.fix}
        </p>
      )}
      {preview?.replay && <ReplayResult replay={preview.replay} />}
      <div className="row end">
        <Button look="main" busy={saving} disabled={rules.length === 0 || !preview} onClick={() => void write()}>
          {t('observed.write', { count: rules.length })}
        </Button>
      </div>
    </>
  );
}

function Line({ suggestion, pick, onPick }: { suggestion: Suggestion; pick: Pick; onPick: (pick: Pick) => void }) {
  const t = useWords();
  const say = useSay();
  const titleOf = useClientTitles();
  const chosen = suggestion.options[pick.option];
  const names = { server: spell(suggestion.server), tool: spell(suggestion.tool) };
  return (
    <li>
      <label className="row">
        <input
          type="checkbox"
          checked={pick.on}
          onChange={(event) => onPick({ ...pick, on: event.target.checked })}
          aria-label={t('observed.rule', names)}
        />
        <ClassMark of={suggestion.class} word={t(`class.${suggestion.class}`)} bare />
        <span className="rule-subject wrap">
          <Plain text={suggestion.server} /> <span className="quiet">›</span> <Plain text={suggestion.tool} />
        </span>
      </label>
      <span className="stack tight">
        <Plain className="wrap" text={chosen === undefined ? '' : ruleWords(chosen.rule as ToolRule, say)} />
        <span className="quiet small wrap">
          {t('observed.calls', { count: suggestion.calls, clients: spell(suggestion.clients.map(titleOf).join(', ')) })} ·{' '}
          {t(`observed.now.${suggestion.now}`)}
        </span>
      </span>
      <Picker
        small
        label={t('observed.choice', names)}
        value={String(pick.option)}
        choices={suggestion.options.map((option, at) => ({
          value: String(at),
          label: t(`observed.option.${option.action === 'allow' && hasConditions(option.rule) ? 'seen' : option.action}`),
        }))}
        onChange={(option) => onPick({ on: true, option: Number(option) })}
      />
    </li>
  );
}

const hasConditions = (rule: Readonly<Record<string, unknown>>): boolean => 'allow_if' in rule || 'require' in rule;

function LeftAlone({ left }: { left: Found['left'] }) {
  const t = useWords();
  const tell = useRetold();
  return (
    <section className="stack tight">
      <h2>{t('observed.left')}</h2>
      <ul className="rule-lines">
        {left.map((one) => (
          <li key={JSON.stringify([one.server, one.tool, one.why])}>
            <span className="rule-subject wrap">
              <Plain text={one.server} /> <span className="quiet">›</span> <Plain text={one.tool} />
            </span>
            <Plain className="wrap quiet" text={tell('failure', one.why)} />
            <span className="quiet small">{t('observed.leftCalls', { count: one.calls })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
