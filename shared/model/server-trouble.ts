import type { ServerView } from './views.js';

type Standing = Pick<ServerView, 'state' | 'problem'>;

/** How a server stands for a person: one that is not running since its start went wrong has failed, although the next call tries again. */
export const standing = ({ state, problem }: Standing): ServerView['state'] =>
  state === 'idle' && problem !== undefined ? 'failed' : state;

/** Whether it cannot be used before a person looks at it. */
export function isTroubled(server: Standing): boolean {
  const state = standing(server);
  return state === 'failed' || state.startsWith('needs-');
}
