/** How long work gives way: told by the caller, so that no room keeps time. */
export interface Slicing {
  /** ms, monotonic */
  nowMs(): number;
  /** resolves when other work had its turn, for example `setImmediate` */
  pause(): Promise<void>;
}

/** longest stretch of work between two turns of the event loop, ms; one step of the work more */
const SLICE_MS = 10;

/** Does long work step by step, with a turn for everything else in between. @returns what the work ends with */
export async function inSlices<T>(work: Iterator<unknown, T>, { nowMs, pause }: Slicing): Promise<T> {
  let sinceMs = nowMs();
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    if (nowMs() - sinceMs < SLICE_MS) continue;
    await pause();
    sinceMs = nowMs();
  }
}

/** The same work in one stretch. */
export function atOnce<T>(work: Iterator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
