import { describe, expect, it } from 'vitest';
import { Cancel, type CancelSignal } from '../../../electron/core/ports/cancel.js';
import type { Answer } from '../../../electron/core/ports/messages.js';
import { CallCancelled, FateUnknown } from '../../../electron/core/ports/upstreams.js';
import { errorAnswer } from '../../../electron/core/upstreams/own-answers.js';
import { listenToResources } from '../../../electron/core/upstreams/resource-listening.js';
import type { PeerOptions } from '../../../electron/core/upstreams/rpc-peer.js';
import { until } from '../../support/until.js';
import { fakeClock } from '../../support/fake-clock.js';

interface Listen {
  id: number;
  requestKey: string;
  uris: readonly string[];
  end: (how: Answer | Error) => void;
  cancelled: boolean;
}

/** A server without a handshake, as far as standing requests go. */
function serverWith(known: readonly string[] = []) {
  const listens: Listen[] = [];
  const clock = fakeClock();
  const uris = new Set(known);
  const peer = {
    ended: undefined,
    waiting: () => listens.map(({ id, requestKey }) => ({ id, requestKey, by: undefined, method: 'subscriptions/listen' })),
    request: (_method: string, params: unknown, { requestKey = '', signal }: PeerOptions) =>
      new Promise<Answer>((resolve, reject) => {
        const { notifications } = params as { notifications: { resourceSubscriptions: readonly string[] } };
        const end = (how: Answer | Error) => (how instanceof Error ? reject(how) : resolve(how));
        const listen: Listen = { id: listens.length + 1, requestKey, uris: notifications.resourceSubscriptions, end, cancelled: false };
        signal?.addEventListener('abort', () => ((listen.cancelled = true), reject(new CallCancelled('cancelled'))));
        listens.push(listen);
      }),
  };
  const listening = listenToResources(peer, uris, { clock, server: 's' });
  const asked = (count: number) => until(`${count} standing requests`, () => listens.length === count);
  return {
    listens,
    uris,
    clock,
    listening,
    asked,
    agree: (at: number, agreed: unknown = listens[at]?.uris) =>
      listening.acknowledged({
        notifications: { resourceSubscriptions: agreed as string[] },
        _meta: { 'io.modelcontextprotocol/subscriptionId': listens[at]?.id ?? 0 },
      }),
    subscribe: (uri: string, signal: CancelSignal = new Cancel()) => listening.subscribe(uri, { timeoutMs: 5000, signal }),
    async subscribed(uri: string) {
      const before = listens.length;
      const answer = this.subscribe(uri);
      await asked(before + 1);
      this.agree(before);
      return answer;
    },
  };
}

describe('resources of a server without a handshake', () => {
  it('are asked for by one standing request, the one before being ended once the next is agreed to', async () => {
    const server = serverWith();
    expect((await server.subscribed('x:a')).kind).toBe('result');
    const second = server.subscribe('x:b');
    await server.asked(2);
    expect(server.listens.map(({ uris, cancelled }) => [uris, cancelled])).toEqual([
      [['x:a'], false],
      [['x:a', 'x:b'], false],
    ]);
    server.agree(0); // an old word changes nothing
    server.agree(1);
    expect((await second).kind).toBe('result');
    expect(server.listens.map(({ cancelled }) => cancelled)).toEqual([true, false]);
    expect((await server.subscribe('x:a')).kind).toBe('result');
    expect(server.listens).toHaveLength(2);
    const gone = server.listening.unsubscribe('x:a');
    await server.asked(3);
    server.agree(2);
    await gone;
    expect(server.listens.map(({ uris, cancelled }) => [uris.join(), cancelled]).slice(1)).toEqual([
      ['x:a,x:b', true],
      ['x:b', false],
    ]);
    await server.listening.unsubscribe('x:b');
    expect(server.listens.every(({ cancelled }) => cancelled)).toBe(true);
  });

  it('are no subscription where the server does not agree, refuses, is silent or lost, or the caller goes', async () => {
    const server = serverWith();
    const answerTo = async (settle: (at: number) => void, signal?: CancelSignal) => {
      const at = server.listens.length;
      const answer = server.subscribe('x:a', signal).catch((fault: unknown) => fault);
      await server.asked(at + 1);
      settle(at);
      return answer;
    };
    expect(await answerTo((at) => server.agree(at, []))).toMatchObject({ kind: 'error' });
    expect(await answerTo((at) => server.agree(at, 'x:a'))).toMatchObject({ kind: 'error' });
    const refused = errorAnswer(-32601, 'no');
    expect(await answerTo((at) => server.listens[at]?.end(refused))).toBe(refused);
    expect(await answerTo((at) => server.listens[at]?.end(new FateUnknown('lost')))).toBeInstanceOf(FateUnknown);
    expect(await answerTo(() => server.clock.advance(5000))).toMatchObject({ message: 's did not answer within 5 s' });
    const caller = new Cancel();
    expect(await answerTo(() => caller.abort(), caller)).toBeInstanceOf(CallCancelled);
    expect(server.listens.slice(-2).map(({ cancelled }) => cancelled)).toEqual([true, true]);
    expect([...server.uris]).toEqual([]);
    expect((await server.subscribed('x:a')).kind).toBe('result');
  });

  it('are asked for again when the standing request breaks, and on a new connection', async () => {
    const server = serverWith();
    await server.subscribed('x:a');
    server.listens[0]?.end(new FateUnknown('lost'));
    await new Promise(setImmediate);
    server.clock.advance(2000);
    await server.asked(2);
    server.agree(1);
    expect(server.listens[1]?.uris).toEqual(['x:a']);
    const anew = serverWith(['x:a', 'x:b']);
    await anew.asked(1);
    expect(anew.listens[0]?.uris).toEqual(['x:a', 'x:b']);
  });
});
