import type { ServerResponse } from 'node:http';
import type { Clock } from '../ports/clock.js';
import type { Exchange } from './channel.js';
import type { EventLog } from './event-log.js';
import type { Slotted } from './slots.js';
import { openEventStream, type EventStream } from './sse.js';

/**
 * The answer to one POST: plain JSON when nothing has to be said before it, else an event stream from the first message on. A client
 * that loses the stream comes back for the rest by `Last-Event-ID`; losing the connection does not cancel the request (MCP to 2025-11-25).
 */
export interface HttpExchange extends Exchange, Slotted {
  /** the newest of a session has the highest */
  readonly serial: number;
  /** name of its stream in the event log */
  readonly stream: string;
  /** whether messages may be pushed: the client accepts event streams and the answer is still to come */
  readonly open: boolean;
  readonly streaming: boolean;
  /** ends the stream without an answer of its own: its messages were all pushed */
  finish(): void;
  /** carries on at another connection, behind `serial` */
  resume(response: ServerResponse, serial: number): void;
}

export interface ExchangeStart {
  readonly clock: Clock;
  readonly log: EventLog;
  readonly serial: number;
  readonly response: ServerResponse;
  readonly acceptsStream: boolean;
  /** where a message goes when the client takes no event stream here */
  readonly elsewhere: (bytes: Buffer) => void;
  /** called once, when nothing more will be sent */
  readonly done: (exchange: HttpExchange) => void;
}

export const streamOf = (serial: number): string => `p${serial}`;

export function createHttpExchange(start: ExchangeStart): HttpExchange {
  let events: EventStream | undefined;
  let streaming = false;
  let over = false;
  const { response } = start;
  const stream = streamOf(start.serial);
  // a connection that is lost is noticed when something is to be written
  const lost = () => response.destroyed;

  const startStream = (to: ServerResponse) => {
    const opened = openEventStream(start.clock, to, {}, () => {
      if (events === opened) events = undefined;
    });
    events = opened;
  };
  const emit = (bytes: Buffer) => {
    if (!streaming) {
      streaming = true;
      if (!lost()) startStream(response);
    }
    const event = start.log.append(stream, bytes);
    events?.write(event);
  };
  const finish = () => {
    if (over) return;
    over = true;
    if (streaming) events?.end();
    else if (!lost()) {
      if (start.acceptsStream) response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }).end();
      else response.writeHead(202).end();
    }
    start.done(exchange);
  };

  const exchange: HttpExchange = {
    slot: -1,
    serial: start.serial,
    stream,
    get open() {
      return !over && start.acceptsStream;
    },
    get streaming() {
      return streaming;
    },
    push(bytes) {
      if (over || !start.acceptsStream) start.elsewhere(bytes);
      else emit(bytes);
    },
    answer(bytes) {
      if (over) return;
      if (streaming) {
        emit(bytes);
        return finish();
      }
      over = true;
      if (!lost()) response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
      start.done(exchange);
    },
    drop: finish,
    finish,
    resume(to, serial) {
      events?.end();
      startStream(to);
      for (const event of start.log.after(stream, serial)) events?.write(event);
    },
  };
  return exchange;
}
