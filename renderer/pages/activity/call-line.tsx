import type { ReactNode } from 'react';
import type { CallRecord } from '../../../shared/model/views.js';
import { routeHash } from '../../state/route.js';
import { ago, exact } from '../../words/format.js';
import { CallBadge } from './call-badge.js';

/** One call in a short list, as an item of it: what the list shows of it, how it was decided, when; it leads to its record. */
export function CallLine({ record, now, children }: { record: CallRecord; now: number; children: ReactNode }) {
  return (
    <li>
      <a className="row plain-link" href={routeHash('activity', record.id)}>
        {children}
        <CallBadge record={record} />
        <span className="quiet small recent-time" title={exact(record.atMs)}>
          {ago(record.atMs, now)}
        </span>
      </a>
    </li>
  );
}
