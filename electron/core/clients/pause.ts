/**
 * A moment between two looks at a file, in milliseconds of real time. It keeps the process alive, as half a write must not end with the
 * command.
 */
export const pause = (waitMs: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, waitMs));
