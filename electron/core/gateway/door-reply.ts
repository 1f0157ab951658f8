import type { Socket } from 'node:net';
import type { HttpReply } from './http-reply.js';

const phrases: Readonly<Record<number, string>> = {
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  404: 'Not Found',
  406: 'Not Acceptable',
  500: 'Internal Server Error',
};

/** a body up to this size goes out with its head in one piece of text, which the runtime writes without a copy of its own */
const oneWriteBytes = 16 * 1024;

/**
 * The answer to one request that the door took: one write for an answer that is ready (RFC 9112), chunks for a stream. A class because there
 * is one per call.
 */
export class DoorReply implements HttpReply {
  headersSent = false;
  private status = 200;
  private headers: Record<string, string | number> | undefined;
  /** the body goes out as it is, in as many bytes as the head says; else in chunks */
  private isCounted = false;
  private finished = false;
  private lost = false;
  private listeners: (() => void)[] | undefined;

  constructor(
    private readonly socket: Socket,
    /** the Date header's line, RFC 9110 6.6.1 */
    private readonly dateLine: () => string,
    private readonly done: (reply: DoorReply) => void,
    /** a piece of a stream has to wait */
    private readonly behind: (socket: Socket) => void,
  ) {}

  get destroyed(): boolean {
    return this.lost;
  }

  get writableLength(): number {
    return this.socket.writableLength;
  }

  writeHead(status: number, headers: Record<string, string | number> = {}): this {
    this.status = status;
    this.headers = headers;
    this.headersSent = true;
    return this;
  }

  write(chunk: string | Buffer, written?: () => void): boolean {
    if (this.finished || this.lost) return false;
    if (this.headers?.['content-length'] !== undefined) {
      this.isCounted = true;
      this.sendHead('');
    }
    if (this.isCounted) return this.socket.write(chunk, written);
    this.sendHead('transfer-encoding: chunked\r\n');
    return this.chunk(chunk, written);
  }

  end(chunk?: string | Buffer, encoding: BufferEncoding = 'utf8'): this {
    if (this.finished || this.lost) return this;
    const { socket } = this;
    if (this.headers === undefined) {
      // a body that was begun
      if (this.isCounted) {
        if (chunk !== undefined) socket.write(chunk, encoding);
      } else {
        if (chunk !== undefined && chunk.length > 0) this.chunk(chunk);
        socket.write('0\r\n\r\n', 'latin1');
      }
    } else {
      const own = this.headers['content-length'] === undefined ? `content-length: ${byteLength(chunk, encoding)}\r\n` : '';
      const head = this.head(own);
      this.headers = undefined;
      if (chunk === undefined) socket.write(head, 'latin1');
      else if (typeof chunk === 'string' && encoding === 'latin1') socket.write(head + chunk, 'latin1');
      else if (typeof chunk !== 'string' && chunk.length <= oneWriteBytes) socket.write(head + chunk.toString('latin1'), 'latin1');
      else {
        socket.cork();
        socket.write(head, 'latin1');
        socket.write(chunk, encoding);
        socket.uncork();
      }
    }
    this.finish();
    return this;
  }

  cork(): void {
    this.socket.cork();
  }

  uncork(): void {
    this.socket.uncork();
  }

  destroy(): this {
    this.socket.destroy();
    return this;
  }

  on(_event: 'close', listener: () => void): this {
    if (this.finished || this.lost) queueMicrotask(listener);
    else (this.listeners ??= []).push(listener);
    return this;
  }

  /** the connection is gone */
  lose(): void {
    if (this.finished || this.lost) return;
    this.lost = true;
    this.tell();
  }

  private sendHead(more: string): void {
    if (this.headers === undefined) return;
    const head = this.head(more);
    this.headers = undefined;
    this.socket.write(head, 'latin1');
  }

  private head(more: string): string {
    let text = `HTTP/1.1 ${this.status} ${phrases[this.status] ?? 'Status'}\r\n`;
    for (const name in this.headers) text += `${name}: ${this.headers[name] as string | number}\r\n`;
    return `${text}${more}${this.dateLine()}\r\n`;
  }

  private chunk(chunk: string | Buffer, written?: () => void): boolean {
    const size = byteLength(chunk, 'utf8');
    if (size === 0) return true;
    this.socket.cork();
    this.socket.write(`${size.toString(16)}\r\n`, 'latin1');
    this.socket.write(chunk);
    const room = this.socket.write('\r\n', 'latin1', written);
    this.socket.uncork();
    if (!room) this.behind(this.socket);
    return room;
  }

  private finish(): void {
    this.finished = true;
    this.done(this);
    this.tell();
  }

  private tell(): void {
    const { listeners } = this;
    this.listeners = undefined;
    for (const listener of listeners ?? []) listener();
  }
}

const byteLength = (chunk: string | Buffer | undefined, encoding: BufferEncoding): number =>
  chunk === undefined ? 0 : typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.length;
