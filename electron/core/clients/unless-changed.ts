/** What was last made of each file, by its name, with the hash of what was in it. */
export type LastReadings<T> = Map<string, { readonly sha: string; readonly reading: T }>;

/**
 * Reads a file anew only where its content is another than the last time. Applications keep megabytes of their own beside their servers, and
 * every look at them would leave tens of megabytes to be collected.
 */
export function unlessChanged<T extends object>(last: LastReadings<T>, name: string, sha: string, read: () => T): T {
  const before = last.get(name);
  if (before?.sha === sha) return before.reading;
  // A copy: parts of a text that are kept would keep the whole of it.
  const reading = structuredClone(read());
  last.set(name, { sha, reading });
  return reading;
}
