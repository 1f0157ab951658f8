import { Select } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

/** One of several. `label` names it for screen readers, and stands before the value where `shown`. */
export function Picker<T extends string>({
  label,
  value,
  choices,
  onChange,
  shown = false,
  small = false,
  disabled = false,
}: {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
  shown?: boolean;
  small?: boolean;
  disabled?: boolean;
}) {
  return (
    <Select.Root<T>
      value={value}
      onValueChange={(next) => next !== null && onChange(next)}
      modal={false}
      disabled={disabled}
      items={choices}
    >
      <Select.Trigger className={`picker ${small ? 'small-control' : ''}`} aria-label={label}>
        {shown && <span className="quiet">{label}</span>}
        <Select.Value className="cut" />
        <Select.Icon className="picker-icon">
          <ChevronDown size={13} aria-hidden="true" />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner sideOffset={4} alignItemWithTrigger={false} className="popup-layer">
          <Select.Popup className="menu">
            <Items choices={choices} />
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}

function Items({ choices }: { choices: readonly Choice<string>[] }) {
  return choices.map((choice) => (
    <Select.Item key={choice.value} value={choice.value} className="menu-item">
      <span className="menu-check">
        <Select.ItemIndicator>
          <Check size={14} aria-hidden="true" />
        </Select.ItemIndicator>
      </span>
      <Select.ItemText className="cut">{choice.label}</Select.ItemText>
    </Select.Item>
  ));
}
