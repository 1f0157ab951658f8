import { retold } from '../../../shared/words/retold.js';
import { inEnglish } from '../../../shared/words/say.js';
import { titled } from '../../../shared/words/titled.js';
import type { Context } from './context.js';
import { call } from './run.js';

/** Says of a client's name, which commands take, how people call that application: `claude-code` is Claude Code. */
export async function clientTitles(context: Context): Promise<(name: string) => string> {
  const titles = new Map((await call(context, 'client.list', {})).map(({ name, title }) => [name, title ?? name]));
  return (name) => titles.get(name) ?? name;
}

/** Says what a change of the rules did, with applications called as people call them. */
export async function changeWords(context: Context): Promise<(sentence: string) => string> {
  const say = titled(inEnglish, await clientTitles(context));
  return (sentence) => retold('change', sentence, say);
}
