import { useMemo } from 'react';
import { standing } from '../../../shared/model/server-trouble.js';
import type { ServerView, ToolView } from '../../../shared/model/views.js';
import { useSnapshot } from '../../state/board.js';

export interface Reach {
  /** tools that an agent may call, at once or after an answer */
  readonly tools: number;
  readonly destructive: number;
  readonly financial: number;
  readonly asks: number;
  /** servers whose tools are not known yet */
  readonly listing: number;
}

export function reachOf(tools: Readonly<Record<string, readonly ToolView[]>>, listing: number): Reach {
  const open = Object.values(tools)
    .flat()
    .filter(({ switch: position, pin }) => position !== 'hide' && position !== 'deny' && pin !== 'quarantined' && pin !== 'gone');
  const count = (fits: (view: ToolView) => boolean) => open.filter(fits).length;
  return {
    tools: open.length,
    destructive: count((view) => view.class === 'destructive'),
    financial: count((view) => view.class === 'financial'),
    asks: count((view) => view.switch === 'ask'),
    listing,
  };
}

/** Whether its tools are on their way: it starts now, or waits for its first start. One that failed brings none by itself. */
export const isListing = (server: Pick<ServerView, 'enabled' | 'state' | 'problem' | 'toolCount'>): boolean =>
  server.enabled && server.toolCount === 0 && ['starting', 'idle'].includes(standing(server));

/** What agents can call now, through every server behind the gate. */
export function useReach(): Reach {
  const tools = useSnapshot((snapshot) => snapshot.tools);
  const listing = useSnapshot(({ servers }) => servers.filter(isListing).length);
  return useMemo(() => reachOf(tools, listing), [tools, listing]);
}
