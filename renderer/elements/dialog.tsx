import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useLayoutEffect, useRef, type ReactNode } from 'react';

/**
 * A modal dialog with a title, a body that scrolls and a row of buttons. What carries `data-first` has the focus at first: an `autoFocus`
 * would take it before the dialog knows where to give it back.
 */
export function Dialog({
  open,
  onClose,
  title,
  lead,
  wide = false,
  closeLabel,
  children,
  actions,
}: {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  lead?: ReactNode;
  wide?: boolean;
  closeLabel: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const popup = useRef<HTMLDivElement>(null);
  useNothingBehind(open);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup
          ref={popup}
          className={`dialog ${wide ? 'wide' : ''}`}
          initialFocus={() => popup.current?.querySelector<HTMLElement>('[data-first]') ?? true}
        >
          <header className="dialog-head">
            <div className="stack tight grows">
              <Base.Title render={<h2 className="wrap" />}>{title}</Base.Title>
              {lead !== undefined && <Base.Description className="quiet wrap">{lead}</Base.Description>}
            </div>
            <Base.Close className="button bare icon-button" aria-label={closeLabel}>
              <X size={15} aria-hidden="true" />
            </Base.Close>
          </header>
          {children !== undefined && <div className="dialog-body">{children}</div>}
          {actions !== undefined && <footer className="dialog-foot">{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/**
 * Takes the page behind an open dialog out of reach. The focus alone is led back a moment after it left the dialog, and a Tab that comes
 * within this moment would go on behind it.
 */
export function useNothingBehind(open: boolean): void {
  useLayoutEffect(() => {
    const page = document.getElementById('root');
    if (!open || !page) return undefined;
    page.inert = true;
    return () => {
      // one dialog can lie over another
      page.inert = document.querySelectorAll('.scrim').length > 1;
    };
  }, [open]);
}
