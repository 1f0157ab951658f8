import { useRef, type KeyboardEvent } from 'react';

export const POSITIONS = ['allow', 'ask', 'deny', 'hide'] as const;
export type Position = (typeof POSITIONS)[number];

export interface FourWaySwitchProps {
  /** what it switches, for screen readers */
  readonly name: string;
  readonly value: Position | undefined;
  /** filled when its own, outlined when inherited */
  readonly own: boolean;
  readonly labels: Readonly<Record<Position, string>>;
  readonly resetLabel: string;
  readonly inheritedLabel: string;
  readonly tabbable?: boolean;
  readonly onChange: (position: Position) => void;
  readonly onReset?: (() => void) | undefined;
}

/** One segmented control of four positions; arrow keys move it, Backspace or the dot gives the position back to the rules. */
export function FourWaySwitch({
  name,
  value,
  own,
  labels,
  resetLabel,
  inheritedLabel,
  tabbable = true,
  onChange,
  onReset,
}: FourWaySwitchProps) {
  const group = useRef<HTMLDivElement>(null);
  const at = value === undefined ? -1 : POSITIONS.indexOf(value);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Backspace' || event.key === 'Delete') {
      if (own) onReset?.();
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = at < 0 ? (step > 0 ? 0 : POSITIONS.length - 1) : Math.min(POSITIONS.length - 1, Math.max(0, at + step));
    if (next === at) return;
    group.current?.querySelectorAll<HTMLButtonElement>('[role=radio]')[next]?.focus();
    onChange(POSITIONS[next] ?? 'ask');
  };

  return (
    <div className="four-way">
      {own && onReset ? (
        <button type="button" className="reset-dot" aria-label={resetLabel} title={resetLabel} tabIndex={-1} onClick={onReset} />
      ) : (
        <span className="reset-dot none" />
      )}
      <div
        ref={group}
        role="radiogroup"
        aria-label={own || value === undefined ? name : `${name}, ${inheritedLabel}`}
        className={`segments ${own ? 'own' : 'inherited'}`}
        onKeyDown={onKeyDown}
      >
        {POSITIONS.map((position, index) => (
          <button
            key={position}
            type="button"
            role="radio"
            aria-checked={position === value}
            tabIndex={tabbable && index === Math.max(at, 0) ? 0 : -1}
            className={`segment ${position}`}
            onClick={() => onChange(position)}
          >
            {labels[position]}
          </button>
        ))}
      </div>
    </div>
  );
}
