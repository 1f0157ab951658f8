import { afterEach, expect, test } from 'vitest';
import { until } from '../support/until.js';
import { call, linesOf, must, node, openUpstreams, opts, owner, scratch, textOf, trickster } from './upstreams-kit.js';
import { fakeClock } from '../support/fake-clock.js';
import { join } from 'node:path';
import type { ServerConfig } from '../../shared/model/views.js';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
function tricky(instances: ServerConfig['instances'] = 'auto', flags: string[] = []) {
  const opened = openUpstreams([node('t', [trickster, ...flags], { instances })]);
  ends.push(opened.upstreams.close);
  return opened;
}
const sampled = () => ({ kind: 'result' as const, result: { said: 'sampled' } });

test('all sessions share one process', async () => {
  const { upstreams } = tricky();
  const links = await Promise.all(Array.from({ length: 10 }, async (_, i) => must(await upstreams.acquire('t', owner(`s${i}`).owner))));
  const pids = new Set(await Promise.all(links.map(async (link) => textOf(await call(link, 'pid')))));
  expect(pids.size).toBe(1);
  expect(upstreams.status('t').processes).toBe(1);
});

test('per-session and per-client servers have processes of their own, which end with the last session', async () => {
  const one = tricky('per-session');
  const links = await Promise.all(['a', 'b'].map(async (name) => must(await one.upstreams.acquire('t', owner(name).owner))));
  const pids = await Promise.all(links.map(async (link) => textOf(await call(link, 'pid'))));
  expect(new Set(pids).size).toBe(2);
  links[0]?.release();
  await until('one process is left', () => one.upstreams.status('t').processes === 1);

  const two = tricky('per-client');
  const same = [owner('a').owner, { ...owner('b').owner, client: 'client-a' }, owner('c').owner];
  const pids2 = await Promise.all(same.map(async (who) => textOf(await call(must(await two.upstreams.acquire('t', who)), 'pid'))));
  expect([pids2[0] === pids2[1], pids2[0] === pids2[2]]).toEqual([true, false]);
});

test('a server is told what the session can be asked, and only that', async () => {
  const { upstreams } = tricky();
  const a = owner('a', { sampling: { tools: {} }, roots: { listChanged: true }, experimental: { x: {} }, tasks: {} });
  const said = JSON.parse(textOf(await call(must(await upstreams.acquire('t', a.owner)), 'who'))) as Record<string, unknown>;
  expect(said).toEqual({
    protocolVersion: '2025-11-25',
    capabilities: { sampling: { tools: {} }, roots: { listChanged: true }, tasks: {} },
    clientInfo: { name: 'toolgate', title: 'Toolgate', version: '9.9.9' },
  });
  const none = JSON.parse(textOf(await call(must(await upstreams.acquire('t', owner('b').owner)), 'who'))) as Record<string, unknown>;
  expect(none.capabilities).toEqual({});
});

test('a question goes to the session whose call is under way, named after that call', async () => {
  const { upstreams } = tricky();
  const [a, b] = [owner('a', { sampling: {} }, sampled), owner('b', { sampling: {} }, sampled)];
  const [one, two] = [must(await upstreams.acquire('t', a.owner)), must(await upstreams.acquire('t', b.owner))];
  expect(textOf(await call(one, 'pid'))).toBe(textOf(await call(two, 'pid')));
  expect(textOf(await call(two, 'ask', {}, { requestKey: 'b-call' }))).toBe('{"said":"sampled"}');
  expect(a.asked).toEqual([]);
  expect(b.asked).toMatchObject([{ relatedTo: 'b-call', message: { method: 'sampling/createMessage' } }]);
});

test('a question while calls of two sessions are under way is refused rather than guessed', async () => {
  const { upstreams } = tricky();
  const [a, b] = [owner('a', { sampling: {} }, sampled), owner('b', { sampling: {} }, sampled)];
  const [one, two] = [must(await upstreams.acquire('t', a.owner)), must(await upstreams.acquire('t', b.owner))];
  const stop = new AbortController();
  const hanging = call(one, 'hang', {}, { signal: stop.signal }).catch(() => {});
  expect(textOf(await call(two, 'ask'))).toContain('-32601');
  expect([a.asked, b.asked]).toEqual([[], []]);
  stop.abort();
  await hanging;
});

