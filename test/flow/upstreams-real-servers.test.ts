import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { call, must, node, npmServer, openUpstreams, opts, owner, scratch, server, textOf, bodyOf } from './upstreams-kit.js';

let close: (() => Promise<void>) | undefined;
afterEach(async () => close?.());

test('the filesystem server lists its tools and writes exactly the file it is told to', async () => {
  const folder = scratch();
  const { upstreams, lists } = openUpstreams([node('files', [npmServer('server-filesystem'), folder])]);
  close = upstreams.close;
  const link = must(await upstreams.acquire('files', owner('a').owner));
  const answer = await call(link, 'write_file', { path: join(folder, 'n.txt'), content: 'hé 😀' });
  expect(answer.kind).toBe('result');
  expect(readFileSync(join(folder, 'n.txt'), 'utf8')).toBe('hé 😀');
  const taken = must(await upstreams.refresh('files'));
  expect(taken.tools.map((tool) => tool.name)).toContain('write_file');
  expect(lists.length).toBe(1);
  expect(upstreams.status('files')).toMatchObject({ state: 'ready', processes: 1, noise: 0, protocolVersion: '2025-11-25' });
});

test('the memory server keeps its graph while sessions come and go', async () => {
  const folder = scratch();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'm.json'), '');
  const config = server('memory', {
    kind: 'stdio',
    command: process.execPath,
    args: [npmServer('server-memory')],
    envNames: ['MEMORY_FILE_PATH'],
  });
  const { upstreams } = openUpstreams([config], {
    secrets: () => ({ env: { MEMORY_FILE_PATH: join(folder, 'm.json') }, headers: {}, missing: [] }),
  });
  close = upstreams.close;
  const first = must(await upstreams.acquire('memory', owner('a').owner));
  await call(first, 'create_entities', { entities: [{ name: 'Ada', entityType: 'person', observations: ['counts'] }] });
  first.release();
  const second = must(await upstreams.acquire('memory', owner('b').owner));
  expect(textOf(await call(second, 'read_graph'))).toContain('Ada');
  expect(upstreams.status('memory').processes).toBe(1);
});

test('the everything server gives tools, prompts, resources, templates, progress and its errors', async () => {
  const { upstreams } = openUpstreams([node('everything', [npmServer('server-everything'), 'stdio'])]);
  close = upstreams.close;
  const lists = must(await upstreams.refresh('everything'));
  expect(lists.tools.length).toBeGreaterThan(5);
  expect(lists.prompts.length).toBeGreaterThan(1);
  expect(lists.resourceTemplates.length).toBeGreaterThan(0);
  expect(lists.partial).toBe(false);
  const link = must(await upstreams.acquire('everything', owner('a').owner));
  expect(textOf(await call(link, 'echo', { message: 'ünï' }))).toContain('ünï');
  const steps: unknown[] = [];
  await link.request(
    'tools/call',
    { name: 'trigger-long-running-operation', arguments: { duration: 0.4, steps: 4 }, _meta: { progressToken: 'tok', other: 1 } },
    opts({ onProgress: (params) => steps.push(params.progressToken) }),
  );
  expect(steps).toEqual(['tok', 'tok', 'tok', 'tok']);
  const wrong = await link.request('prompts/get', { name: 'no-such-prompt' }, opts());
  expect(wrong.kind).toBe('error');
  expect(bodyOf(wrong).error).toBeDefined();
});

test('a server that asks for roots when it starts is answered by the session that started it', async () => {
  const { upstreams } = openUpstreams([node('everything', [npmServer('server-everything'), 'stdio'])]);
  close = upstreams.close;
  const a = owner('a', { roots: { listChanged: true } }, () => ({
    kind: 'result',
    result: { roots: [{ uri: 'file:///tmp/a', name: 'a' }] },
  }));
  const link = must(await upstreams.acquire('everything', a.owner));
  const answer = await call(link, 'get-roots-list');
  expect(textOf(answer)).toContain('file:///tmp/a');
  expect(a.asked.map((each) => each.message.method)).toContain('roots/list');
});

test('a first call finds a server that has the roots of its session already', async () => {
  const [allowed, root] = [scratch(), scratch()];
  for (const folder of [allowed, root]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, 'in-root.txt'), 'here');
  const { upstreams } = openUpstreams([node('files', [npmServer('server-filesystem'), allowed])]);
  close = upstreams.close;
  const a = owner('a', { roots: {} }, () => ({ kind: 'result', result: { roots: [{ uri: pathToFileURL(root).href }] } }));
  const link = must(await upstreams.acquire('files', a.owner));
  expect(textOf(await call(link, 'read_text_file', { path: join(root, 'in-root.txt') }))).toContain('here');
});
