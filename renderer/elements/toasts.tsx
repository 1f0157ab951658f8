import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';

type Manager = ReturnType<typeof Toast.createToastManager>;

export function Toasts({
  manager,
  name,
  closeLabel,
  above = false,
}: {
  manager: Manager;
  /** for screen readers */
  name: string;
  closeLabel: string;
  above?: boolean;
}) {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport aria-label={name} className={`toasts ${above ? 'above' : ''}`}>
          <List closeLabel={closeLabel} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List({ closeLabel }: { closeLabel: string }) {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={`toast ${toast.type ?? ''}`} swipeDirection={['right', 'down']}>
      <Toast.Content className="toast-content">
        <div className="stack tight grows">
          <Toast.Title className="toast-title wrap" render={<p />} />
          <Toast.Description className="quiet small wrap" />
        </div>
        <Toast.Action className="button plain small-control" />
        <Toast.Close className="button bare icon-button" aria-label={closeLabel}>
          <X size={14} aria-hidden="true" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