test('once a server has asked, new sessions that can be asked get a process of their own', async () => {
  const { upstreams } = tricky();
  const first = must(await upstreams.acquire('t', owner('a', { elicitation: {} }, sampled).owner));
  const pid = textOf(await call(first, 'pid'));
  await call(first, 'ask', { method: 'elicitation/create' });
  const others = await Promise.all(
    ['b', 'c'].map(async (name) => must(await upstreams.acquire('t', owner(name, { elicitation: {} }, sampled).owner))),
  );
  const pids = [pid, ...(await Promise.all(others.map(async (link) => textOf(await call(link, 'pid')))))];
  expect(new Set(pids).size).toBe(3);
  const both = await Promise.all(others.map((link) => call(link, 'ask', { method: 'elicitation/create' })));
  expect(both.map(textOf)).toEqual(['{"said":"sampled"}', '{"said":"sampled"}']);
});

test('whoever shares a process with the session that is asked parts from it, and a setting keeps them together', async () => {
  for (const [instances, parted] of [
    ['auto', ['t']],
    ['shared', []],
  ] as const) {
    const { upstreams } = tricky(instances);
    const [a, b] = [owner('a', { sampling: {} }, sampled), owner('b', { sampling: {} }, sampled)];
    must(await upstreams.acquire('t', a.owner));
    await call(must(await upstreams.acquire('t', b.owner)), 'ask');
    expect([a.parted, b.parted, b.asked.length], instances).toEqual([parted, [], 1]);
  }
});

test('what a session that has parted still waits for goes on, though nobody holds the connection any more', async () => {
  const clock = fakeClock();
  const opened = openUpstreams([node('t', [trickster])], { clock });
  ends.push(opened.upstreams.close);
  const link = must(await opened.upstreams.acquire('t', owner('a', { sampling: {} }, sampled).owner));
  const other = must(await opened.upstreams.acquire('t', owner('b').owner));
  const stop = new AbortController();
  let failed = false;
  const hanging = call(link, 'hang', {}, { signal: stop.signal, timeoutMs: 3_600_000 }).catch(() => (failed = true));
  link.release();
  clock.advance(31_000);
  expect(textOf(await call(other, 'pid'))).toMatch(/^\d+$/);
  expect([failed, opened.upstreams.status('t').processes]).toEqual([false, 2]);
  stop.abort();
  await hanging;
  clock.advance(31_000);
  expect(opened.upstreams.status('t').processes).toBe(1);
});

test('sessions that start a server at the same moment are each asked by a process of their own', async () => {
  const { upstreams } = tricky('auto', ['--askAtStart=roots/list']);
  const all = ['a', 'b', 'c'].map((name) => owner(name, { roots: {} }, () => ({ kind: 'result', result: { roots: [] } })));
  const links = await Promise.all(all.map(async (one) => must(await upstreams.acquire('t', one.owner))));
  const pids = await Promise.all(links.map(async (link) => textOf(await call(link, 'pid'))));
  expect(new Set(pids).size).toBe(3);
  expect(all.map(({ asked }) => asked.length)).toEqual([1, 1, 1]);
});

test('of a server that is known to ask, sessions have processes of their own from the first call, and the lists for such as they are', async () => {
  const known = new Set<string>();
  const open = () => {
    const opened = openUpstreams([node('t', [trickster, '--sampler=guess'])], { asking: known });
    ends.push(opened.upstreams.close);
    return opened.upstreams;
  };
  const first = open();
  const a = owner('a', { sampling: {} }, sampled);
  await call(must(await first.acquire('t', a.owner)), 'ask');
  expect([...known]).toEqual(['t']);
  await first.close();
  const again = open();
  expect(again.knows('t', a.owner)).toBe(false);
  expect(must(await again.refresh('t', a.owner)).tools.map(({ name }) => name)).toContain('guess');
  expect(again.knows('t', a.owner)).toBe(true);
  const links = await Promise.all(
    ['a', 'b'].map(async (name) => must(await again.acquire('t', owner(name, { sampling: {} }, sampled).owner))),
  );
  const asked = await Promise.all(links.map((link) => call(link, 'ask')));
  expect(asked.map(textOf)).toEqual(['{"said":"sampled"}', '{"said":"sampled"}']);
});

