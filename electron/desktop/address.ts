/** Where the interface lives: an own secure scheme, never `file://`. */
export const SCHEME = 'app';
const HOST = 'toolgate';
const ORIGIN = `${SCHEME}://${HOST}`;

/** Address of a page of the interface, for example `approvals/appr_1`. Whatever stands in `page` stays behind the `#`. */
export const pageAddress = (page: string): string =>
  `${ORIGIN}/index.html#/${encodeURI(page.replace(/^[#/]+/, '').replace(/\p{Cs}/gu, ''))}`;

/** True for addresses of our own interface and nothing else. */
export function isOwnAddress(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.password === '';
  } catch {
    return false;
  }
}

/** Addresses that may be handed to the system: plain web addresses without a password in them. */
export const isWebAddress = (url: URL): boolean =>
  (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';

const RELEASE_HOSTS: ReadonlySet<string> = new Set([
  'github.com',
  'api.github.com',
  'objects.githubusercontent.com',
  'release-assets.githubusercontent.com',
]);

/** True for the place where releases are published: the only foreign addresses that the application itself ever calls. */
export function isReleaseAddress(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' && RELEASE_HOSTS.has(url.host) && url.username === '' && url.password === '';
  } catch {
    return false;
  }
}
