import type { ActivityView, CallRecord } from '../../../shared/model/views.js';
import type { Clock } from '../ports/clock.js';
import type { CallStore } from '../ports/stores.js';

const minuteMs = 60_000;

/**
 * Counts of today and of the last 60 minutes, read once from the log and then kept up with each committed record; and the newest calls, read when
 * somebody looks. A hundred records kept for that would live through collections that their calls do not, each with its arguments.
 */
export interface Activity {
  add(record: CallRecord): void;
  view(): ActivityView;
}

type Minute = ActivityView['minutes'][number];

export function createActivity(calls: CallStore, clock: Clock): Activity {
  let recent: CallRecord[] | undefined = calls.list({ limit: 100 });
  let newestSeq = recent[0]?.seq ?? 0;
  let minutes = new Map<number, Minute>();
  let day = startOfDay(clock.nowMs());
  let nextDay = startOfDay(day + 36 * 60 * minuteMs);
  let today = { calls: 0, asked: 0, refused: 0 };

  const count = (fate: Fate, atMs: number, times: number): void => {
    if (atMs >= day) {
      today.calls += times;
      if (fate.asked) today.asked += times;
      if (fate.enforced === 'refused') today.refused += times;
    }
    const start = Math.floor(atMs / minuteMs) * minuteMs;
    const minute = minutes.get(start) ?? { atMs: start, allowed: 0, asked: 0, limited: 0, denied: 0 };
    minute[columnOf(fate)] += times;
    minutes.set(start, minute);
  };

  const turn = (): void => {
    const now = clock.nowMs();
    if (now < day || now >= nextDay) {
      day = startOfDay(now);
      nextDay = startOfDay(day + 36 * 60 * minuteMs);
      today = { calls: 0, asked: 0, refused: 0 };
    }
    if (minutes.size > 120) minutes = new Map([...minutes].filter(([atMs]) => atMs > clock.nowMs() - 61 * minuteMs));
  };

  const hourAgo = clock.nowMs() - 60 * minuteMs;
  for (const row of calls.perMinute(Math.min(day, hourAgo)))
    count({ ...row, asked: row.asked || row.verdict === 'ask' }, row.atMs, row.calls);

  return {
    add(record) {
      turn();
      recent = undefined;
      // a record comes again when its call ends
      if (record.seq <= newestSeq) return;
      newestSeq = record.seq;
      count(
        { asked: record.verdict === 'ask' || record.approvalId !== undefined, enforced: record.enforced, code: record.code },
        record.atMs,
        1,
      );
    },
    view() {
      turn();
      const last = Math.floor(clock.nowMs() / minuteMs) * minuteMs;
      return {
        today: { ...today },
        minutes: Array.from({ length: 60 }, (_, i) => {
          const atMs = last - (59 - i) * minuteMs;
          return { ...(minutes.get(atMs) ?? { atMs, allowed: 0, asked: 0, limited: 0, denied: 0 }) };
        }),
        recent: [...(recent ??= calls.list({ limit: 100 }))],
      };
    },
  };
}

interface Fate {
  readonly asked: boolean;
  readonly enforced: string;
  readonly code: string;
}

function columnOf({ asked, enforced, code }: Fate): Exclude<keyof Minute, 'atMs'> {
  if (code === 'LIMITED') return 'limited';
  if (asked) return 'asked';
  return enforced === 'refused' ? 'denied' : 'allowed';
}

function startOfDay(nowMs: number): number {
  return new Date(nowMs).setHours(0, 0, 0, 0);
}
