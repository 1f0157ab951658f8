import { modify, applyEdits } from 'jsonc-parser';
import { Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button, IconButton } from '../../elements/button.js';
import { spell } from '../../elements/hidden-characters.js';
import { Plain } from '../../elements/plain.js';
import { Empty } from '../../elements/state-pages.js';
import { SearchField } from '../../elements/search-field.js';
import { useCommand } from '../../state/commands.js';
import { useChange, useTitledSay, useWords } from '../../words/words.js';
import { ruleLines, type RuleLine } from './rule-list.js';
import { useRulesToast } from './use-rules-toast.js';

const MOST = 300;

/** The policy as sentences: whom each rule concerns and what it says. */
export function RuleSentences({ text, revision, onOpen }: { text: string; revision: number; onOpen: (line: number | undefined) => void }) {
  const t = useWords();
  const changeOf = useChange();
  const run = useCommand();
  const changed = useRulesToast();
  const [search, setSearch] = useState('');
  const say = useTitledSay();
  const lines = useMemo(() => ruleLines(text, say), [text, say]);
  if (!lines)
    return (
      <Empty title={t('rules.unreadable')} action={<Button onClick={() => onOpen(undefined)}>{t('rules.openJson')}</Button>}>
        {t('rules.unreadableText')}
      </Empty>
    );
  if (lines.length === 0) return <Empty title={t('rules.noneTitle')}>{t('rules.noneText')}</Empty>;
  const words = search.toLowerCase();
  const found = lines.filter(({ subject, sentence }) => `${subject} ${sentence}`.toLowerCase().includes(words));
  const remove = async ({ path }: RuleLine) => {
    const without = applyEdits(text, modify(text, [...path], undefined, { formattingOptions: { insertSpaces: true, tabSize: 2 } }));
    const answer = await run('policy.set', { text: without, baseRevision: revision });
    if (answer.ok) changed({ title: spell(changeOf(answer.value.sentence)) }, revision);
  };
  return (
    <>
      <p className="quiet prose">{t('rules.lead')}</p>
      <SearchField label={t('rules.search')} value={search} onChange={setSearch} />
      <ul className="rule-lines">
        {found.slice(0, MOST).map((rule) => (
          <li key={rule.path.join('\n')}>
            <Plain className="rule-subject wrap" text={rule.subject} />
            <Plain className={`rule-sentence wrap ${rule.kind === 'hide' ? 'as-is' : ''}`} text={rule.sentence} />
            <span className="row">
              <Button small look="bare" onClick={() => onOpen(rule.line)}>
                {t('rules.edit')}
              </Button>
              <IconButton name={t('rules.remove', { subject: spell(rule.subject) })} onClick={() => void remove(rule)}>
                <Trash2 size={13} aria-hidden="true" />
              </IconButton>
            </span>
          </li>
        ))}
      </ul>
      {found.length > MOST && <p className="quiet">{t('rules.moreLines', { count: found.length - MOST })}</p>}
    </>
  );
}
