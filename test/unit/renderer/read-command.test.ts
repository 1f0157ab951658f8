import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinWords, readLine, splitWords } from '../../../renderer/pages/servers/read-command.js';

test.each([
  [
    'npx -y @modelcontextprotocol/server-filesystem ~/code',
    { name: 'filesystem', command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '~/code'], env: [] },
  ],
  [
    'TOKEN=a=b uvx mcp-server-git --repository "my repo"',
    { name: 'git', command: 'uvx', args: ['mcp-server-git', '--repository', 'my repo'], env: [{ name: 'TOKEN', value: 'a=b' }] },
  ],
  [`/opt/tools/weather.py --city 'San José'`, { name: 'weather', command: '/opt/tools/weather.py', args: ['--city', 'San José'], env: [] }],
  ['docker run -i --rm \\\n  mcp/postgres', { name: 'postgres', command: 'docker', args: ['run', '-i', '--rm', 'mcp/postgres'], env: [] }],
])('reads %j', (text, expected) => {
  expect(readLine(text)).toEqual({ kind: 'command', ...expected });
});

test('reads an address and names it by its host', () => {
  expect(readLine(' https://mcp.linear.app/mcp ')).toEqual({ kind: 'url', name: 'linear', url: 'https://mcp.linear.app/mcp' });
});

test('knows JSON, nothing, and a quote that is not closed', () => {
  expect(readLine('{"mcpServers":{}}')).toEqual({ kind: 'json' });
  expect(readLine('  ')).toEqual({ kind: 'nothing', why: 'empty' });
  expect(readLine('TOKEN=x')).toEqual({ kind: 'nothing', why: 'empty' });
  expect(readLine('npx "server')).toEqual({ kind: 'nothing', why: 'quote' });
});

test('never expands anything', () => {
  expect(splitWords('echo $HOME `id` $(id) *')).toEqual(['echo', '$HOME', '`id`', '$(id)', '*']);
});

test('a line that was joined splits into the same words', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (words) => {
      expect(splitWords(joinWords(words))).toEqual(words);
    }),
    { numRuns: 300, seed: 5 },
  );
});
