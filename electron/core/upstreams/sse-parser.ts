import { Pieces } from '../ports/pieces.js';

export interface SseEvent {
  /** `message` when the stream names none */
  readonly type: string;
  /** the data lines, joined by a space: they carry JSON, where a line end between tokens means the same */
  readonly data: Buffer;
}

export interface SseSink {
  event(event: SseEvent): void;
  /** the server's wish, in ms, for how long to wait before reconnecting */
  retry(ms: number): void;
  /** an event passed the cap; it is thrown away, the stream goes on. `head` is how its data begins. */
  tooLarge(head: Buffer): void;
}

const LF = 10;
const CR = 13;
const headBytes = 4096;
const space = Buffer.from(' ');
/** what may go back in a header (RFC 9110 5.5), one character a byte */
const headerText = /^[!-~\x80-\xff](?:[\t\x20-~\x80-\xff]*[!-~\x80-\xff])?$/;

/** Server-sent events (WHATWG HTML, section 9.2) as a pure state machine over any split of the bytes; LF, CRLF and CR end lines. Linear in bytes. */
export function createSseParser(sink: SseSink, maxBytes: () => number) {
  const unfinished = new Pieces();
  let size = 0;
  let type = '';
  const data = new Pieces();
  let lines = 0;
  let id: string | undefined;
  let lastId: string | undefined;
  let oversize = false;
  let skipLf = false;
  let started = false;

  const tooLarge = (head: Buffer): void => {
    if (oversize) return;
    oversize = true;
    data.clear();
    sink.tooLarge(head);
  };

  const line = (bytes: Buffer): void => {
    if (bytes.length === 0) {
      // an event that breaks off is still to come: whoever resumes asks for it again
      lastId = id;
      const event = { type: type === '' ? 'message' : type, data: data.take() };
      const isWhole = lines > 0 && !oversize;
      type = '';
      lines = 0;
      oversize = false;
      if (isWhole) sink.event(event);
      return;
    }
    const colon = bytes.indexOf(58);
    if (colon === 0) return;
    const field = bytes.toString('latin1', 0, colon === -1 ? bytes.length : Math.min(colon, 16));
    const value = colon === -1 ? bytes.subarray(bytes.length) : bytes.subarray(colon + (bytes[colon + 1] === 32 ? 2 : 1));
    if (field === 'data') {
      if (oversize) return;
      // a line costs at least the space that joins it
      if (lines++ > 0) data.add(space);
      if (data.bytes + value.length > maxBytes()) {
        data.add(value.subarray(0, headBytes));
        tooLarge(data.take().subarray(0, headBytes));
      } else data.add(value);
    } else if (field === 'event') type = value.toString('utf8', 0, 200);
    else if (field === 'id') {
      if (value.length <= 4096 && !value.includes(0)) id = value.toString('latin1');
    } else if (field === 'retry' && /^\d{1,9}$/.test(value.toString('latin1'))) sink.retry(Number(value.toString('latin1')));
  };

  const endLine = (): void => {
    const whole = unfinished.take();
    const wasCut = size > maxBytes() + 64;
    size = 0;
    if (!started) {
      started = true;
      if (whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf) return line(whole.subarray(3));
    }
    if (!wasCut) line(whole);
  };

  return {
    push(chunk: Buffer): void {
      let at = 0;
      let lf = -2;
      let cr = -2;
      while (at < chunk.length) {
        if (skipLf) {
          skipLf = false;
          if (chunk[at] === LF) {
            at += 1;
            continue;
          }
        }
        if (lf !== -1 && lf < at) lf = chunk.indexOf(LF, at);
        if (cr !== -1 && cr < at) cr = chunk.indexOf(CR, at);
        const end = lf === -1 ? cr : cr === -1 ? lf : Math.min(lf, cr);
        const part = chunk.subarray(at, end === -1 ? chunk.length : end);
        size += part.length;
        if (size > maxBytes() + 64) {
          if (!oversize) {
            unfinished.add(part);
            const head = unfinished.take().subarray(0, headBytes + 6);
            tooLarge(head.subarray(head.indexOf(58) + (head[head.indexOf(58) + 1] === 32 ? 2 : 1)));
          }
          unfinished.clear();
        } else unfinished.add(part);
        if (end === -1) return;
        skipLf = end === cr;
        at = end + 1;
        endLine();
      }
    },
    /** the id of the last whole event, as a header carries it back; undefined where the stream named none, took it back, or named one that no header may hold */
    lastId: (): string | undefined => (lastId !== undefined && headerText.test(lastId) ? lastId : undefined),
  };
}
