/**
 * Opens an address in the person's browser, or a link in the application it is for, without a shell. Only `http:`, `https:` and the links of
 * `shared/application-links` are ever passed. Resolves false when nothing opens it.
 */
export interface Opener {
  open(url: URL): Promise<boolean>;
}
