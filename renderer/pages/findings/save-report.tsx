import { Button } from '../../elements/button.js';
import { useCommand } from '../../state/commands.js';
import { useWords } from '../../words/words.js';
import { saveText } from '../activity/save-text.js';

const FORMATS = ['html', 'md', 'json'] as const;

/** A report to hand on: of one server, or of all of them. */
export function SaveReport({ server }: { server?: string }) {
  const t = useWords();
  const run = useCommand();
  const save = async (format: (typeof FORMATS)[number]) => {
    const made = await run('report.make', { format, ...(server === undefined ? {} : { server }) });
    if (made.ok) saveText(made.value.name, made.value.text);
  };
  return (
    <div className="row" role="group" aria-label={t('findings.report')}>
      <span className="quiet">{t('findings.report')}</span>
      {FORMATS.map((format) => (
        <Button
          key={format}
          small
          aria-label={`${t('findings.report')}: ${t(`findings.format.${format}`)}`}
          onClick={() => void save(format)}
        >
          {t(`findings.format.${format}`)}
        </Button>
      ))}
    </div>
  );
}
