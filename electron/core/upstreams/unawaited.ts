import type { Clock } from '../ports/clock.js';

const most = 128;
const patienceMs = 30_000;

/**
 * Keeps an eye on messages to a server over HTTP that nobody waits for: notifications, and answers to what it asked. A server that leaves them
 * unanswered would otherwise hold a connection with each, or have ever more of them stand in line.
 */
export function createUnawaited(clock: Clock) {
  let open = 0;
  return {
    /** as many are under way as there may be */
    get isFull(): boolean {
      return open >= most;
    },
    /** One has begun; `abort` is called when it takes longer than 30 s. Answers what is to be called at its end, once. */
    begin(abort: () => void): () => void {
      open += 1;
      const stop = clock.after(patienceMs, abort);
      return () => {
        open -= 1;
        stop();
      };
    },
  };
}
