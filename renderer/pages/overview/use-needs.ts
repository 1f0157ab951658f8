import { useMemo } from 'react';
import { wantsSentence } from '../../approval/approval-card.js';
import { spell } from '../../elements/hidden-characters.js';
import { isTroubled, standing } from '../../../shared/model/server-trouble.js';
import type { Notice } from '../../../shared/model/views.js';
import { askWords } from '../../../shared/policy/reasons.js';
import { useClientTitles } from '../../state/client-titles.js';
import { useSnapshot } from '../../state/board.js';
import { noticeIn } from '../../../shared/words/notice.js';
import { failureSentence } from '../../../shared/words/retold.js';
import { titled } from '../../../shared/words/titled.js';
import { useSay, useWords } from '../../words/words.js';

export interface Need {
  readonly key: string;
  readonly title: string;
  readonly body: string;
  /** absent where it is about what is so now */
  readonly atMs?: number;
  readonly count: number;
  readonly severity: Notice['severity'];
  readonly opens: string;
  readonly notice?: Notice;
}

const MOST_APPROVALS = 5;

/** What waits for the person: calls first, then servers that cannot be used, then unread notices that are more than news, or that offer to put the gate before an application. */
export function useNeeds(): readonly Need[] {
  const t = useWords();
  const say = useSay();
  const titleOf = useClientTitles();
  const approvals = useSnapshot((snapshot) => snapshot.approvals);
  const notices = useSnapshot((snapshot) => snapshot.notices);
  const servers = useSnapshot((snapshot) => snapshot.servers);
  return useMemo(() => {
    const calls = approvals
      .filter(({ state }) => state === 'pending')
      .slice(0, MOST_APPROVALS)
      .map((approval): Need => ({
        key: approval.id,
        title: wantsSentence(t, approval, titleOf(approval.client)),
        body: approval.because[0] === undefined ? '' : askWords(approval.because[0], titled(say, titleOf)),
        atMs: approval.createdAtMs,
        count: approval.waiting,
        severity: 'info',
        opens: `approvals/${encodeURIComponent(approval.id)}`,
      }));
    const rest = notices
      .filter(({ read, kind, severity }) => !read && kind !== 'approval' && (severity !== 'info' || kind === 'client'))
      .map((notice): Need => {
        const { id, atMs, count, severity, opens } = notice;
        const said = noticeIn(say, notice, titleOf);
        return { key: id, title: said.title, body: said.body, atMs, count, severity, opens, notice: { ...notice, ...said } };
      });
    const told = new Set(rest.map(({ opens }) => opens));
    const down = servers
      .filter((server) => isTroubled(server) && !told.has(`servers/${server.name}`))
      .map((server): Need => {
        const state = standing(server);
        return {
          key: `server ${server.name}`,
          title: `${spell(server.name)}: ${t(`server.state.${state}`)}`,
          body: server.problem === undefined ? '' : failureSentence(server.problem, say),
          count: 1,
          severity: state === 'failed' ? 'danger' : 'caution',
          opens: `servers/${server.name}`,
        };
      });
    return [...calls, ...down, ...rest].slice(0, 12);
  }, [approvals, notices, servers, t, say, titleOf]);
}
