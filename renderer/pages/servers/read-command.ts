/** What a pasted line says about a server. */
export type ReadLine =
  | {
      readonly kind: 'command';
      readonly name: string;
      readonly command: string;
      readonly args: readonly string[];
      readonly env: readonly { readonly name: string; readonly value: string }[];
    }
  | { readonly kind: 'url'; readonly name: string; readonly url: string }
  | { readonly kind: 'json' }
  | { readonly kind: 'nothing'; readonly why: 'empty' | 'quote' };

/** Reads JSON, an address or a command line as a shell would split it (quotes, backslashes, leading `A=b`); nothing is expanded or run. */
export function readLine(text: string): ReadLine {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'nothing', why: 'empty' };
  if (trimmed.startsWith('{')) return { kind: 'json' };
  if (/^https?:\/\/\S+$/i.test(trimmed)) return { kind: 'url', name: nameOfUrl(trimmed), url: trimmed };
  const words = splitWords(trimmed);
  if (!words) return { kind: 'nothing', why: 'quote' };
  const env: { name: string; value: string }[] = [];
  while (words.length > 0) {
    const found = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/.exec(words[0] ?? '');
    if (!found) break;
    env.push({ name: found[1] ?? '', value: found[2] ?? '' });
    words.shift();
  }
  const [command, ...args] = words;
  if (command === undefined) return { kind: 'nothing', why: 'empty' };
  return { kind: 'command', name: nameOfCommand(command, args), command, args, env };
}

/** Words of a line, quotes and backslashes taken away; undefined where a quote is not closed. */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"' && /["\\$`]/.test(line.charAt(at + 1))) word = (word ?? '') + line.charAt(++at);
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === '\\' && at + 1 < line.length) {
      at++;
      if (line.charAt(at) !== '\n') word = (word ?? '') + line.charAt(at);
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') return undefined;
  if (word !== undefined) words.push(word);
  return words;
}

/** A command line that reads back to the same words. */
export const joinWords = (words: readonly string[]): string =>
  words.map((word) => (/^[A-Za-z0-9_@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');

const tidy = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9_]+$/g, '')
    .slice(0, 64);

function nameOfCommand(command: string, args: readonly string[]): string {
  const runner = /(?:^|[\\/])(?:npx|uvx|bunx|pnpm|yarn|npm|node|python3?|uv|deno|docker|podman)(?:\.cmd|\.exe)?$/i.test(command);
  const words = new Set(['run', 'exec', 'dlx', 'x']);
  const subject = runner ? (args.find((argument) => !argument.startsWith('-') && !words.has(argument)) ?? command) : command;
  const last =
    subject
      .replace(/@[^/@]*$/, '')
      .split(/[\\/]/)
      .pop() ?? subject;
  return (
    tidy(last.replace(/\.(?:js|mjs|cjs|py|exe|cmd)$/i, '').replace(/^(?:mcp-server-|server-)|(?:-mcp-server|-mcp|_mcp)$/g, '')) || 'server'
  );
}

function nameOfUrl(url: string): string {
  try {
    const parts = new URL(url).hostname
      .split('.')
      .filter((part) => !['www', 'mcp', 'api', 'com', 'org', 'io', 'dev', 'net', 'app'].includes(part));
    return tidy(parts.at(-1) ?? '') || 'server';
  } catch {
    return 'server';
  }
}
