import { expect, it } from 'vitest';
import { createHttpChannel } from '../../../electron/core/gateway/http-channel.js';
import type { HttpReply } from '../../../electron/core/gateway/http-reply.js';
import { fakeClock } from '../../support/fake-clock.js';

/** A connection that can be lost, and what was written to it. */
function connection() {
  let text = '';
  let closed: () => void = () => {};
  const reply: HttpReply = {
    headersSent: false,
    destroyed: false,
    writableLength: 0,
    writeHead: () => reply,
    write(chunk) {
      text += chunk.toString();
      return true;
    },
    end: () => reply,
    cork() {},
    uncork() {},
    destroy: () => reply,
    on(_event, listener) {
      closed = listener;
      return reply;
    },
  };
  return { reply, lose: () => closed(), heard: () => [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => data) };
}

it('keeps log messages for a client that lost its standing stream, each of them, and for none that never had one', () => {
  const channel = createHttpChannel(fakeClock());
  const log = (text: string) => channel.push(Buffer.from(text), 'lossy');
  log('"before anybody listened"');
  const [first, second, third] = [connection(), connection(), connection()];
  channel.listen(first.reply, undefined);
  log('1');
  first.lose();
  for (const text of ['2', '3', '3']) log(text);
  channel.listen(second.reply, 'g-1');
  log('4');
  second.lose();
  log('5');
  channel.listen(third.reply, undefined);
  expect([first, second, third].map(({ heard }) => heard())).toEqual([['1'], ['2', '3', '3', '4'], ['5']]);
});
