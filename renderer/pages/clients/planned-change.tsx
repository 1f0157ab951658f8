import { DiffText } from '../../elements/diff-view.js';
import { spell } from '../../elements/hidden-characters.js';
import { useWords } from '../../words/words.js';
import { diffFiles } from './applications.js';

/** The whole change of an application's files, as it will be or was written; secrets come covered. */
export function PlannedChange({ diff }: { diff: string }) {
  const t = useWords();
  return diffFiles(diff).map(({ path, text }, index) => (
    <div key={index} className="stack">
      <code className="wrap selectable">{spell(path)}</code>
      <DiffText text={text} label={`${t('clients.plan')}: ${spell(path)}`} />
    </div>
  ));
}
