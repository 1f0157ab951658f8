/** What `load` gives, loaded when it is first asked for and kept; a load that failed is tried again by whoever asks next. */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () =>
    (loaded ??= load().catch((fault: unknown) => {
      loaded = undefined;
      throw fault;
    }));
}
