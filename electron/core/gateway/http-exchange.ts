import type { Clock } from '../ports/clock.js';
import type { Exchange } from './channel.js';
import type { EventLog } from './event-log.js';
import type { Slotted } from './slots.js';
import { openEventStream, type EventStream } from './sse.js';
import type { HttpReply } from './http-reply.js';

export interface ExchangeStart {
  readonly clock: Clock;
  readonly log: EventLog;
  /** the newest of a session has the highest */
  readonly serial: number;
  readonly response: HttpReply;
  readonly acceptsStream: boolean;
  /** where a message goes when the client takes no event stream here */
  readonly elsewhere: (bytes: Buffer) => void;
  /** called once, when nothing more will be sent */
  readonly done: (exchange: HttpExchange) => void;
}

const oneWriteBytes = 16 * 1024;

/** Node writes the head and a small body together only where the body is text; latin1 carries any byte as it is. */
function endWith(response: HttpReply, bytes: Buffer): void {
  if (bytes.length <= oneWriteBytes) response.end(bytes.toString('latin1'), 'latin1');
  else response.end(bytes);
}

/**
 * The answer to one POST: plain JSON when nothing has to be said before it, else an event stream from the first message on. A client
 * that loses the stream comes back for the rest by `Last-Event-ID`; losing the connection does not cancel the request (MCP to 2025-11-25).
 * A class because there is one per call: getters of an object literal would give each its own hidden class.
 */
export class HttpExchange implements Exchange, Slotted {
  slot = -1;
  streaming = false;
  private over = false;
  private primed = false;
  private events: EventStream | undefined;
  private readonly start: ExchangeStart;

  constructor(start: ExchangeStart) {
    this.start = start;
  }

  get serial(): number {
    return this.start.serial;
  }

  /** name of its stream in the event log */
  get stream(): string {
    return `p${this.start.serial}`;
  }

  /** whether messages may be pushed: the client accepts event streams and the answer is still to come */
  get open(): boolean {
    return !this.over && this.start.acceptsStream;
  }

  push(bytes: Buffer): void {
    if (this.open) this.emit(bytes);
    else this.start.elsewhere(bytes);
  }

  answer(bytes: Buffer): void {
    if (this.over) return;
    if (this.streaming) {
      this.emit(bytes);
      return this.finish();
    }
    this.over = true;
    const { response } = this.start;
    // a connection that is lost is noticed when something is to be written
    if (!response.destroyed)
      endWith(response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }), bytes);
    this.start.done(this);
  }

  answerText(text: string): void {
    if (this.over || this.streaming) return this.answer(Buffer.from(text, 'latin1'));
    this.over = true;
    const { response } = this.start;
    if (!response.destroyed)
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length }).end(text, 'latin1');
    this.start.done(this);
  }

  answerParts(head: Buffer, rest: Buffer, written: (() => void) | undefined): void {
    if (this.over || this.streaming) {
      this.answer(Buffer.concat([head, rest]));
      return written?.();
    }
    this.over = true;
    const { response } = this.start;
    if (!response.destroyed) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': head.length + rest.length });
      response.cork();
      response.write(head);
      response.write(rest, written);
      response.uncork();
      response.end();
    }
    this.start.done(this);
  }

  drop(): void {
    this.finish();
  }

  /**
   * Starts the stream before there is anything to say, with an event that has an id and no data: from here on the client can come back
   * (MCP 2025-11-25, streamable HTTP, sending messages). For clients of that version which put streams first.
   */
  prime(): void {
    if (!this.open || this.streaming) return;
    this.primed = true;
    this.emit(Buffer.alloc(0));
  }

  pause(retryMs: number): void {
    if (!this.primed || this.over) return;
    this.events?.end(retryMs);
    this.events = undefined;
  }

  /** ends without an answer of its own: all its messages were pushed, or there will be none */
  finish(): void {
    if (this.over) return;
    this.over = true;
    const { response, acceptsStream } = this.start;
    if (this.streaming) this.events?.end();
    else if (!response.destroyed) {
      if (acceptsStream) response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }).end();
      else response.writeHead(202).end();
    }
    this.start.done(this);
  }

  /** carries on at another connection, behind `serial` */
  resume(to: HttpReply, serial: number): void {
    this.events?.end();
    this.openStream(to);
    for (const event of this.start.log.after(this.stream, serial)) this.events?.write(event);
  }

  private openStream(to: HttpReply): void {
    const opened = openEventStream(this.start.clock, to, {}, () => {
      if (this.events === opened) this.events = undefined;
    });
    this.events = opened;
  }

  private emit(bytes: Buffer): void {
    if (!this.streaming) {
      this.streaming = true;
      if (!this.start.response.destroyed) this.openStream(this.start.response);
    }
    // logged first: a client that is away just now comes back for it
    const event = this.start.log.append(this.stream, bytes);
    this.events?.write(event);
  }
}
