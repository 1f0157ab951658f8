import { Badge } from '../../elements/badge.js';
import { DiffView } from '../../elements/diff-view.js';
import { spell } from '../../elements/hidden-characters.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import type { ToolView } from '../../../shared/model/views.js';
import { useAnswer } from '../../state/commands.js';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import { useWords } from '../../words/words.js';

type Change = CommandOutput<'pin.diff'>['changes'][number];
const KINDS = ['docstring', 'schema', 'annotation', 'name', 'instructions', 'launch', 'other'] as const;

const asText = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');

/** Each field that differs, under what it concerns: texts for the model, arguments, claims, the name. */
export function FieldChanges({ of, changes }: { /** whose fields, for screen readers */ of: string; changes: readonly Change[] }) {
  const t = useWords();
  if (changes.length === 0) return <p className="quiet">{t('findings.nothingShown')}</p>;
  return changes.map((change) => {
    const kind = KINDS.find((one) => one === change.kind) ?? 'other';
    return (
      <div key={change.pointer} className="stack tight">
        <span className="row wraps">
          <Badge tone={kind === 'docstring' || kind === 'schema' ? 'caution' : 'quiet'} sign="none">
            {t(`findings.part.${kind}`)}
          </Badge>
          <code className="wrap">{spell(change.pointer)}</code>
          {change.before === undefined && <span className="quiet small">{t('findings.came')}</span>}
          {change.after === undefined && <span className="quiet small">{t('findings.went')}</span>}
        </span>
        <DiffView
          before={asText(change.before)}
          after={asText(change.after)}
          label={`${spell(of)} ${spell(change.pointer)}`}
          foldedLabel={(count) => t('common.folded', { count })}
        />
      </div>
    );
  });
}

/** How the definition of a tool that is held differs from the pinned one. */
export function PinChanges({ view }: { view: ToolView }) {
  const t = useWords();
  const { server, tool } = view;
  const { value, failure } = useAnswer('pin.diff', { server, tool }, `${server}\n${tool}\n${view.definitionHash ?? ''}`);
  if (failure) return <Broken message={failure.message} fix={failure.fix} />;
  if (!value) return <Loading label={t('common.loading')} rows={3} />;
  return <FieldChanges of={`${server} › ${tool}`} changes={value.changes} />;
}
