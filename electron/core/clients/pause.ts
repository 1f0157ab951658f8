/**
 * A moment between two looks at a file, in milliseconds of real time. It keeps the process alive, as half a write must not end with the
 * command; with `idle` it does not.
 */
export const pause = (waitMs: number, { idle = false } = {}): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, waitMs);
    if (idle) timer.unref();
  });
