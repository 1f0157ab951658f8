import { create } from 'zustand';
import type { Verdict } from '../../shared/model/decision.js';
import type { ToolView } from '../../shared/model/views.js';
import type { Run } from './commands.js';
import { useBoard } from './board.js';

export type Action = Verdict | 'inherit';
export interface ToolName {
  readonly server: string;
  readonly tool: string;
}
interface Wish {
  readonly action: Action;
  readonly turn: number;
}

export const toolKey = (server: string, tool: string): string => `${server}\n${tool}`;

/** Positions asked for and not yet confirmed by the board, by tool. They lie over the snapshot and vanish when it has caught up or the command failed. */
export const useWishes = create<{ wishes: ReadonlyMap<string, Wish> }>(() => ({ wishes: new Map() }));

let turns = 0;
const SETTLE_MS = 1500;

const put = (keys: readonly string[], wish: Wish): void =>
  useWishes.setState(({ wishes }) => ({ wishes: new Map([...wishes, ...keys.map((key) => [key, wish] as const)]) }));

const drop = (keys: readonly string[], turn: number): void =>
  useWishes.setState(({ wishes }) => {
    const left = new Map(wishes);
    for (const key of keys) if (left.get(key)?.turn === turn) left.delete(key);
    return { wishes: left };
  });

/** What the row shows: the wish where there is one, else the snapshot. */
export const shownPosition = (view: ToolView, wish: Wish | undefined): { verdict: Verdict; own: boolean } =>
  wish === undefined
    ? { verdict: view.switch, own: view.own }
    : wish.action === 'inherit'
      ? { verdict: view.switch, own: false }
      : { verdict: wish.action, own: true };

export interface Before extends ToolName {
  readonly action: Action;
}
export const positionOf = (view: ToolView): Before => ({
  server: view.server,
  tool: view.tool,
  action: view.own ? view.switch : 'inherit',
});

/** Moves many switches at once, optimistically. On failure the rows fall back. @returns the rules' sentence, or undefined when it failed */
export async function moveSwitches(run: Run, tools: readonly ToolName[], action: Action, client?: string): Promise<string | undefined> {
  const [first] = tools;
  if (!first) return undefined;
  const keys = tools.map(({ server, tool }) => toolKey(server, tool));
  const turn = ++turns;
  if (client === undefined) put(keys, { action, turn });
  const names = tools.map(({ server, tool }) => ({ server, tool }));
  const answer =
    tools.length === 1
      ? await run('tool.set', { server: first.server, tool: first.tool, action, ...(client === undefined ? {} : { client }) })
      : await run('tool.setMany', { tools: names, action, ...(client === undefined ? {} : { client }) });
  if (!answer.ok) drop(keys, turn);
  else settle(tools, turn);
  return answer.ok ? answer.value.sentence : undefined;
}

/** Drops each wish once the board has news of its server, or after a moment. */
function settle(tools: readonly ToolName[], turn: number): void {
  const waiting = new Set(tools.map(({ server }) => server));
  const finish = (server: string) => {
    waiting.delete(server);
    drop(
      tools.filter((tool) => tool.server === server).map((tool) => toolKey(tool.server, tool.tool)),
      turn,
    );
  };
  const timer = setTimeout(() => end(), SETTLE_MS);
  const stop = useBoard.subscribe((now, then) => {
    for (const server of [...waiting]) if (now.snapshot?.tools[server] !== then.snapshot?.tools[server]) finish(server);
    if (waiting.size === 0) end();
  });
  function end(): void {
    clearTimeout(timer);
    stop();
    for (const server of [...waiting]) finish(server);
  }
}

/** Puts every switch back where it was, one command per position. */
export async function restoreSwitches(run: Run, before: readonly Before[], client?: string): Promise<void> {
  for (const action of ['inherit', 'hide', 'deny', 'ask', 'allow'] as const) {
    const group = before.filter((tool) => tool.action === action);
    if (group.length > 0) await moveSwitches(run, group, action, client);
  }
}
