import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { FateUnknown } from '../../electron/core/ports/upstreams.js';
import { answer, json, stream } from '../fixtures/servers/http-trickster.js';
import { until } from '../support/until.js';
import { trick } from './http-kit.js';
import { call, must, owner, textOf } from './upstreams-kit.js';

test('messages on the stream of a request are related to it, those on the standing stream to none', async () => {
  let standing: ((message: unknown) => void) | undefined;
  const { upstreams } = await trick((seen, response) => {
    if (seen.method === 'GET') {
      standing = stream(response);
      return true;
    }
    if (seen.message?.method !== 'tools/call') return false;
    const send = stream(response);
    send({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: seen.message.params?.name } });
    standing?.({ jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri: 'x:' } });
    send(answer(seen.message.id, 'streamed'));
    response.end();
    return true;
  });
  const [a, b] = [owner('a'), owner('b')];
  const links = [must(await upstreams.acquire('remote', a.owner)), must(await upstreams.acquire('remote', b.owner))] as const;
  const [one] = await Promise.all([
    call(links[0], 'of-a', {}, { requestKey: 'key-a' }),
    call(links[1], 'of-b', {}, { requestKey: 'key-b' }),
  ]);
  expect(textOf(one)).toBe('streamed');
  await until('both heard of the update', () => a.notified.length >= 3 && b.notified.length >= 3);
  const logs = (who: typeof a) =>
    who.notified
      .filter((each) => each.message.method === 'notifications/message')
      .map((each) => [each.message.params?.data, each.relatedTo]);
  expect(logs(a)).toEqual([['of-a', 'key-a']]);
  expect(logs(b)).toEqual([['of-b', 'key-b']]);
  expect(a.notified.filter((each) => each.message.method === 'notifications/resources/updated').map((each) => each.relatedTo)).toEqual([
    undefined,
    undefined,
  ]);
});

test('requests wait for the standing stream, so that what a server says at once is not lost', async () => {
  const order: string[] = [];
  const { upstreams } = await trick((seen, response) => {
    if (seen.method === 'GET') {
      setTimeout(() => {
        order.push('GET open');
        stream(response);
      }, 150);
      return true;
    }
    if (seen.message?.method === 'tools/call') order.push('call');
    return false;
  });
  await call(must(await upstreams.acquire('remote', owner('a').owner)), 'echo');
  expect(order).toEqual(['GET open', 'call']);
});

test('a lost standing stream is opened again with the last event id, and the lists are taken again', async () => {
  let opened = 0;
  const { remote, upstreams } = await trick((seen, response) => {
    if (seen.method !== 'GET') return false;
    opened += 1;
    const send = stream(response);
    response.write('retry: 100\n');
    send({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: opened } }, `event-${opened}`);
    if (opened === 1) setTimeout(() => response.destroy(), 30);
    return true;
  });
  must(await upstreams.acquire('remote', owner('a').owner));
  await until('the stream was opened again', () => opened === 2);
  expect(remote.seen.filter((each) => each.method === 'GET')[1]?.headers['last-event-id']).toBe('event-1');
  await until('the lists were taken again', () => remote.seen.filter((each) => each.message?.method === 'tools/list').length === 2);
});

test('a stream that breaks before the answer fails its call once; with event ids the rest is fetched and nothing is sent twice', async () => {
  const { remote, upstreams } = await trick((seen, response) => {
    if (seen.method === 'GET' && seen.headers['last-event-id'] === 'half-way') {
      stream(response)(answer(1_000_000, 'not yours'));
      const waiting = remote.seen.find((each) => each.message?.params?.name === 'resumed');
      response.write(`data: ${JSON.stringify(answer(waiting?.message?.id, 'the rest'))}\n\n`);
      response.end();
      return true;
    }
    if (seen.message?.params?.name === 'broken') {
      stream(response)({ jsonrpc: '2.0', method: 'notifications/message', params: {} });
      setTimeout(() => response.destroy(), 30);
      return true;
    }
    if (seen.message?.params?.name === 'resumed') {
      stream(response)({ jsonrpc: '2.0', method: 'notifications/message', params: {} }, 'half-way');
      response.write('retry: 50\n\n');
      setTimeout(() => response.end(), 30);
      return true;
    }
    return false;
  });
  const link = must(await upstreams.acquire('remote', owner('a').owner));
  await expect(call(link, 'broken')).rejects.toThrow(FateUnknown);
  expect(textOf(await call(link, 'resumed'))).toBe('the rest');
  expect([remote.calls('broken'), remote.calls('resumed')]).toEqual([1, 1]);
});

