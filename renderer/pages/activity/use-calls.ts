import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AuditFilter } from '../../../shared/commands/audit-contract.js';
import type { CallRecord } from '../../../shared/model/views.js';
import type { Failure } from '../../../shared/result.js';
import { useSnapshot } from '../../state/board.js';
import { useCommand } from '../../state/commands.js';

const PAGE = 200;
/** a page that stays open for days holds no more; older ones are asked for again */
const MOST = 10_000;

/** Records that match, newest first: what the log answers, the live ones before it, older ones on `more`. Typing waits a moment. */
export function useCalls(filter: Partial<AuditFilter>) {
  const run = useCommand();
  const recent = useSnapshot(({ activity }) => activity.recent);
  const [found, setFound] = useState<readonly CallRecord[]>([]);
  const [failure, setFailure] = useState<Failure>();
  const [loading, setLoading] = useState(true);
  const turn = useRef(0);
  const complete = useRef(false);
  const asking = useRef(false);
  const newest = useRef<number>(undefined);

  const ask = useCallback(
    async (beforeSeq: number | undefined) => {
      const mine = beforeSeq === undefined ? ++turn.current : turn.current;
      asking.current = true;
      const answer = await run(
        'audit.list',
        { ...filter, limit: PAGE, ...(beforeSeq === undefined ? {} : { beforeSeq }) },
        { quiet: true },
      );
      if (mine !== turn.current) return;
      asking.current = false;
      setLoading(false);
      if (!answer.ok) return setFailure(answer.error);
      setFailure(undefined);
      complete.current = answer.value.length < PAGE;
      setFound((before) => (beforeSeq === undefined ? answer.value : [...before, ...answer.value]));
    },
    [run, filter],
  );

  useEffect(() => {
    setLoading(true);
    const timer = setTimeout(() => void ask(undefined), 120);
    return () => clearTimeout(timer);
  }, [ask]);

  const live = useMemo(() => recent.filter((record) => matches(record, filter)), [recent, filter]);
  const calls = useMemo(() => joined(found, live), [found, live]);
  // the board shows the latest only: what it leaves out next stays here
  useEffect(() => {
    if (live.length > 0) setFound((before) => joined(before, live).slice(0, MOST));
  }, [live]);
  // more came than the board shows at once, while the machine slept for example
  useEffect(() => {
    const before = newest.current;
    newest.current = recent[0]?.seq ?? before;
    if (before !== undefined && (recent.at(-1)?.seq ?? 0) > before + 1) void ask(undefined);
  }, [recent, ask]);

  const oldest = found.at(-1)?.seq;
  const isCut = found.length >= MOST;
  const more = useCallback(() => {
    if (oldest !== undefined && (!complete.current || isCut) && !asking.current) void ask(oldest);
  }, [ask, oldest, isCut]);
  return { calls, failure, loading, more };
}

/** Both, newest first; of a record that both have, the later word. */
function joined(earlier: readonly CallRecord[], later: readonly CallRecord[]): readonly CallRecord[] {
  const byId = new Map([...earlier, ...later].map((record) => [record.id, record]));
  return [...byId.values()].sort((a, b) => b.seq - a.seq);
}

/** Whether a live record fits; a text search is left to the log. */
function matches(record: CallRecord, filter: Partial<AuditFilter>): boolean {
  if (filter.text !== undefined) return false;
  return (
    (filter.client === undefined || record.client === filter.client) &&
    (filter.server === undefined || record.server === filter.server) &&
    (filter.tool === undefined || record.tool === filter.tool) &&
    (filter.verdict === undefined || record.verdict === filter.verdict) &&
    (filter.outcome === undefined || record.outcome === filter.outcome)
  );
}
