import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';

/** `children` inside the element `by`, with a tooltip that says its name. */
export function Named({
  name,
  by,
  side = 'bottom',
  className = '',
  children,
}: {
  readonly name: string;
  readonly by: ReactElement;
  readonly side?: 'bottom' | 'inline-end';
  /** of the tooltip */
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={by}>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner side={side} sideOffset={6} className="tooltip-layer">
          <Tooltip.Popup className={`tooltip ${className}`}>{name}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