test('whatever a server calls its events, the gate goes on: an id is sent back as it came, or not at all', async () => {
  const { remote, upstreams } = await trick((seen, response) => {
    if (seen.method === 'GET') {
      const last = seen.headers['last-event-id'];
      const back = Buffer.from(String(last), 'latin1').toString('utf8');
      const waiting = remote.seen.find((each) => each.message?.params?.name === back);
      const say = stream(response);
      if (waiting === undefined) say({ jsonrpc: '2.0', method: 'notifications/message', params: {} }, 'of the standing stream\u0001');
      else say(answer(waiting.message?.id, 'the rest'));
      response.end('retry: 100\n\n');
      return true;
    }
    const name = seen.message?.params?.name;
    if (typeof name !== 'string') return false;
    stream(response)({ jsonrpc: '2.0', method: 'notifications/message', params: {} }, name);
    response.end('retry: 10\n\n');
    return true;
  });
  const link = must(await upstreams.acquire('remote', owner('a').owner));
  for (const id of ['ü€😀', 'plain']) expect(textOf(await call(link, id)), id).toBe('the rest');
  for (const id of ['control\u0001', '\u007f']) await expect(call(link, id), JSON.stringify(id)).rejects.toThrow(FateUnknown);
  await until('the standing stream was opened again', () => remote.seen.filter((each) => each.method === 'GET').length > 4);
});

test('a stream is taken up behind the last event that came whole', async () => {
  const { remote, upstreams } = await trick((seen, response) => {
    const waiting = remote.seen.find((each) => each.message?.params?.name === 'cut');
    if (seen.method === 'GET' && seen.headers['last-event-id'] !== undefined) {
      stream(response)(answer(waiting?.message?.id, `behind ${String(seen.headers['last-event-id'])}`));
      response.end();
      return true;
    }
    if (seen.message?.params?.name !== 'cut') return false;
    stream(response)({ jsonrpc: '2.0', method: 'notifications/message', params: {} }, 'one');
    response.write(`retry: 10\n\nid: two\ndata: ${JSON.stringify(answer(seen.message.id, 'lost')).slice(0, 20)}`);
    setTimeout(() => response.end(), 30);
    return true;
  });
  const link = must(await upstreams.acquire('remote', owner('a').owner));
  expect(textOf(await call(link, 'cut'))).toBe('behind one');
});

test('what a server says on the stream of one request answers no other', async () => {
  const held: { id: number | undefined; response: ServerResponse }[] = [];
  const { upstreams } = await trick((seen, response) => {
    const name = seen.message?.params?.name;
    if (typeof name !== 'string') return false;
    held.push({ id: seen.message?.id, response });
    if (held.length < 2) return true;
    const [first, second] = held.splice(0) as [(typeof held)[0], (typeof held)[0]];
    if (name === 'as json') {
      json(first.response, answer(second.id, 'swapped'));
      json(second.response, answer(first.id, 'swapped'));
    } else {
      const [one, other] = [stream(first.response), stream(second.response)];
      one(answer(second.id, 'swapped'));
      one(answer(first.id, 'right'));
      other(answer(second.id, 'right'));
    }
    return true;
  });
  const link = must(await upstreams.acquire('remote', owner('a').owner));
  const swapped = await Promise.allSettled([call(link, 'as json'), call(link, 'as json')]);
  expect(swapped.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const streamed = await Promise.all([call(link, 'as streams'), call(link, 'as streams')]);
  expect(streamed.map(textOf)).toEqual(['right', 'right']);
});
