import { Pieces } from '../ports/pieces.js';

/**
 * Cuts a byte stream into lines, at any split of its chunks, without copying a chunk more than once. Lines over `maxBytes` are thrown
 * away while they arrive and reported by `tooLong` once; what follows them is read as ever. Empty lines are skipped, a `\r` before
 * the end is dropped.
 */
export interface LineReader {
  take(chunk: Buffer): void;
}

export function createLineReader(maxBytes: () => number, line: (bytes: Buffer) => void, tooLong: () => void): LineReader {
  const unfinished = new Pieces();
  let skipping = false;

  const keep = (piece: Buffer) => {
    if (skipping) return;
    if (unfinished.bytes + piece.length > maxBytes()) {
      skipping = true;
      unfinished.clear();
    } else unfinished.add(piece);
  };

  const finish = () => {
    const whole = unfinished.take();
    const wasSkipping = skipping;
    skipping = false;
    if (wasSkipping) return tooLong();
    const end = whole.at(-1) === 13 ? whole.length - 1 : whole.length;
    if (end > 0) line(end === whole.length ? whole : whole.subarray(0, end));
  };

  return {
    take(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
        keep(chunk.subarray(start, end));
        finish();
        start = end + 1;
      }
      keep(start === 0 ? chunk : chunk.subarray(start));
    },
  };
}
