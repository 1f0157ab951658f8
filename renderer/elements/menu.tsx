import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';

export interface MenuItem {
  readonly key: string;
  readonly label: ReactNode;
  /** for a screen reader, where the label alone does not say enough */
  readonly name?: string;
  /** a second, quiet line */
  readonly detail?: ReactNode;
  readonly tone?: 'danger';
  readonly checked?: boolean;
  /** a line above */
  readonly parted?: boolean;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}

/** Items under a heading. */
export interface MenuGroup {
  readonly key: string;
  readonly heading: ReactNode;
  readonly items: readonly MenuItem[];
}

type Entry = MenuItem | MenuGroup;

export interface MenuProps {
  readonly name: string;
  readonly trigger: ReactElement;
  /** made when the menu opens, where it is a function */
  readonly items: readonly Entry[] | (() => readonly Entry[]);
  readonly wide?: boolean;
  readonly side?: 'top' | 'bottom';
  readonly align?: 'start' | 'end';
  readonly disabled?: boolean;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly onKeyDownCapture?: (event: KeyboardEvent) => void;
}

export function Menu({
  name,
  trigger,
  items,
  wide = false,
  side = 'bottom',
  align = 'start',
  disabled = false,
  open,
  onOpenChange,
  onKeyDownCapture,
}: MenuProps) {
  return (
    <Base.Root
      disabled={disabled}
      modal={false}
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange && { onOpenChange: (next: boolean) => onOpenChange(next) })}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className="popup-layer">
          <Base.Popup className={`menu ${wide ? 'wide' : ''}`} aria-label={name} onKeyDownCapture={onKeyDownCapture}>
            <Items items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Items({ items }: Pick<MenuProps, 'items'>) {
  return (typeof items === 'function' ? items() : items).map((entry) =>
    'items' in entry ? (
      <Base.Group key={entry.key} className="menu-group">
        <Base.GroupLabel className="menu-heading">{entry.heading}</Base.GroupLabel>
        {entry.items.map((item) => (
          <Item key={item.key} item={item} />
        ))}
      </Base.Group>
    ) : (
      <Item key={entry.key} item={entry} />
    ),
  );
}

function Item({ item }: { item: MenuItem }) {
  return (
    <Base.Item
      aria-label={item.name}
      disabled={item.disabled ?? false}
      className={`menu-item ${item.tone ?? ''} ${item.parted ? 'parted' : ''}`}
      onClick={item.onSelect}
    >
      {item.checked !== undefined && <span className="menu-check">{item.checked && <Check size={14} aria-hidden="true" />}</span>}
      <span className="stack tight">
        <span>{item.label}</span>
        {item.detail !== undefined && <span className="quiet small wrap">{item.detail}</span>}
      </span>
    </Base.Item>
  );
}
