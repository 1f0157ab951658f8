import { useCallback } from 'react';
import { clientTitle } from '../../shared/model/client-title.js';
import type { ClientView } from '../../shared/model/views.js';
import { useBoard } from './board.js';

const NONE: readonly ClientView[] = [];

/** What clients are called, by the names that rules and log know them by. */
export function useClientTitles(): (name: string) => string {
  const clients = useBoard(({ snapshot }) => snapshot?.clients) ?? NONE;
  return useCallback((name) => clientTitle(clients, name), [clients]);
}
