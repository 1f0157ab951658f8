import type { Clock } from '../ports/clock.js';
import type { Holdable } from '../ports/in-turns.js';

/** together 15 MB a second: nobody reads more, and what is kept is the newest megabyte */
const mostBytes = 1536 * 1024;
const withinMs = 100;

/** A listener for `data` of what a server may write without end: whoever floods waits until its bytes are read, and costs no core. */
export function paced(stream: Holdable, take: (chunk: Buffer) => void, clock: Clock): (chunk: Buffer) => void {
  let bytes = 0;
  let sinceMs = -Infinity;
  return (chunk) => {
    take(chunk);
    const nowMs = clock.monotonicMs();
    if (nowMs - sinceMs >= withinMs) {
      sinceMs = nowMs;
      bytes = 0;
    }
    bytes += chunk.length;
    if (bytes < mostBytes || stream.isPaused()) return;
    stream.pause();
    clock.after(sinceMs + withinMs - nowMs, () => void stream.resume());
  };
}
