import type { Notice, Snapshot } from '../../shared/model/views.js';
import { clientTitle } from '../../shared/model/client-title.js';
import { askWords } from '../../shared/policy/reasons.js';
import { noticeIn } from '../../shared/words/notice.js';
import type { OutsideWords } from '../../shared/words/outside.js';
import { titled } from '../../shared/words/titled.js';
import { plain } from './plain.js';

/** One native notification, as data. `key` stays the same while it is about the same thing. */
export interface Toast {
  readonly key: string;
  readonly title: string;
  readonly body: string;
  /** page to open on a click */
  readonly opens: string;
  readonly urgent: boolean;
  readonly noticeId?: string;
  /** shown as buttons where the system has them */
  readonly actions: readonly { readonly id: string; readonly label: string }[];
  /** how often it happened; a higher number may be told again */
  readonly count: number;
}

export type ToastView = Pick<Snapshot, 'approvals' | 'clients' | 'notices' | 'settings'>;

const SINGLE_APPROVALS = 3;
const TELLING: ReadonlySet<Notice['kind']> = new Set(['limit', 'changed', 'quarantined', 'change', 'storage']);

/**
 * Everything a person should be told right now: each waiting call (from the fourth on: one for all the rest), each unread notice
 * that matters and is not older than `sinceMs`. Empty when notifications are off: window, badge and queue still show all of it.
 */
export function toasts({ approvals, clients, notices, settings }: ToastView, sinceMs: number, { t, say }: OutsideWords): Toast[] {
  if (!settings.notifications) return [];
  const titleOf = (name: string): string => clientTitle(clients, name);
  const waiting = approvals.filter((approval) => approval.state === 'pending').sort((a, b) => a.createdAtMs - b.createdAtMs);
  const asked = waiting.slice(0, SINGLE_APPROVALS).map((approval): Toast => ({
    key: `approval/${approval.id}`,
    title: t('toast.wants', {
      client: plain(titleOf(approval.client), 40),
      tool: plain(approval.tool || approval.method, 60),
    }),
    body: t('toast.why', {
      server: plain(approval.server, 60),
      class: t(`class.${approval.class}`),
      why: plain(approval.because[0] === undefined ? '' : askWords(approval.because[0], titled(say, titleOf)), 160),
    }),
    opens: `approvals/${approval.id}`,
    urgent: true,
    actions: [],
    count: 1,
  }));
  const more = waiting.length - asked.length;
  const rest: Toast[] =
    more > 0
      ? [
          {
            key: 'approval/more',
            title: t('toast.more', { count: SINGLE_APPROVALS }),
            body: t('toast.moreBody'),
            opens: 'approvals',
            urgent: false,
            actions: [],
            count: 1,
          },
        ]
      : [];
  const told = notices
    .filter(
      (notice) =>
        notice.kind !== 'approval' && !notice.read && notice.atMs >= sinceMs && (notice.severity !== 'info' || TELLING.has(notice.kind)),
    )
    .map((notice): Toast => {
      const { title, body, actions } = noticeIn(say, notice, titleOf);
      return {
        key: `notice/${notice.id}`,
        title: plain(title, 80) + (notice.count > 1 ? ` ×${notice.count}` : ''),
        body: plain(body, 240),
        opens: notice.opens,
        urgent: notice.severity === 'danger',
        noticeId: notice.id,
        actions: actions.map(({ id, label }) => ({ id, label: plain(label, 40) })),
        count: notice.count,
      };
    });
  return [...asked, ...rest, ...told];
}
