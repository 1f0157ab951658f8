import { expect, it } from 'vitest';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import { HeldBack } from '../../../electron/core/ports/upstreams.js';
import { createByteRing } from '../../../electron/core/upstreams/byte-ring.js';
import { createRpcPeer } from '../../../electron/core/upstreams/rpc-peer.js';
import { openStdioWire } from '../../../electron/core/upstreams/stdio-wire.js';
import type { Wire, WireSink } from '../../../electron/core/upstreams/wire.js';
import { fakeClock } from '../../support/fake-clock.js';

const echoing = `
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, params } = JSON.parse(line);
    if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, result: params }));
  });`;

function peerOver(open: (sink: WireSink) => Wire) {
  return createRpcPeer<string>(
    open,
    { notified() {}, asked: () => Promise.resolve({ kind: 'result', result: {} }), noise() {}, resumed() {}, closed() {} },
    { clock: fakeClock(), logger: silentLogger, server: 's' },
  );
}

/** Asks to leave, and notes when. */
function asking(what: string, happened: string[], held?: Error) {
  return {
    timeoutMs: 10_000,
    passage: {
      leave() {
        happened.push(what);
        if (held !== undefined) throw held;
      },
      mayGoOn: () => true,
    },
  };
}
const said = (answer: { readonly bytes: Buffer }): unknown => (JSON.parse(answer.bytes.toString()) as { result: { n: number } }).result.n;

it('a wire that sends at once is given nothing before the call was asked, and nothing of one that is held back', async () => {
  const happened: string[] = [];
  const peer = peerOver(() => ({
    send: (text) => void happened.push(`sent ${(JSON.parse(text) as { params: { n: number } }).params.n}`),
    ...{ ready: () => Promise.resolve(), forget() {}, close: () => Promise.resolve(), processes: 0 },
  }));
  void peer.request('tools/call', { n: 1 }, asking('asked 1', happened));
  const held = new HeldBack('the call was held back');
  let fault: unknown;
  peer.request('tools/call', { n: 2 }, asking('asked 2', happened, held)).catch((error: unknown) => (fault = error));
  await new Promise((resolve) => setImmediate(resolve));
  expect(fault).toBe(held);
  expect(happened).toEqual(['asked 1', 'sent 1', 'asked 2']);
  expect([...peer.waiting()].map(({ id }) => id)).toEqual([1]);
});

it('what a turn gathers for a program is asked when it is written: who is held back is not sent, and holds up nobody', async () => {
  const happened: string[] = [];
  const peer = peerOver((sink) =>
    openStdioWire({ command: process.execPath, args: ['-e', echoing], cwd: process.cwd(), env: {} }, sink, {
      clock: fakeClock(),
      stderr: createByteRing(1000),
      watchdog: { watch() {}, unwatch() {} } as never,
      maxAnswerBytes: () => 1000,
    }),
  );
  const alone = peer.request('tools/call', { n: 1 }, asking('asked 1', happened));
  // nobody to wait for: it is on its way
  expect(happened).toEqual(['asked 1']);
  const held = new HeldBack('the call was held back');
  const together = [
    peer.request('tools/call', { n: 2 }, asking('asked 2', happened)),
    peer.request('tools/call', { n: 3 }, asking('asked 3', happened, held)),
    peer.request('tools/call', { n: 4 }, asking('asked 4', happened)),
  ];
  peer.notify('notifications/x', {});
  expect(happened).toEqual(['asked 1']);
  const got = await Promise.allSettled([alone, ...together]);
  expect(happened).toEqual(['asked 1', 'asked 2', 'asked 3', 'asked 4']);
  expect(got.map((one) => (one.status === 'fulfilled' ? said(one.value) : (one.reason as Error)))).toEqual([1, 2, held, 4]);
  expect([...peer.waiting()]).toEqual([]);
  await peer.close();
});
