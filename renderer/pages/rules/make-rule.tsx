import { useMemo, useState, type ChangeEvent } from 'react';
import { Button } from '../../elements/button.js';
import { Dialog } from '../../elements/dialog.js';
import { spell } from '../../elements/hidden-characters.js';
import { Picker } from '../../elements/picker.js';
import { Plain } from '../../elements/plain.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import type { ToolRule } from '../../../shared/policy/language.js';
import { getPointer, pointer } from '../../../shared/json/pointer.js';
import { readJsonc } from '../../../shared/policy/read-jsonc.js';
import { ruleWords } from '../../../shared/policy/rule-words.js';
import { slotWords } from '../../../shared/policy/slots.js';
import { useAnswer, useCommand } from '../../state/commands.js';
import { useBoard } from '../../state/board.js';
import { toast } from '../../state/toasts.js';
import { useTitledSay, useWords } from '../../words/words.js';
import { customRule, parseValue, type Row } from './custom-rule.js';
import { ReplayResult } from './replay-result.js';
import { usePreview } from './use-preview.js';

type Draft = CommandOutput<'rule.draft'>;

/** The call a rule is made from: one in the log, or one that waits for an answer. */
type From = { callId: string } | { approvalId: string };

/** A rule from a real call: a suggestion or conditions of one's own, its sentence, and what it would have done before. */
export function MakeRule({ from, onClose }: { from: From; onClose: () => void }) {
  const t = useWords();
  const { value, failure } = useAnswer('rule.draft', from, JSON.stringify(from));
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      closeLabel={t('common.close')}
      title={t('make.title')}
      lead={value && t('make.lead', { tool: spell(value.tool), server: spell(value.server) })}
    >
      {failure ? (
        <Broken message={failure.message} fix={failure.fix} />
      ) : value ? (
        <RuleForm draft={value} onClose={onClose} />
      ) : (
        <Loading label={t('common.loading')} rows={4} />
      )}
    </Dialog>
  );
}

function RuleForm({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const t = useWords();
  const say = useTitledSay();
  const run = useCommand();
  const [picked, setPicked] = useState(draft.suggestions.length > 0 ? 0 : -1);
  const [action, setAction] = useState<'allow' | 'ask' | 'deny'>('allow');
  const [everyone, setEveryone] = useState<'this' | 'all'>('all');
  const [rows, setRows] = useState<readonly Row[]>(() =>
    draft.fields.map(({ path, type, operators, value, redacted }) => ({
      path,
      type,
      used: false,
      op: operators[0] ?? 'eq',
      value: redacted || (value === null && type !== 'null') ? '' : typeof value === 'string' ? value : JSON.stringify(value),
    })),
  );
  const [saving, setSaving] = useState(false);

  const position = useBoard(({ snapshot }) => snapshot?.tools[draft.server]?.find(({ tool }) => tool === draft.tool)?.switch ?? 'ask');
  const rule = useMemo(
    () => (picked >= 0 ? (draft.suggestions[picked]?.rule as Record<string, unknown> | undefined) : customRule(action, position, rows)),
    [picked, draft, action, position, rows],
  );
  const target: { server: string; tool: string; client?: string } = {
    server: draft.server,
    tool: draft.tool,
    ...(everyone === 'this' ? { client: draft.client } : {}),
  };
  const key = JSON.stringify([target, rule]);

  const { preview, failure, setFailure } = usePreview(rule && key, (ask) =>
    ask('rule.add', { ...target, rule: rule ?? {}, dryRun: true }, { quiet: true }),
  );

  /** whom it is for and what it says, with the action that it gets in the document */
  const sentenceOf = (text: string): string => {
    const path = [...(target.client === undefined ? [] : ['clients', target.client]), 'servers', target.server, 'tools', target.tool];
    const action = getPointer(readJsonc(text).value ?? null, pointer(...path, 'action')) as ToolRule['action'];
    return `${slotWords(path, say)}: ${ruleWords({ ...(action !== undefined && { action }), ...rule }, say)}`;
  };
  const save = async () => {
    if (!rule) return;
    setSaving(true);
    const answer = await run('rule.add', { ...target, rule }, { quiet: true });
    setSaving(false);
    if (!answer.ok) return setFailure(answer.error);
    onClose();
    toast({ title: t('make.saved'), body: spell(sentenceOf(answer.value.text)) });
  };
  const setRow = (index: number, change: Partial<Row>) => {
    setPicked(-1);
    setRows(rows.map((row, at) => (at === index ? { ...row, ...change, used: change.used ?? true } : row)));
  };
  return (
    <>
      <fieldset className="pairs stack tight">
        <legend>{t('make.suggestions')}</legend>
        {draft.suggestions.map((suggestion, index) => (
          <label key={index} className="choice">
            <input type="radio" name="suggestion" checked={picked === index} onChange={() => setPicked(index)} />
            <Plain className="wrap" text={ruleWords(suggestion.rule as ToolRule, say)} />
          </label>
        ))}
        <label className="choice">
          <input type="radio" name="suggestion" checked={picked === -1} onChange={() => setPicked(-1)} />
          {t('make.own')}
        </label>
      </fieldset>
      {picked === -1 && (
        <div className="stack">
          <Picker
            shown
            label={t('make.action')}
            value={action}
            choices={(['allow', 'ask', 'deny'] as const).map((value) => ({ value, label: t(`verdict.${value}`) }))}
            onChange={setAction}
          />
          {draft.fields.map((field, index) => {
            const row = rows[index];
            if (!row) return null;
            // a line would swallow the ends of lines
            const Value = typeof field.value === 'string' && field.value.includes('\n') ? 'textarea' : 'input';
            return (
              <div key={field.path} className="condition">
                <label className="row">
                  <input type="checkbox" checked={row.used} onChange={(event) => setRow(index, { used: event.target.checked })} />
                  <code className="wrap">{spell(field.path)}</code>
                </label>
                <Picker
                  small
                  label={t('make.operator', { path: spell(field.path) })}
                  value={row.op}
                  choices={field.operators.map((op) => ({ value: op, label: t(`make.op.${op}`) }))}
                  onChange={(op) => setRow(index, { op })}
                />
                {row.op !== 'exists' && (
                  <Value
                    className="input code"
                    aria-label={t('make.value', { path: spell(field.path) })}
                    value={row.value}
                    onChange={(event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => setRow(index, { value: event.target.value })}
                    aria-invalid={(row.used && parseValue(row) === undefined) || undefined}
                  />
                )}
              </div>
            );
          })}
        </div>
      )}
      <Picker
        shown
        label={t('make.for')}
        value={everyone}
        choices={[
          { value: 'all', label: t('make.forAll') },
          { value: 'this', label: t('make.forThis', { client: spell(draft.client) }) },
        ]}
        onChange={setEveryone}
      />
      {failure && (
        <p className="problem wrap" role="alert">
          {spell(failure.message)} {failure.fix}
        </p>
      )}
      {preview && (
        <div className="stack">
          <p className="sentence wrap">
            <Plain text={sentenceOf(preview.text)} />
          </p>
          {preview.replay && <ReplayResult replay={preview.replay} />}
        </div>
      )}
      <div className="row end">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button look="main" busy={saving} disabled={!rule || !preview} onClick={() => void save()}>
          {t('make.save')}
        </Button>
      </div>
    </>
  );
}
