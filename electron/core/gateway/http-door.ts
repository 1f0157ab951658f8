import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../ports/clock.js';
import { Pieces } from '../ports/pieces.js';
import { DoorReply } from './door-reply.js';
import { maxHeadBytes, readHead, type Head } from './http-head.js';
import { createSharedReads, type Reading } from './shared-reads.js';

export interface DoorOptions<Guest> {
  readonly clock: Clock;
  /** Asked before anything of the body is read. Undefined: node:http reads the request, and refuses or serves it. */
  readonly admit: (head: Head) => Guest | undefined;
  /** `body` is good until it returns. */
  readonly take: (guest: Guest, head: Head, body: Buffer, reply: DoorReply) => void;
  /** something waits until the other side reads */
  readonly behind: (socket: Socket) => void;
}

export interface Door {
  /** ends every connection that is still its own */
  close(): void;
}

const headMs = 10_000;
const requestMs = 60_000;
const idleMs = 120_000;
/** what may wait unread behind a request in flight */
const maxBehindBytes = 64 * 1024;
/** answers that nobody has read; beyond this no further request of the connection is */
const maxUnsentBytes = 1024 * 1024;
const knownHeads = 4;
const method = Buffer.from('POST ');
/** RFC 9110 15.5.9, in node:http's own words */
const late = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n';

/**
 * A shorter way in for the requests that matter: stands before node:http's own connection listener and serves plain POSTs (`readHead`) on the
 * bare socket, without a stream for each request and each answer. A connection whose next request is anything else is given to node:http
 * with every byte of that request, and stays there. INVARIANT: a byte is read by one parser only, and no request is served by both.
 */
export function openDoor<Guest>(server: Server, options: DoorOptions<Guest>): Door {
  const [rest] = server.listeners('connection') as ((this: Server, socket: Socket) => void)[];
  if (rest === undefined) throw new Error('node:http listens for no connections');
  const connections = new Set<Connection<Guest>>();
  const dateLine = datedLines(options.clock);
  const read = createSharedReads();
  server.removeAllListeners('connection');
  server.on('connection', (accepted) => {
    const connection = new Connection(accepted, read, options, dateLine, {
      handOver: (socket, unread) => {
        connections.delete(connection);
        socket.unshift(unread);
        rest.call(server, socket);
      },
      closed: () => connections.delete(connection),
    });
    connections.add(connection);
  });
  return {
    close() {
      for (const connection of [...connections]) connection.destroy();
    },
  };
}

interface Owner {
  readonly handOver: (socket: Socket, unread: Buffer) => void;
  readonly closed: () => void;
}

class Connection<Guest> {
  /** bytes that are no part of a request yet */
  private unread: Buffer | undefined;
  /** they are the beginning of a head: there is nothing to do before more comes */
  private starved = false;
  /** of the request whose body is still coming */
  private coming: { readonly head: Head; readonly guest: Guest } | undefined;
  private readonly body = new Pieces();
  private reply: DoorReply | undefined;
  private running = false;
  /** an answer is out, and the next request has to wait for its turn */
  private resting = false;
  private over = false;
  private ended = false;
  private stopTimer: (() => void) | undefined;
  /** heads of this connection as they came: a client sends the same ones again and again */
  private readonly heads: { readonly bytes: Buffer; readonly head: Head }[] = [];
  private readonly reading: Reading;
  private readonly socket: Socket;

  constructor(
    accepted: Socket,
    read: ReturnType<typeof createSharedReads>,
    private readonly options: DoorOptions<Guest>,
    private readonly dateLine: () => string,
    private readonly owner: Owner,
  ) {
    this.reading = read(accepted, this.onData);
    const { socket } = this.reading;
    this.socket = socket;
    socket.on('end', this.onEnd);
    socket.on('error', this.onError);
    socket.on('close', this.onClose);
    socket.setTimeout(idleMs, this.onIdle);
  }

  destroy(): void {
    this.socket.destroy();
  }

  private readonly onData = (chunk: Buffer): void => {
    this.unread = this.unread === undefined ? chunk : Buffer.concat([this.unread, chunk]);
    this.starved = false;
    if (this.reply === undefined && !this.resting) this.run();
    else if (this.unread.length > maxBehindBytes) this.socket.pause();
    // the next read overwrites what was not taken
    if (this.unread !== undefined) this.unread = Buffer.from(this.unread);
  };

  private readonly onEnd = (): void => {
    this.ended = true;
    this.socket.end();
  };

  private readonly onError = (): void => {
    this.socket.destroy();
  };

  private readonly onIdle = (): void => {
    if (this.reply === undefined) this.socket.destroy();
  };

  private readonly onLate = (): void => {
    this.socket.write(late, 'latin1');
    this.socket.destroy();
  };

