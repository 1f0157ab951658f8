import type { Context } from './context.js';
import { call } from './run.js';

/** Says of a client's name, which commands take, how people call that application: `claude-code` is Claude Code. */
export async function clientTitles(context: Context): Promise<(name: string) => string> {
  const titles = new Map((await call(context, 'client.list', {})).map(({ name, title }) => [name, title ?? name]));
  return (name) => titles.get(name) ?? name;
}
