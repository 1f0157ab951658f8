import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serve } from '../support/cli.js';
import { plainNode } from '../support/runtime.js';
import { linesOf } from './upstreams-kit.js';

let root: string;
let compiled: string;
const inRoot = (...parts: string[]): string => join(root, ...parts);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'compiled-'));
  compiled = inRoot('out/compiled');
  for (const part of ['toolgate.cjs', 'chunks', 'compiled']) cpSync(resolve('out', part), inRoot('out', part), { recursive: true });
  symlinkSync(resolve('node_modules'), inRoot('node_modules'));
  // says of each script that is given compiled code whether the engine took it
  writeFileSync(
    inRoot('probe.cjs'),
    `const vm = require('node:vm'); const { Script } = vm;
    vm.Script = class extends Script { constructor(source, options) { super(source, options);
      require('node:fs').appendFileSync(${JSON.stringify(inRoot('taken'))}, options.filename.split('/').pop() + ' ' + !this.cachedDataRejected + '\\n'); } };`,
  );
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** starts the gate and ends it again; the chunks that were taken as they had been compiled */
async function taken(): Promise<string[]> {
  writeFileSync(inRoot('taken'), '');
  const serving = await serve(inRoot('data'), [], { ...plainNode, args: ['-r', inRoot('probe.cjs'), inRoot('out/toolgate.cjs')] });
  expect(await serving.stop()).toBe(0);
  return linesOf(inRoot('taken'));
}
const change = (of: string, how: (bytes: Buffer) => Buffer): void => {
  for (const name of readdirSync(compiled))
    if (name.startsWith(of)) writeFileSync(join(compiled, name), how(readFileSync(join(compiled, name))));
};

it('a start takes what the build has compiled', async () => {
  const chunks = await taken();
  expect(chunks.map((line) => line.replace(/-[\w-]{8}\.cjs/, ''))).toEqual(
    expect.arrayContaining(['serve true', 'local-core true', 'slices true']),
  );
  expect(chunks.filter((line) => line.endsWith('false'))).toEqual([]);
});

it.each<[string, (bytes: Buffer) => Buffer]>([
  ['a bit of it is another one', (bytes) => (bytes.writeUInt8(bytes.readUInt8(200_000) ^ 1, 200_000), bytes)],
  ['its end is missing', (bytes) => bytes.subarray(0, 100_000)],
  ['it is empty', () => Buffer.alloc(0)],
  [
    'it is that of another chunk',
    () =>
      readFileSync(
        join(
          compiled,
          readdirSync(compiled).find((name) => name.startsWith('scan-definition'))!,
        ),
      ),
  ],
])('a start compiles by itself where %s', async (_, how) => {
  change('local-core', how);
  const chunks = await taken();
  expect(chunks.filter((line) => line.startsWith('local-core'))).toEqual([]);
  expect(chunks.filter((line) => line.startsWith('slices'))).toHaveLength(1);
});

it('a chunk that was changed since, and is as long as before, is compiled anew', async () => {
  const chunk = inRoot(
    'out/chunks',
    readdirSync(inRoot('out/chunks')).find((name) => name.startsWith('local-core'))!,
  );
  writeFileSync(chunk, readFileSync(chunk, 'utf8').replace('const require_result=', 'let   require_result='));
  expect((await taken()).filter((line) => line.startsWith('local-core'))).toEqual([]);
});

it('a start needs none of it', async () => {
  rmSync(compiled, { recursive: true });
  expect(await taken()).toEqual([]);
});