  private readonly onClose = (): void => {
    this.over = true;
    this.stopTimer?.();
    this.owner.closed();
    this.reply?.lose();
  };

  /** One request after the other: the next is read when the one before is answered. */
  private run(): void {
    if (this.running) return;
    this.running = true;
    while (this.unread !== undefined && this.reply === undefined && !this.resting && !this.starved && !this.over) {
      const bytes = this.unread;
      this.unread = undefined;
      if (this.coming === undefined) this.readHead(bytes);
      else this.readBody(this.coming, bytes);
    }
    this.running = false;
  }

  private readHead(bytes: Buffer): void {
    const end = bytes.indexOf('\r\n\r\n');
    if (end === -1 || end > maxHeadBytes) {
      if (end !== -1 || bytes.length > maxHeadBytes || !startsAs(bytes, method)) return this.leave(bytes);
      this.unread = bytes;
      this.starved = true;
      this.stopTimer ??= this.options.clock.after(headMs, this.onLate);
      return;
    }
    const head = this.known(bytes, end) ?? this.learn(bytes, end);
    const guest = head === undefined ? undefined : this.options.admit(head);
    if (head === undefined || guest === undefined) return this.leave(bytes);
    this.stop();
    this.readBody({ head, guest }, bytes.subarray(end + 4));
  }

  private readBody(coming: { readonly head: Head; readonly guest: Guest }, bytes: Buffer): void {
    const { head, guest } = coming;
    const missing = head.bodyBytes - this.body.bytes;
    if (bytes.length < missing) {
      this.coming = coming;
      this.body.add(Buffer.from(bytes));
      this.stopTimer ??= this.options.clock.after(requestMs, this.onLate);
      return;
    }
    this.body.add(bytes.length === missing ? bytes : bytes.subarray(0, missing));
    if (bytes.length > missing) this.unread = bytes.subarray(missing);
    const body = this.body.take();
    this.coming = undefined;
    this.stop();
    this.reply = new DoorReply(this.socket, this.dateLine, this.done, this.options.behind);
    this.options.take(guest, head, body, this.reply);
  }

  private readonly done = (): void => {
    this.reply = undefined;
    const { socket } = this;
    const unsent = socket.writableLength;
    if (unsent > 0) this.options.behind(socket);
    const isBehind = unsent > maxUnsentBytes;
    if (this.over || (this.unread === undefined && !isBehind)) return;
    // requests that did not wait for an answer: others have a turn first, and whoever reads no answers is not read either
    this.resting = true;
    socket.pause();
    if (isBehind) socket.once('drain', this.goOn);
    else setImmediate(this.goOn);
  };

  private readonly goOn = (): void => {
    this.resting = false;
    if (this.over) return;
    this.socket.resume();
    this.run();
  };

  private leave(unread: Buffer): void {
    const { socket } = this;
    this.over = true;
    this.stop();
    socket.setTimeout(0, this.onIdle);
    this.reading.leave();
    for (const [event, listener] of [
      ['end', this.onEnd],
      ['error', this.onError],
      ['close', this.onClose],
    ] as const)
      socket.removeListener(event, listener);
    // the sender has ended already: nothing can be put back any more, and nobody waits
    if (this.ended) {
      this.owner.closed();
      socket.destroy();
    } else this.owner.handOver(socket, Buffer.from(unread));
  }

  private stop(): void {
    this.stopTimer?.();
    this.stopTimer = undefined;
  }

  private known(bytes: Buffer, end: number): Head | undefined {
    for (const one of this.heads) if (one.bytes.length === end && bytes.compare(one.bytes, 0, end, 0, end) === 0) return one.head;
    return undefined;
  }

  private learn(bytes: Buffer, end: number): Head | undefined {
    const head = readHead(bytes.toString('latin1', 0, end));
    if (head === undefined) return undefined;
    this.heads.unshift({ bytes: Buffer.from(bytes.subarray(0, end)), head });
    if (this.heads.length > knownHeads) this.heads.pop();
    return head;
  }
}

/** Whether `bytes` begins with `start`, as far as it goes. */
const startsAs = (bytes: Buffer, start: Buffer): boolean => {
  const length = Math.min(bytes.length, start.length);
  return bytes.compare(start, 0, length, 0, length) === 0;
};

/** The lines that end every head: the date (RFC 9110 6.6.1), written anew each second, and how long the connection is kept. */
function datedLines(clock: Clock): () => string {
  let second = -1;
  let lines = '';
  return () => {
    const now = Math.floor(clock.nowMs() / 1000);
    if (now !== second) {
      second = now;
      lines = `date: ${new Date(now * 1000).toUTCString()}\r\nconnection: keep-alive\r\nkeep-alive: timeout=${idleMs / 1000}\r\n`;
    }
    return lines;
  };
}
