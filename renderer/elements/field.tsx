import { useId, type ComponentPropsWithRef, type ReactNode } from 'react';

type InputProps = Omit<ComponentPropsWithRef<'input'>, 'size'>;

/** A labelled text input with a hint and, where wrong, one line that says so. */
export function Field({
  label,
  hint,
  problem,
  code = false,
  ...rest
}: InputProps & { label: ReactNode; hint?: ReactNode; problem?: string | undefined; code?: boolean }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={`input ${code ? 'code' : ''}`}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={`${id}-hint`}
        spellCheck={false}
        autoComplete="off"
        {...rest}
      />
      <Below id={id} hint={hint} problem={problem} />
    </div>
  );
}

export function TextField({
  label,
  hint,
  problem,
  ...rest
}: ComponentPropsWithRef<'textarea'> & { label: ReactNode; hint?: ReactNode; problem?: string | undefined }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="input code"
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={`${id}-hint`}
        spellCheck={false}
        {...rest}
      />
      <Below id={id} hint={hint} problem={problem} />
    </div>
  );
}

function Below({ id, hint, problem }: { id: string; hint: ReactNode; problem: string | undefined }) {
  if (problem === undefined && hint === undefined) return <span id={`${id}-hint`} hidden />;
  return (
    <p
      id={`${id}-hint`}
      className={`small wrap ${problem === undefined ? 'quiet' : 'problem'}`}
      role={problem === undefined ? undefined : 'alert'}
    >
      {problem ?? hint}
    </p>
  );
}
