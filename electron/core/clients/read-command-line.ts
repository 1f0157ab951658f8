import { parseUrl } from '../../../shared/parse-url.js';
import type { PlainMap } from './formats/format.js';
import { nameOfCommand } from './name-of-command.js';

/** A pasted command line or address as an entry: `NAME=value` words in front are its environment. Nothing is expanded or run. */
export function readCommandLine(text: string): { readonly name: string; readonly entry: PlainMap } | undefined {
  const line = text.trim();
  if (line === '' || /[\r\n]/.test(line)) return undefined;
  if (/^https?:\/\/\S+$/i.test(line)) {
    const name = parseUrl(line)?.hostname;
    return name === undefined ? undefined : { name, entry: { url: line } };
  }
  const words = split(line.replace(/^\$\s+/, ''));
  if (words === undefined) return undefined;
  const env: Record<string, string> = {};
  while (/^[A-Za-z_][A-Za-z0-9_]*=/.test(words[0] ?? '')) {
    const [name, ...rest] = (words.shift() as string).split('=');
    env[name as string] = rest.join('=');
  }
  const [command, ...args] = words;
  // `key = value` and `key: value` are configuration, no command.
  if (command === undefined || /[:{}[\]]$/.test(command) || args[0] === '=' || command.startsWith('"')) return undefined;
  return { name: nameOfCommand(words), entry: { command, args, env } };
}

/** Splits as a shell would, quotes and backslashes only; undefined where a quote stays open. */
function split(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const letter = line[i] as string;
    if (quote !== '') {
      if (letter === quote) quote = '';
      else if (letter === '\\' && quote === '"' && /["\\]/.test(line[i + 1] ?? '')) word = `${word ?? ''}${line[++i] as string}`;
      else word = `${word ?? ''}${letter}`;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (letter === ' ' || letter === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ''}${letter}`;
  }
  if (quote !== '') return undefined;
  return word === undefined ? words : [...words, word];
}
