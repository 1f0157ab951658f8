import type { Notice } from '../../shared/model/views.js';
import type { Clock } from './ports/clock.js';
import type { Ids } from './ports/ids.js';

export type NewNotice = Pick<Notice, 'kind' | 'title' | 'body' | 'says' | 'severity' | 'opens'> & {
  readonly actions?: Notice['actions'];
  /** same subject = same thing happened again: the count goes up instead of a new notice */
  readonly subject: string;
};

export interface Notices {
  add(notice: NewNotice): Notice;
  list(): Notice[];
  /** the subject it was added under */
  subject(id: string): string | undefined;
  read(id: string): boolean;
  /** the thing is over (approval answered, server up again): the notice goes */
  settle(subject: string): void;
}

const KEEP = 200;
const REPEAT_WITHIN_MS = 10 * 60_000;

/** What a person should know, newest first, repeats counted. In memory: the log keeps what happened. */
export function createNotices(clock: Clock, ids: Ids, changed: () => void): Notices {
  let notices: (Notice & { subject: string })[] = [];
  return {
    add({ subject, actions = [], ...rest }) {
      const atMs = clock.nowMs();
      const before = notices.find((notice) => notice.subject === subject && atMs - notice.atMs < REPEAT_WITHIN_MS);
      const notice = {
        ...rest,
        actions,
        subject,
        id: before?.id ?? ids.next('notice'),
        atMs,
        count: (before?.count ?? 0) + 1,
        read: false,
      };
      notices = [notice, ...notices.filter((other) => other !== before)].slice(0, KEEP);
      changed();
      return notice;
    },
    list: () => notices.map(({ subject: _subject, ...notice }) => notice),
    subject: (id) => notices.find((notice) => notice.id === id)?.subject,
    read(id) {
      const found = notices.some((notice) => notice.id === id);
      notices = notices.map((notice) => (notice.id === id ? { ...notice, read: true } : notice));
      if (found) changed();
      return found;
    },
    settle(subject) {
      const left = notices.filter((notice) => notice.subject !== subject);
      if (left.length === notices.length) return;
      notices = left;
      changed();
    },
  };
}
