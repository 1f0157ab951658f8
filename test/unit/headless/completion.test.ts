import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../../../electron/headless/cli/program.js';

interface Place {
  readonly words: readonly string[];
  readonly next: readonly string[];
}

/** What a command of the command line prints. */
async function printed(...args: string[]): Promise<string> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  await runProgram(args, '0.0.0', () => '/nowhere').finally(() => write.mockRestore());
  return out;
}

/** What the help of each command offers: its subcommands and options. */
async function offered(words: readonly string[] = []): Promise<Place[]> {
  const help = await printed(...words, '--help');
  const part = /\nCommands:\n([^]*)$/.exec(help)?.[1] ?? '';
  const commands = [...part.matchAll(/^ {2}([a-z-]+)/gm)].map((match) => match[1]!).filter((name) => name !== 'help');
  const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((match) => match[1]!);
  const next = new Set([...commands, ...options].filter((word) => words.length === 0 || word !== '--version'));
  const places: Place[] = [{ words, next: [...next].sort() }];
  for (const name of commands) places.push(...(await offered([...words, name])));
  return places;
}

let places: readonly Place[];
beforeAll(async () => {
  places = await offered();
});

describe('completion', () => {
  it('offers in bash what the help of every command names, behind its arguments too', async () => {
    const script = join(mkdtempSync(join(tmpdir(), 'toolgate-completion-')), 'completion.bash');
    writeFileSync(script, await printed('completion', 'bash'));
    expect(places.length).toBeGreaterThan(50);
    const asked = places.flatMap(({ words, next }) => [
      { words, next },
      { words: [...words, '--json', 'argument'], next },
    ]);
    const calls = asked.map(
      ({ words }) =>
        `COMP_WORDS=(toolgate ${words.join(' ')} ''); COMP_CWORD=${words.length + 1}; COMPREPLY=(); _toolgate; echo "\${COMPREPLY[*]}"`,
    );
    const answers = execFileSync('bash', ['--norc', '-c', `source ${script}\n${calls.join('\n')}`], { encoding: 'utf8' });
    const given = answers.trimEnd().split('\n');
    for (const [i, { words, next }] of asked.entries()) expect(given[i]?.split(' ').sort(), words.join(' ')).toEqual(next);
  });

  it.each([
    ['zsh', '--'],
    ['fish', '-l '],
  ])('names every command and option for %s', async (shell, option) => {
    const lines = (await printed('completion', shell)).split('\n');
    for (const { words, next } of places) {
      const here = lines.filter((line) => line.includes(`'${words.join(' ')}'`));
      for (const word of next)
        expect(
          here.some((line) => line.includes(word.replace('--', option))),
          `${words.join(' ')} ${word}`,
        ).toBe(true);
    }
  });
});