test('a question at the start goes to the session that started the server', async () => {
  const { upstreams } = tricky('auto', ['--askAtStart=roots/list']);
  const a = owner('a', { roots: {} }, () => ({ kind: 'result', result: { roots: [] } }));
  must(await upstreams.acquire('t', a.owner));
  await until('it was asked', () => a.asked.length === 1);
  expect(a.asked[0]).toMatchObject({ message: { method: 'roots/list' }, relatedTo: undefined });
});

test('ping is answered without asking anybody', async () => {
  const { upstreams } = tricky();
  const a = owner('a');
  expect(textOf(await call(must(await upstreams.acquire('t', a.owner)), 'ask', { method: 'ping' }))).toBe('{}');
  expect(a.asked).toEqual([]);
});

test('a log message reaches the one session it can be about, and nobody when it could be about two', async () => {
  const { upstreams } = tricky();
  const [a, b] = [owner('a'), owner('b')];
  const [one, two] = [must(await upstreams.acquire('t', a.owner)), must(await upstreams.acquire('t', b.owner))];
  await call(one, 'log', {}, { requestKey: 'a-call' });
  expect(a.notified).toMatchObject([{ relatedTo: 'a-call', message: { params: { data: 'hello' } } }]);
  const stop = new AbortController();
  const hanging = call(two, 'hang', {}, { signal: stop.signal }).catch(() => {});
  await call(one, 'log');
  expect([a.notified.length, b.notified.length]).toEqual([1, 0]);
  stop.abort();
  await hanging;
});

test('progress is told under the caller’s own token, and other members of _meta arrive untouched', async () => {
  const trace = join(scratch(), 'trace');
  const { upstreams } = tricky('auto', [`--trace=${trace}`]);
  const [one, two] = [must(await upstreams.acquire('t', owner('a').owner)), must(await upstreams.acquire('t', owner('b').owner))];
  const run = async (link: typeof one) => {
    const heard: unknown[] = [];
    await link.request(
      'tools/call',
      { name: 'progress', arguments: { steps: 3 }, _meta: { progressToken: 'same', traceparent: '00-1' } },
      opts({ onProgress: (params) => heard.push(params) }),
    );
    return heard;
  };
  const [heard, other] = await Promise.all([run(one), run(two)]);
  expect(heard).toEqual([1, 2, 3].map((progress) => ({ progressToken: 'same', progress, extra: { kept: true } })));
  expect(other).toEqual(heard);
  const sent = linesOf(trace)
    .filter((line) => line.includes('progress"'))
    .map((line) => JSON.parse(line) as { id: number; params: { _meta: Record<string, unknown> } });
  expect(sent.every(({ id, params }) => params._meta.progressToken === id && params._meta.traceparent === '00-1')).toBe(true);
});

test('twenty sessions with the same request keys get five thousand answers, each its own', async () => {
  const { upstreams } = tricky();
  const links = await Promise.all(Array.from({ length: 20 }, async (_, i) => must(await upstreams.acquire('t', owner(`s${i}`).owner))));
  const wrong: string[] = [];
  await Promise.all(
    links.map(async (link, who) => {
      for (let round = 0; round < 25; round++) {
        await Promise.all(
          Array.from({ length: 10 }, async (_, i) => {
            const mine = `${who}/${round}/${i}/é`;
            const got = textOf(await call(link, 'echo', { text: mine }, { requestKey: String(i) }));
            if (got !== mine) wrong.push(`${mine} got ${got}`);
          }),
        );
      }
    }),
  );
  expect(wrong).toEqual([]);
});
