import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ExactNumber } from '../../shared/json/json.js';
import type { SessionOwner } from '../../electron/core/ports/upstreams.js';
import { until } from '../support/until.js';
import { call, linesOf, must, node, openUpstreams, owner, scratch, textOf, trickster } from './upstreams-kit.js';
import { fakeClock } from '../support/fake-clock.js';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
function tricky(flags: string[] = [], more: Parameters<typeof openUpstreams>[1] = {}) {
  const opened = openUpstreams([node('t', [trickster, ...flags])], more);
  ends.push(opened.upstreams.close);
  return opened;
}
const described = (lists: { tools: readonly Record<string, unknown>[] } | undefined) => lists?.tools[0]?.description;

test('lists keep unknown members, exact numbers and the whole answer to initialize', async () => {
  const { upstreams, lists } = tricky();
  const taken = must(await upstreams.refresh('t'));
  expect(taken.tools[0]).toEqual({
    name: 'echo',
    description: 'says it back',
    inputSchema: { type: 'object' },
    'x-unknown': { kept: 1 },
    big: new ExactNumber('12345678901234567890'),
  });
  expect(taken.initializeResult).toMatchObject({ instructions: 'be careful', unknownMember: { kept: true }, serverInfo: { odd: [1] } });
  expect(upstreams.lists('t')).toBe(taken);
  expect(lists).toEqual([taken]);
  expect(upstreams.status('t')).toMatchObject({ state: 'ready', serverVersion: '1.2.3', protocolVersion: '2025-11-25' });
});

test('every page is taken, in order; refreshing at the same time asks once', async () => {
  const { upstreams } = tricky(['--pages=7', '--per=3']);
  const all = await Promise.all([upstreams.refresh('t'), upstreams.refresh('t'), upstreams.refresh('t')]);
  expect(new Set(all.map((each) => must(each))).size).toBe(1);
  expect(
    must(all[0])
      .tools.map((tool) => tool.name)
      .slice(0, 4),
  ).toEqual(['t0_0', 't0_1', 't0_2', 't1_0']);
  expect(must(all[0])).toMatchObject({ partial: false });
  expect(must(all[0]).tools.length).toBe(21);
});

test('ten thousand tools on many pages are all found', async () => {
  const { upstreams } = tricky(['--pages=100', '--per=100']);
  const taken = must(await upstreams.refresh('t'));
  expect([taken.tools.length, taken.partial]).toEqual([10_000, false]);
});

test('a tool whose definition nests too deep is left out and named; the others stay', async () => {
  const { upstreams } = tricky(['--deep=10000']);
  const taken = must(await upstreams.refresh('t'));
  const all = must(await tricky().upstreams.refresh('t')).tools.map((tool) => tool.name);
  expect(all).toContain('argv');
  expect(taken.tools.map((tool) => tool.name)).toEqual(all.filter((name) => name !== 'argv'));
  expect(upstreams.status('t').warnings).toEqual([expect.stringMatching(/^cannot be read and is left out: argv: nesting is deeper than/)]);
});

test('a cursor that comes again, too many pages and too many entries end the list, marked as partial', async () => {
  const loop = must(await tricky(['--pages=same']).upstreams.refresh('t'));
  expect([loop.tools.length, loop.partial]).toEqual([4, true]);
  const pages = must(await tricky(['--pages=1500', '--per=1']).upstreams.refresh('t'));
  expect([pages.tools.length, pages.partial]).toEqual([1000, true]);
  const entries = must(await tricky(['--pages=30', '--per=1000']).upstreams.refresh('t'));
  expect([entries.tools.length, entries.partial]).toEqual([20_000, true]);
});

test('an announced change is taken at once and told once', async () => {
  const { upstreams, lists } = tricky();
  const link = must(await upstreams.acquire('t', owner('a').owner));
  await until('the first lists are there', () => lists.length === 1);
  await call(link, 'change', { description: 'now says more', announce: true });
  await until('the change is seen', () => lists.length === 2);
  expect(described(lists[1])).toBe('now says more');
  await upstreams.refresh('t');
  expect(lists.length).toBe(2);
});

