/** What a remote server's own sign-in gave, as a connection uses it. The room behind it keeps the tokens; a wire sees header values only. */
export interface Bearer {
  /**
   * The value of `authorization` for a request that leaves now, undefined where there is none. A promise only where it is renewed first; it
   * rejects with one line for people when that failed and the old one is of no use any more.
   */
  header(): string | undefined | Promise<string | undefined>;
  /**
   * The server refused a request with 401 or 403: it was not carried out. `sent` is what `header` gave for it, `challenge` the value of
   * `www-authenticate`. `again`: other credentials are there now, the request may leave once more; otherwise what to tell people, where known.
   */
  refused(status: number, challenge: string | undefined, sent: string | undefined): Promise<'again' | { readonly say?: string }>;
}
