/** A moment between two looks at a file. Real time, and it keeps the process alive: half a write must not end with the command. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
