import { Switch } from '@base-ui/react/switch';
import { useId, type ReactNode } from 'react';

/** On or off, with its words to the left. */
export function Toggle({
  label,
  detail,
  on,
  onChange,
  disabled = false,
}: {
  label: ReactNode;
  detail?: ReactNode;
  on: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="setting">
      <div className="stack tight grows">
        <span id={id}>{label}</span>
        {detail !== undefined && <span className="quiet small prose">{detail}</span>}
      </div>
      <Switch.Root className="toggle" checked={on} onCheckedChange={onChange} disabled={disabled} aria-labelledby={id}>
        <Switch.Thumb className="thumb" />
      </Switch.Root>
    </div>
  );
}
