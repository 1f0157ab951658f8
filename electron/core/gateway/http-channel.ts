import type { Clock } from '../ports/clock.js';
import type { DownstreamChannel } from './channel.js';
import { createEventLog, readEventId } from './event-log.js';
import { HttpExchange } from './http-exchange.js';
import { createSlots } from './slots.js';
import { openEventStream, type EventStream } from './sse.js';
import type { HttpReply } from './http-reply.js';

/** what a client takes as the answer to a POST; `stream-first`: it prefers a stream, and can come back for the rest of one */
export type Accepts = 'json' | 'stream' | 'stream-first';

/** Everything of one HTTP session that carries bytes: its POST exchanges and its standalone streams, over one event log. */
export interface HttpChannel extends DownstreamChannel {
  exchange(response: HttpReply, accepts: Accepts): HttpExchange;
  /** Opens the standalone stream of a GET, or resumes one behind `lastEventId`. False: that id is none of this session. */
  listen(response: HttpReply, lastEventId: string | undefined): boolean;
  readonly listening: boolean;
}

const standalone = 'g';
/** a client that opens ever more streams loses the oldest */
const maxStreams = 4;

export function createHttpChannel(clock: Clock): HttpChannel {
  const log = createEventLog();
  const streams: EventStream[] = [];
  const exchanges = createSlots<HttpExchange>();
  let serial = 0;
  let delivered = 0;
  /** a client whose stream was lost takes up what it missed when it comes back */
  let listened = false;
  let over = false;

  const newest = () =>
    exchanges.items
      .filter(({ open }) => open)
      .reduce<HttpExchange | undefined>((best, one) => (best === undefined || one.serial > best.serial ? one : best), undefined);
  const pending = (bytes: Buffer) => log.after(standalone, delivered).some((event) => event.bytes.equals(bytes));

  const channel: HttpChannel = {
    kind: 'http',
    get listening() {
      return streams.length > 0;
    },
    exchange(response, accepts) {
      const exchange = new HttpExchange({
        clock,
        log,
        serial: ++serial,
        response,
        acceptsStream: accepts !== 'json',
        elsewhere: (bytes) => channel.push(bytes, 'keep'),
        done: (ended) => exchanges.remove(ended),
      });
      exchanges.add(exchange);
      if (accepts === 'stream-first') exchange.prime();
      return exchange;
    },
    push(bytes, urgency) {
      if (over) return;
      const stream = streams.at(-1);
      if (stream) {
        const event = log.append(standalone, bytes);
        delivered = event.serial;
        return stream.write(event);
      }
      // without a standalone stream, what cannot wait travels with the newest request that is still open
      const carrier = urgency === 'now' ? newest() : undefined;
      if (carrier) carrier.push(bytes);
      else if (urgency === 'lossy' ? listened : !pending(bytes)) log.append(standalone, bytes);
    },
    listen(response, lastEventId) {
      const last = lastEventId === undefined ? undefined : readEventId(lastEventId);
      if (lastEventId !== undefined && last === undefined) return false;
      if (last !== undefined && last.stream !== standalone) {
        const exchange = exchanges.items.find(({ stream }) => stream === last.stream);
        if (exchange?.streaming) exchange.resume(response, last.serial);
        else replay(response, last.stream, last.serial);
        return true;
      }
      const stream = openEventStream(clock, response, {}, () => {
        const at = streams.indexOf(stream);
        if (at !== -1) streams.splice(at, 1);
      });
      streams.push(stream);
      listened = true;
      if (streams.length > maxStreams) streams[0]?.end();
      for (const event of log.after(standalone, last?.serial ?? delivered)) {
        stream.write(event);
        delivered = Math.max(delivered, event.serial);
      }
      return true;
    },
    close() {
      over = true;
      for (const stream of [...streams]) stream.end();
      for (const exchange of [...exchanges.items]) exchange.drop();
    },
  };

  /** What is left of a stream whose request has been answered. */
  function replay(response: HttpReply, name: string, after: number): void {
    const stream = openEventStream(clock, response, {}, () => {});
    for (const event of log.after(name, after)) stream.write(event);
    stream.end();
  }

  return channel;
}
