/** Opens an address in the person's browser, without a shell. Only `http:` and `https:` are ever passed. Resolves false when there is none. */
export interface Opener {
  open(url: URL): Promise<boolean>;
}
