import { Toast } from '@base-ui/react/toast';

export interface ToastWords {
  readonly title: string;
  readonly body?: string | undefined;
  readonly tone?: 'info' | 'danger';
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  /** a newer toast with the same id takes the older one's place */
  readonly id?: string;
}

export const toastManager = Toast.createToastManager();

/** Says something in passing; what failed stays longer and is announced at once. */
export function toast({ title, body, tone = 'info', action, id }: ToastWords): void {
  if (id !== undefined) toastManager.close(id);
  const shown: string = toastManager.add({
    ...(id === undefined ? {} : { id }),
    title,
    description: body,
    type: tone,
    priority: tone === 'danger' ? 'high' : 'low',
    timeout: tone === 'danger' ? 12_000 : 8000,
    ...(action && {
      actionProps: {
        children: action.label,
        onClick: () => {
          toastManager.close(shown);
          action.run();
        },
      },
    }),
  });
}
