import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { whatStarts } from '../../../electron/core/upstreams/what-starts.js';

const home = mkdtempSync(join(tmpdir(), 'toolgate-starts-'));
const put = (name: string, text: string): string => {
  mkdirSync(dirname(join(home, name)), { recursive: true });
  writeFileSync(join(home, name), text);
  chmodSync(join(home, name), 0o700);
  return createHash('sha256').update(text).digest('hex');
};
const server = put('server.mjs', 'the server');
const hook = put('hook.mjs', 'a hook');
const main = put('lib/node_modules/@x/notes/dist/main.js', 'of a package');
const plain = put('lib/node_modules/plain/main.js', 'of a package without a version');
const program = put('bin/notes', 'a program');
put('lib/node_modules/@x/notes/package.json', '{"name": "@x/notes", "version": "1.2.3"}');
put('lib/node_modules/plain/package.json', '{"name": "plain"');
put('.env', 'A=1');
put('npx', 'a launcher');
symlinkSync(join(home, 'lib/node_modules/@x/notes/dist/main.js'), join(home, 'bin/linked'));

it.each([
  ['node', ['server.mjs', 'hook.mjs'], { binaryHash: server }],
  ['/usr/bin/node', ['--import', 'hook.mjs', 'server.mjs'], { binaryHash: server }],
  ['node.exe', ['--import=./hook.mjs', join(home, 'server.mjs')], { binaryHash: server }],
  ['node', ['--env-file', '.env', 'server.mjs'], { binaryHash: server }],
  ['node', ['--inspect', 'hook.mjs'], { binaryHash: hook }],
  ['node', ['lib/node_modules/@x/notes/dist/main.js'], { binaryHash: main, package: '@x/notes', version: '1.2.3' }],
  ['node', ['lib/node_modules/plain/main.js'], { binaryHash: plain }],
  ['linked', [], { binaryHash: main, package: '@x/notes', version: '1.2.3' }],
  ['notes', ['server.mjs'], { binaryHash: program }],
  ['./bin/notes', [], { binaryHash: program }],
  ['node', ['missing.mjs'], {}],
  ['python3', ['-m', 'notes'], {}],
  ['missing', [], {}],
  [join(home, 'npx'), ['-y', 'server.mjs'], {}],
])('%s %j starts a file that can be told', async (command, args, starts) => {
  const transport = { kind: 'stdio' as const, command, args, envNames: [] };
  expect(await whatStarts(transport, join(home, 'bin'), home)).toEqual(starts);
});
