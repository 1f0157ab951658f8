/** what can be held for a moment: a socket, the output of a process */
export interface Holdable {
  isPaused(): boolean;
  pause(): unknown;
  resume(): unknown;
}

/** work for others that one chunk may make wait; the next chunk comes a turn of the event loop later */
const sliceMs = 1;

/**
 * A listener for `data` that gives everybody a turn after a chunk that took long. Whoever fills a stream without end has the runtime read it many
 * times in a row; with many small messages in each chunk, nobody else would be heard meanwhile.
 */
export function inTurns(stream: Holdable, take: (chunk: Buffer) => void, nowMs = () => performance.now()): (chunk: Buffer) => void {
  return (chunk) => {
    const startedMs = nowMs();
    take(chunk);
    if (nowMs() - startedMs < sliceMs || stream.isPaused()) return;
    stream.pause();
    setImmediate(() => void stream.resume());
  };
}
