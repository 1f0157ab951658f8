import { ClassMark } from '../../elements/marks.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import { count as counted } from '../../words/format.js';
import { useWords } from '../../words/words.js';

/** "9 can destroy data": what all tools behind the gate can do, each part a filter. Gone while nothing is listed. */
export function ClassStrip({
  counts,
  chosen,
  onChoose,
}: {
  counts: readonly { readonly class: RiskClass; readonly count: number }[];
  chosen: string;
  onChoose: (riskClass: string) => void;
}) {
  const t = useWords();
  if (counts.length === 0) return null;
  return (
    <div className="class-strip" role="group" aria-label={t('tools.class')}>
      {counts.map(({ class: name, count }) => (
        <button
          key={name}
          type="button"
          className="class-chip"
          aria-pressed={chosen === name}
          onClick={() => onChoose(chosen === name ? '' : name)}
        >
          <ClassMark of={name} word={t(`class.${name}`)} bare />
          <span>{t(`tools.can.${name}`, { total: counted(count) })}</span>
        </button>
      ))}
    </div>
  );
}
