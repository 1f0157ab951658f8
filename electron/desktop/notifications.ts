import { Notification } from 'electron';
import type { Clock } from '../core/ports/clock.js';
import type { OutsideWords } from '../../shared/words/outside.js';
import { toasts, type Toast, type ToastView } from './toasts.js';

export interface Notifications {
  update(view: ToastView, words: OutsideWords): void;
  close(): void;
}

interface Needs {
  readonly clock: Clock;
  /** notices from before are not told again */
  readonly sinceMs: number;
  readonly clicked: (toast: Toast) => void;
  readonly acted: (toast: Toast, actionId: string) => void;
}

interface Shown {
  /** kept: a notification without a reference is collected and its click lost */
  readonly native: Notification;
  readonly toast: Toast;
  readonly atMs: number;
}

const REPEAT_AFTER_MS = 10_000;
const KEEP_KEYS = 500;

/**
 * Native notifications as a view of the board: what should be told is shown once, what is answered is taken away, a repeat is told
 * again with its number at most every 10 s. One the person has dismissed stays away.
 */
export function createNotifications({ clock, sinceMs, clicked, acted }: Needs): Notifications {
  const shown = new Map<string, Shown>();
  const toldCounts = new Map<string, number>();

  const show = (toast: Toast): void => {
    const native = new Notification({
      title: toast.title,
      body: toast.body,
      // never `critical`, which breaks through do-not-disturb: window, tray and queue hold what waits meanwhile
      urgency: 'normal',
      timeoutType: toast.urgent ? 'never' : 'default',
      actions: toast.actions.map(({ label }) => ({ type: 'button', text: label })),
    });
    const forget = (): void => {
      if (shown.get(toast.key)?.native === native) shown.delete(toast.key);
    };
    native.on('click', () => {
      forget();
      native.close();
      clicked(toast);
    });
    native.on('action', (_event, index: unknown) => {
      const action = typeof index === 'number' ? toast.actions[index] : undefined;
      forget();
      native.close();
      if (action) acted(toast, action.id);
    });
    native.on('close', forget);
    shown.set(toast.key, { native, toast, atMs: clock.nowMs() });
    toldCounts.delete(toast.key);
    toldCounts.set(toast.key, toast.count);
    if (toldCounts.size > KEEP_KEYS) toldCounts.delete(toldCounts.keys().next().value as string);
    native.show();
  };

  const takeAway = (key: string): void => {
    const gone = shown.get(key);
    shown.delete(key);
    gone?.native.close();
  };

  return {
    update(view, words) {
      if (!Notification.isSupported()) return;
      const wanted = toasts(view, sinceMs, words);
      const keys = new Set(wanted.map((toast) => toast.key));
      for (const key of [...shown.keys()]) if (!keys.has(key)) takeAway(key);
      for (const toast of wanted) {
        const before = shown.get(toast.key);
        const isNew = !toldCounts.has(toast.key);
        const isRepeat =
          toast.count > (toldCounts.get(toast.key) ?? 0) && (before === undefined || clock.nowMs() - before.atMs >= REPEAT_AFTER_MS);
        if (!isNew && !isRepeat) continue;
        takeAway(toast.key);
        show(toast);
      }
      // The rest was answered: when there is a rest again, it is told again.
      if (!keys.has('approval/more')) toldCounts.delete('approval/more');
    },
    close() {
      for (const key of [...shown.keys()]) takeAway(key);
    },
  };
}
