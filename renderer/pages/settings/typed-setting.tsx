import { useEffect, useId, useState, type ReactNode } from 'react';
import { spell } from '../../elements/hidden-characters.js';
import type { Result } from '../../../shared/result.js';
import { useWords } from '../../words/words.js';

/** Saved when the field is left or Enter pressed; a refused value stays with one line that says why. */
function useTyped(value: string, onSave: (typed: string) => Promise<Result<unknown>>) {
  const [typed, setTyped] = useState(value);
  const [problem, setProblem] = useState<string>();
  useEffect(() => setTyped(value), [value]);
  const save = async () => {
    if (typed === value) return setProblem(undefined);
    const answer = await onSave(typed);
    setProblem(answer.ok ? undefined : answer.error.message);
  };
  return { typed, setTyped, problem, save };
}

export function NumberSetting({
  label,
  unit,
  value,
  onSave,
}: {
  label: string;
  unit: string;
  value: number;
  onSave: (value: number) => Promise<Result<unknown>>;
}) {
  const t = useWords();
  const id = useId();
  const { typed, setTyped, problem, save } = useTyped(String(value), async (text) =>
    /^\d+$/.test(text.trim()) ? onSave(Number(text)) : { ok: false, error: { code: 'number', message: t('settings.wholeNumber') } },
  );
  return (
    <div className="setting">
      <div className="stack tight grows">
        <label htmlFor={id}>{label}</label>
        <Problem id={`${id}-problem`} text={problem} />
      </div>
      <input
        id={id}
        className="input number"
        inputMode="numeric"
        value={typed}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={`${id}-problem`}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => void save()}
        onKeyDown={(event) => event.key === 'Enter' && void save()}
      />
      <span className="unit quiet">{unit}</span>
    </div>
  );
}

/** Lines of text, or with `example` one line that Enter saves too. */
export function TextSetting({
  label,
  detail,
  value,
  example,
  onSave,
}: {
  label: string;
  detail: ReactNode;
  value: string;
  example?: string;
  onSave: (value: string) => Promise<Result<unknown>>;
}) {
  const id = useId();
  const { typed, setTyped, problem, save } = useTyped(value, onSave);
  const field = {
    id,
    value: typed,
    'aria-invalid': problem !== undefined || undefined,
    'aria-describedby': `${id}-problem`,
    onChange: (event: { target: { value: string } }) => setTyped(event.target.value),
    onBlur: () => void save(),
    spellCheck: false,
  };
  return (
    <div className="setting tops">
      <div className="stack tight grows">
        <label htmlFor={id}>{label}</label>
        <span className="quiet small prose">{detail}</span>
        <Problem id={`${id}-problem`} text={problem} />
      </div>
      {example === undefined ? (
        <textarea className="input code folders" {...field} />
      ) : (
        <input className="input code" placeholder={example} onKeyDown={(event) => event.key === 'Enter' && void save()} {...field} />
      )}
    </div>
  );
}

function Problem({ id, text }: { id: string; text: string | undefined }) {
  return (
    <span id={id} className="problem small" role="alert">
      {text === undefined ? '' : spell(text)}
    </span>
  );
}
