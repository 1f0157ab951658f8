import { useCallback, useEffect, useState } from 'react';
import type { ToolView } from '../../../shared/model/views.js';
import { useCommand } from '../../state/commands.js';
import type { ClientTools } from './tool-filter.js';

/** Asks for the switches of each named client, one after the other, and again when `key` changes. A client whose answer fails is left out. */
export function useClientTools(
  names: readonly string[],
  key: string,
): { readonly of: readonly ClientTools[]; readonly reload: () => void } {
  const run = useCommand();
  const [of, setOf] = useState<readonly ClientTools[]>([]);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    void (async () => {
      const found: ClientTools[] = [];
      for (const client of names) {
        const answer = await run('tool.list', { client });
        if (!current) return;
        if (answer.ok) found.push({ client, tools: groupByServer(answer.value) });
      }
      setOf(found);
    })();
    return () => {
      current = false;
    };
  }, [run, names, key, turn]);
  return { of, reload: useCallback(() => setTurn((before) => before + 1), []) };
}

export function groupByServer(views: readonly ToolView[]): Record<string, ToolView[]> {
  const groups: Record<string, ToolView[]> = {};
  for (const view of views) (groups[view.server] ??= []).push(view);
  return groups;
}
