export interface SseEvent {
  /** `message` when the stream names none */
  readonly type: string;
  /** the data lines, joined by a space: they carry JSON, where a line end between tokens means the same */
  readonly data: Buffer;
  readonly id: string | undefined;
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

/** Server-sent events (WHATWG HTML, section 9.2) as a pure state machine over any split of the bytes; LF, CRLF and CR end lines. Linear in bytes. */
export function createSseParser(sink: SseSink, maxBytes: () => number) {
  let parts: Buffer[] = [];
  let size = 0;
  let type = '';
  let data: Buffer[] = [];
  let dataBytes = 0;
  let id: string | undefined;
  let oversize = false;
  let skipLf = false;
  let started = false;

  const tooLarge = (head: Buffer): void => {
    if (oversize) return;
    oversize = true;
    data = [];
    sink.tooLarge(head);
  };

  const line = (bytes: Buffer): void => {
    if (bytes.length === 0) {
      if (data.length > 0 && !oversize)
        sink.event({
          type: type === '' ? 'message' : type,
          data: data.length === 1 ? (data[0] as Buffer) : Buffer.concat(data.flatMap((each, i) => (i === 0 ? [each] : [space, each]))),
          id,
        });
      type = '';
      data = [];
      dataBytes = 0;
      oversize = false;
      return;
    }
    const colon = bytes.indexOf(58);
    if (colon === 0) return;
    const field = bytes.toString('latin1', 0, colon === -1 ? bytes.length : Math.min(colon, 16));
    const value = colon === -1 ? bytes.subarray(bytes.length) : bytes.subarray(colon + (bytes[colon + 1] === 32 ? 2 : 1));
    if (field === 'data') {
      if (oversize) return;
      dataBytes += value.length;
      if (dataBytes > maxBytes()) tooLarge((data[0] ?? value).subarray(0, headBytes));
      else data.push(value);
    } else if (field === 'event') type = value.toString('utf8', 0, 200);
    else if (field === 'id') {
      if (value.length <= 4096 && !value.includes(0)) id = value.toString('utf8');
    } else if (field === 'retry' && /^\d{1,9}$/.test(value.toString('latin1'))) sink.retry(Number(value.toString('latin1')));
  };

  const endLine = (): void => {
    const whole =
      parts.length === 1
        ? (parts[0] as Buffer)
        : Buffer.concat(
            parts,
            parts.reduce((sum, part) => sum + part.length, 0),
          );
    const wasCut = size > maxBytes() + 64;
    parts = [];
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
            const head = Buffer.concat([...parts, part]).subarray(0, headBytes + 6);
            tooLarge(head.subarray(head.indexOf(58) + (head[head.indexOf(58) + 1] === 32 ? 2 : 1)));
          }
          parts = [];
        } else if (part.length > 0) parts.push(part);
        if (end === -1) return;
        skipLf = end === cr;
        at = end + 1;
        endLine();
      }
    },
    /** the last id the stream named */
    lastId: (): string | undefined => id,
  };
}
