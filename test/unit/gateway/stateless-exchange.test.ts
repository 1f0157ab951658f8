import { expect, it } from 'vitest';
import type { HttpReply } from '../../../electron/core/gateway/http-reply.js';
import { createStatelessExchange } from '../../../electron/core/gateway/stateless-exchange.js';
import { systemClock } from '../../../electron/core/ports/clock.js';

it('a client that does not read what is told during its request is cut off, which cancels the request', () => {
  let closed: () => void = () => {};
  const is = { headersSent: false, destroyed: false, writableLength: 0 };
  const reply: HttpReply = Object.assign(is, {
    writeHead: () => reply,
    write(chunk: string | Buffer) {
      is.writableLength += chunk.length;
      return false;
    },
    destroy() {
      is.destroyed = true;
      closed();
      return reply;
    },
    end: () => reply,
    on(_event: 'close', listener: () => void) {
      closed = listener;
      return reply;
    },
    cork() {},
    uncork() {},
  });
  let gone = 0;
  const request = { id: 1, method: 'tools/call', wantsLogs: true, acceptsStream: true };
  const exchange = createStatelessExchange(systemClock, reply, request, () => void gone++);
  const megabyte = Buffer.alloc(1024 * 1024, 32);
  for (let i = 0; i < 100; i++) exchange.push(megabyte);
  expect([is.destroyed, gone, exchange.open]).toEqual([true, 1, false]);
  expect(is.writableLength).toBeLessThan(18 * megabyte.length);
});

it('a client that is gone before there is an exchange has none', () => {
  const reply = { headersSent: false, destroyed: true, on: () => reply } as unknown as HttpReply;
  const request = { id: 1, method: 'tools/call', wantsLogs: true, acceptsStream: true };
  const exchange = createStatelessExchange(systemClock, reply, request, () => {});
  expect(exchange.open).toBe(false);
  exchange.push(Buffer.from('{}'));
  exchange.answer(Buffer.from('{}'));
});
