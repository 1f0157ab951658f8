import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AuditFilter } from '../../../shared/commands/contract.js';
import type { CallRecord } from '../../../shared/model/views.js';
import type { Failure } from '../../../shared/result.js';
import { useSnapshot } from '../../state/board.js';
import { useCommand } from '../../state/commands.js';

const PAGE = 200;

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

  const calls = useMemo(() => {
    const live = recent.filter((record) => matches(record, filter));
    const byId = new Map([...found, ...live].map((record) => [record.id, record]));
    return [...byId.values()].sort((a, b) => b.seq - a.seq);
  }, [recent, found, filter]);

  const oldest = found.at(-1)?.seq;
  const more = useCallback(() => {
    if (oldest !== undefined && !complete.current && !asking.current) void ask(oldest);
  }, [ask, oldest]);
  return { calls, failure, loading, more };
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
