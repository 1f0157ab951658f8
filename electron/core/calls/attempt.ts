/** What `read` gives; undefined where it throws. For what a call can go without. */
export const attempt = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
