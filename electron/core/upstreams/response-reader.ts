import type { HttpHead } from './http-client.js';

export interface ResponseSink {
  head(head: HttpHead): void;
  data(chunk: Buffer): void;
  /** the response is whole; `reusable`: its connection may carry another request */
  end(reusable: boolean): void;
}

/** What came is no HTTP/1.1 response, or two readers could understand it differently. */
export class MalformedResponse extends Error {
  readonly code = 'BAD_RESPONSE';
}

const maxHeadBytes = 64 * 1024;
const maxChunkLine = 1024;
const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?$/;
/** RFC 9112 5: no space before the colon, no folded lines */
const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*)$/;
const chunkLine = /^([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?$/;

/**
 * Reads one response after the other off the bytes of a connection (RFC 9112), in any pieces; `push` throws `MalformedResponse`. Lengths that
 * contradict each other are refused, never guessed.
 */
export class ResponseReader {
  private state: 'head' | 'counted' | 'chunk-line' | 'chunk' | 'chunk-end' | 'trailers' | 'until-close' | 'over' = 'head';
  private unread: Buffer | undefined;
  private left = 0;
  private keeps = false;

  constructor(private readonly sink: ResponseSink) {}

  push(bytes: Buffer): void {
    let rest: Buffer | undefined = this.unread === undefined ? bytes : Buffer.concat([this.unread, bytes]);
    this.unread = undefined;
    while (rest !== undefined && rest.length > 0) rest = this.step(rest);
  }

  /** The connection ended: whether that is how this response ends. */
  closed(): boolean {
    if (this.state !== 'until-close') return false;
    this.keeps = false;
    this.finish(undefined);
    return true;
  }

  /** Takes what it can and gives back the rest; undefined when there is nothing left to do. */
  private step(bytes: Buffer): Buffer | undefined {
    switch (this.state) {
      case 'head':
        return this.readHead(bytes);
      case 'counted':
      case 'chunk':
        return this.readPart(bytes);
      case 'chunk-line':
        return this.readChunkLine(bytes);
      case 'chunk-end':
        if (bytes.length < 2) return this.keep(bytes);
        if (bytes[0] !== 13 || bytes[1] !== 10) throw new MalformedResponse('a chunk is longer than it says');
        this.state = 'chunk-line';
        return bytes.subarray(2);
      case 'trailers':
        return this.readTrailers(bytes);
      case 'until-close':
        this.sink.data(bytes);
        return undefined;
      case 'over':
        throw new MalformedResponse('it says more than it was asked');
    }
  }

  private readHead(bytes: Buffer): Buffer | undefined {
    const end = bytes.indexOf('\r\n\r\n');
    if (end === -1) {
      // another protocol's greeting, or lines that end otherwise: the end would never come
      if (!'HTTP/1.'.startsWith(bytes.toString('latin1', 0, 7)) || bytes.includes('\n\n')) throw new MalformedResponse('it is no HTTP/1.1');
      return this.keep(bytes, maxHeadBytes);
    }
    const rest = bytes.subarray(end + 4);
    const lines = bytes.toString('latin1', 0, end).split('\r\n');
    const status = statusLine.exec(lines[0] as string);
    if (status === null) throw new MalformedResponse('it is no HTTP/1.1');
    const code = Number(status[2]);
    const headers = new Map<string, string>();
    for (let i = 1; i < lines.length; i++) {
      const line = headerLine.exec(lines[i] as string);
      if (line === null) throw new MalformedResponse('a header is not valid');
      const name = (line[1] as string).toLowerCase();
      const value = (line[2] as string).trimEnd();
      if (!headers.has(name)) headers.set(name, value);
      else if (name === 'content-length' || name === 'transfer-encoding') throw new MalformedResponse(`it has two headers ${name}`);
    }
    if (code === 101) throw new MalformedResponse('it changes the protocol');
    if (code < 200) return rest;
    const connection = headers.get('connection')?.toLowerCase();
    this.keeps = status[1] === '1' ? connection === undefined || !/\bclose\b/.test(connection) : false;
    this.state = this.bodyOf(code, headers);
    this.sink.head({ status: code, header: (name) => headers.get(name) });
    return this.state === 'over' ? this.finish(rest) : rest;
  }

  private bodyOf(code: number, headers: ReadonlyMap<string, string>): ResponseReader['state'] {
    const length = headers.get('content-length');
    const coding = headers.get('transfer-encoding');
    if (length !== undefined && coding !== undefined) throw new MalformedResponse('it has a length and chunks');
    if (code === 204 || code === 304) return 'over';
    if (coding !== undefined) {
      if (coding.toLowerCase() !== 'chunked') throw new MalformedResponse('its transfer encoding is not known');
      return 'chunk-line';
    }
    if (length === undefined) return 'until-close';
    if (!/^\d{1,15}$/.test(length)) throw new MalformedResponse('its length is no number');
    this.left = Number(length);
    return this.left === 0 ? 'over' : 'counted';
  }

  private readPart(bytes: Buffer): Buffer | undefined {
    const part = bytes.length <= this.left ? bytes : bytes.subarray(0, this.left);
    this.left -= part.length;
    this.sink.data(part);
    if (this.left > 0) return undefined;
    const rest = bytes.subarray(part.length);
    if (this.state === 'counted') return this.finish(rest);
    this.state = 'chunk-end';
    return rest;
  }

  private readChunkLine(bytes: Buffer): Buffer | undefined {
    const end = bytes.indexOf('\r\n');
    if (end === -1) return this.keep(bytes, maxChunkLine);
    const size = chunkLine.exec(bytes.toString('latin1', 0, end))?.[1];
    if (size === undefined) throw new MalformedResponse('a chunk has no length');
    this.left = parseInt(size, 16);
    this.state = this.left === 0 ? 'trailers' : 'chunk';
    return bytes.subarray(end + 2);
  }

  private readTrailers(bytes: Buffer): Buffer | undefined {
    if (bytes.length < 2) return this.keep(bytes);
    if (bytes[0] === 13 && bytes[1] === 10) return this.finish(bytes.subarray(2));
    const end = bytes.indexOf('\r\n\r\n');
    return end === -1 ? this.keep(bytes, maxHeadBytes) : this.finish(bytes.subarray(end + 4));
  }

  private finish(rest: Buffer | undefined): undefined {
    this.state = 'over';
    this.sink.end(this.keeps && (rest === undefined || rest.length === 0));
    return undefined;
  }

  private keep(bytes: Buffer, most = Infinity): undefined {
    if (bytes.length > most) throw new MalformedResponse('a line has no end');
    this.unread = bytes;
    return undefined;
  }
}
