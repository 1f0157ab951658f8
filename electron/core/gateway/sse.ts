import type { Clock } from '../ports/clock.js';
import { eventId, type LoggedEvent } from './event-log.js';
import { oneLine } from './wire.js';
import type { HttpReply } from './http-reply.js';

/** An open event stream (HTML Living Standard, server-sent events) with a comment every 15 s, so that nobody takes it for dead. */
export interface EventStream {
  write(event: LoggedEvent): void;
  /** ends the stream; the client may come back, after `retryMs` where that is given */
  end(retryMs?: number): void;
}

const keepAliveMs = 15_000;
/** a reader that is this far behind is cut off; it may resume */
const maxBehindBytes = 16 * 1024 * 1024;

/** Starts a stream on a response whose head was not written yet. `closed` is called once, whoever ends it. */
export function openEventStream(clock: Clock, response: HttpReply, headers: Record<string, string>, closed: () => void): EventStream {
  let stop: () => void = () => {};
  const beat = () => {
    response.write(': still here\n\n');
    stop = clock.after(keepAliveMs, beat);
  };
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform', ...headers });
  response.write('retry: 2000\n\n');
  stop = clock.after(keepAliveMs, beat);
  response.on('close', () => {
    stop();
    closed();
  });
  return {
    write(event) {
      if (response.writableLength > maxBehindBytes) return void response.destroy();
      response.cork();
      response.write(`event: message\nid: ${eventId(event)}\ndata: `);
      response.write(oneLine(event.bytes));
      response.write('\n\n');
      response.uncork();
    },
    end(retryMs) {
      stop();
      response.end(retryMs === undefined ? undefined : `retry: ${Math.round(retryMs)}\n\n`);
    },
  };
}
