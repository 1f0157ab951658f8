import { serverNameFrom } from './imports.js';

/** A name for a command: what it runs, without what every server's package is called. */
export function nameOfCommand(words: readonly string[]): string {
  const base = (word: string): string =>
    (word.split(/[\\/]/).at(-1) ?? word).replace(/@[^@]*$/, '').replace(/\.(?:exe|cmd|[cm]?js|ts|py)$/, '');
  const [command = 'server', ...args] = words;
  const runner = /^(?:npx|bunx|uvx|pnpm|yarn|node|bun|deno|python3?|uv|docker)$/.test(base(command));
  const what = runner ? (args.find((word) => !word.startsWith('-') && !/^(?:run|dlx|exec|x|tool)$/.test(word)) ?? command) : command;
  return serverNameFrom(base(what).replace(/^(?:mcp-server|server|mcp)-|-(?:mcp-server|mcp|server)$/g, ''));
}