test('a thousand announcements cost two takings, a second apart', async () => {
  const clock = fakeClock();
  const { upstreams, lists } = tricky([], { clock });
  const link = must(await upstreams.acquire('t', owner('a').owner));
  await until('the first lists are there', () => lists.length === 1);
  await call(link, 'change', { description: 'storm', announce: true, times: 1000 });
  const before = Number(textOf(await call(link, 'lists')));
  clock.advance(999);
  expect(Number(textOf(await call(link, 'lists')))).toBe(before);
  clock.advance(1);
  await until('the change is seen', () => lists.length === 2);
  clock.advance(1000);
  expect(Number(textOf(await call(link, 'lists')))).toBeLessThanOrEqual(before + 2);
});

test('a definition that changes without a word is found within ten seconds of use', async () => {
  const clock = fakeClock();
  const { upstreams, lists } = tricky([], { clock });
  const link = must(await upstreams.acquire('t', owner('a').owner));
  await until('the first lists are there', () => lists.length === 1);
  await call(link, 'change', { description: 'quietly different' });
  clock.advance(10_000);
  await until('the change is seen', () => lists.length === 2);
  expect(described(lists[1])).toBe('quietly different');
});

test('what a server offers to clients of different abilities stands together, and is asked for once for each', async () => {
  const { upstreams, lists } = tricky(['--sampler=guess']);
  const named = (at: number) => lists[at]?.tools.map((tool) => tool.name);
  const plain = owner('a').owner;
  const able = owner('b', { sampling: {} }).owner;
  must(await upstreams.refresh('t', plain));
  expect([upstreams.knows('t', plain), upstreams.knows('t', able)]).toEqual([true, false]);
  expect(named(0)).not.toContain('guess');
  must(await upstreams.refresh('t', able));
  expect(upstreams.knows('t', able)).toBe(true);
  expect(named(1)).toEqual([...(named(0) ?? []), 'guess']);
  must(await upstreams.refresh('t', plain));
  expect(lists.length).toBe(2);
});

test('what was offered to one kind of client only is told apart, as soon as two kinds are known', async () => {
  const { upstreams, lists } = tricky(['--sampler=guess']);
  const plain = owner('a').owner;
  const able = owner('b', { sampling: {} }).owner;
  const never = owner('c', { roots: {} }).owner;
  must(await upstreams.refresh('t', plain));
  expect(upstreams.offering('t', plain)).toBeUndefined();
  must(await upstreams.refresh('t', able));
  expect(lists.at(-1)?.tools.map((tool) => tool.name)).toContain('guess');
  const has = (who: SessionOwner, name: string) => upstreams.offering('t', who)?.has('tools', name);
  expect([has(plain, 'guess'), has(able, 'guess'), has(plain, 'echo'), has(able, 'echo'), has(never, 'guess')]).toEqual([
    false,
    true,
    true,
    true,
    undefined,
  ]);
  const before = upstreams.offering('t', plain);
  must(await upstreams.refresh('t', plain));
  expect(upstreams.offering('t', plain)).toBe(before);
});

test('a server that changed for one kind of client is asked again for the others', async () => {
  const { upstreams, lists } = tricky(['--sampler=guess']);
  const plain = owner('a').owner;
  const able = owner('b', { sampling: {} }).owner;
  must(await upstreams.refresh('t', able));
  const link = must(await upstreams.acquire('t', plain));
  await until('both are known', () => upstreams.knows('t', plain) && upstreams.knows('t', able));
  await call(link, 'change', { description: 'now says more', announce: true });
  await until('the change is seen', () => described(lists.at(-1)) === 'now says more');
  expect(lists.at(-1)?.tools.map((tool) => tool.name)).not.toContain('guess');
  expect([upstreams.knows('t', plain), upstreams.knows('t', able)]).toEqual([true, false]);
});

test('a server started again is told what it was told before: subscriptions', async () => {
  const file = join(scratch(), 'subscriptions');
  const { upstreams } = tricky(['--resources=1', `--subscriptions=${file}`]);
  const link = must(await upstreams.acquire('t', owner('a').owner));
  await link.request('resources/subscribe', { uri: 'x:one' }, { requestKey: 'k', timeoutMs: 5000, signal: new AbortController().signal });
  await call(link, 'crash').catch(() => {});
  const again = must(await upstreams.acquire('t', owner('a').owner));
  await call(again, 'echo', { text: 'again' });
  expect(linesOf(file)).toEqual(['x:one', 'x:one']);
  expect(['x:one', 'x:two'].map((uri) => again.tells(uri))).toEqual([true, false]);
});
