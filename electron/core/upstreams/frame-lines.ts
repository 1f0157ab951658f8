import { Pieces } from '../ports/pieces.js';

/** What a line-framed byte stream holds, in order. `bytes` never contains a line end. */
export interface LineSink {
  /** one whole, non-blank line, without its line end */
  line(bytes: Buffer): void;
  /**
   * A line passed `maxLineBytes`. Called once, as soon as that is known; the rest of the line is thrown away.
   * `head` is how it begins. `tail` is how it ends and comes with a second call, at its line end.
   */
  tooLong(part: { readonly head: Buffer } | { readonly tail: Buffer; readonly totalBytes: number }): void;
  /** a line that has gone on for `maxDiscardBytes` after that and still has no end: the stream is of no more use */
  endless(): void;
}

export interface LineLimits {
  readonly maxLineBytes: number;
  /** what is thrown away of one line before the stream is given up */
  readonly maxDiscardBytes: number;
}

const LF = 10;
const CR = 13;
const keptHeadBytes = 4096;
const keptTailBytes = 1024;

/**
 * Newline framing of the stdio transport (2025-11-25, transports, stdio) as a pure state machine: any split of the bytes gives the
 * same lines. The cost of an unfinished line grows linearly with its length.
 */
export function createLineFramer(sink: LineSink, limits: () => LineLimits) {
  const unfinished = new Pieces();
  let size = 0;
  let discarding = false;
  let tail: Buffer = Buffer.alloc(0);
  let first = true;

  const emit = (line: Buffer): void => {
    let from = 0;
    let to = line.length;
    if (first) {
      first = false;
      if (line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf) from = 3;
    }
    if (to > from && line[to - 1] === CR) to -= 1;
    for (let at = from; at < to; at++) {
      const byte = line[at];
      if (byte !== 32 && byte !== 9 && byte !== CR) return sink.line(from === 0 && to === line.length ? line : line.subarray(from, to));
    }
  };

  const startDiscarding = (): void => {
    discarding = true;
    const begun = unfinished.take();
    tail = Buffer.from(begun.subarray(-keptTailBytes));
    sink.tooLong({ head: Buffer.from(begun.subarray(0, keptHeadBytes)) });
  };

  return {
    push(chunk: Buffer): void {
      const { maxLineBytes, maxDiscardBytes } = limits();
      let at = 0;
      while (at < chunk.length) {
        const end = chunk.indexOf(LF, at);
        const part = chunk.subarray(at, end === -1 ? chunk.length : end);
        at = end === -1 ? chunk.length : end + 1;
        size += part.length;
        if (discarding) tail = Buffer.concat([tail, part.subarray(-keptTailBytes)]).subarray(-keptTailBytes);
        else unfinished.add(part);
        if (!discarding && size > maxLineBytes) startDiscarding();
        if (discarding && end === -1 && size > maxLineBytes + maxDiscardBytes) return sink.endless();
        if (end === -1) return;
        if (discarding) sink.tooLong({ tail, totalBytes: size });
        else if (unfinished.bytes > 0) emit(unfinished.takeOwn());
        size = 0;
        discarding = false;
      }
    },
    /** Ends the stream: bytes of an unfinished last line are not a message; answers how many were thrown away. */
    end(): number {
      const lost = size;
      unfinished.clear();
      size = 0;
      discarding = false;
      return lost;
    },
  };
}
